using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Platform.Messaging;

/// <summary>A message that a consumer could not work off, as it is shown.</summary>
/// <param name="Id">Id of the dead letter.</param>
/// <param name="Version">Version for If-Match.</param>
/// <param name="MessageId">Id of the message.</param>
/// <param name="Endpoint">Queue whose consumer failed.</param>
/// <param name="Type">Name of the event type.</param>
/// <param name="Error">Last error.</param>
/// <param name="DeadLetteredAt">When retries were exhausted.</param>
/// <param name="ReplayedAt">When it was last replayed; null if never.</param>
public sealed record DeadLetterView(Guid Id, int Version, Guid MessageId, string Endpoint, string Type, string Error,
    DateTimeOffset DeadLetteredAt, DateTimeOffset? ReplayedAt) : IVersioned;

internal static class DeadLetterEndpoints
{
    private static readonly SortKeys<DeadLetter> Keys = new SortKeys<DeadLetter>().Add("at", m => m.CreatedAt).Default("-at");

    public static void MapDeadLetters(this RouteGroupBuilder group, IServiceProvider services, string service)
    {
        if (services.GetKeyedService<DbRuntime>(service) is not { } runtime)
            return;

        group.MapGet("/dead-letters", (HttpContext http, [AsParameters] PageQuery page, CancellationToken ct) =>
            Db(http).Set<DeadLetter>().Where(m => m.ReplayedAt == null).ToPageAsync(page, Keys, View, ct))
            .RequireRoles(Roles.Admins).RequireTrustScope().WithName($"{service}.ListDeadLetters")
            .WithSummary("List dead-lettered messages");

        group.MapPost("/dead-letters/{id:guid}/replay", async Task<Results<Ok<DeadLetterView>, ProblemHttpResult>> (
            HttpContext http, Guid id, IEnumerable<Subscription> subscriptions, IServiceScopeFactory scopes, TimeProvider clock,
            CancellationToken ct) =>
        {
            var db = Db(http);
            var deadLetter = await db.Set<DeadLetter>().FirstOrDefaultAsync(m => m.Id == id, ct);
            if (deadLetter is null)
                return Problems.NotFound();
            if (deadLetter.ReplayedAt is not null)
                return Problems.Conflict("dead_letter.replayed", "The message was already replayed.");
            var subscription = subscriptions.FirstOrDefault(s => s.Endpoint == deadLetter.Endpoint);
            if (subscription is null)
                return Problems.Conflict("dead_letter.endpoint", "No consumer of that name is part of this build.");
            try
            {
                await subscription.DeliverAsync(scopes, EventTypes.Read(deadLetter.Type, deadLetter.Body),
                    new(deadLetter.MessageId, deadLetter.CreatedAt, 1), ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && !Storage.IsTransient(e))
            {
                return Problems.Conflict("dead_letter.failed", "Replay failed; the message stays dead-lettered.");
            }

            deadLetter.ReplayedAt = clock.GetUtcNow();
            await db.SaveChangesAsync(ct);
            return TypedResults.Ok(View(deadLetter));
        }).RequireRoles(Roles.Admins).WithoutIdempotency().WithName($"{service}.ReplayDeadLetter")
        .WithSummary("Replay a dead-lettered message");

        ServiceDb Db(HttpContext http) => (ServiceDb)http.RequestServices.GetRequiredService(runtime.ContextType);
    }

    private static DeadLetterView View(DeadLetter m) =>
        new(m.Id, m.Version, m.MessageId, m.Endpoint, m.Type, m.Error, m.CreatedAt, m.ReplayedAt);
}
