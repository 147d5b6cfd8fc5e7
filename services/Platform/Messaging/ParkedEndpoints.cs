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
public sealed record ParkedView(Guid Id, int Version, Guid MessageId, string Endpoint, string Type, string Error, DateTimeOffset ParkedAt, DateTimeOffset? ReplayedAt) : IVersioned;

internal static class ParkedEndpoints
{
    private static readonly SortKeys<ParkedMessage> Keys = new SortKeys<ParkedMessage>().Add("at", m => m.CreatedAt).Default("-at");

    public static void MapParked(this RouteGroupBuilder group, IServiceProvider services, string service)
    {
        if (services.GetKeyedService<DbRuntime>(service) is not { } runtime)
            return;

        group.MapGet("/parked", (HttpContext http, [AsParameters] PageQuery page, CancellationToken ct) =>
            Db(http).Set<ParkedMessage>().Where(m => m.ReplayedAt == null).ToPageAsync(page, Keys, View, ct))
            .RequireRoles(Roles.Admins).ForWholeTrust().WithName($"{service}.ListParked").WithSummary("Messages that wait for a person");

        group.MapPost("/parked/{id:guid}/replay", async Task<Results<Ok<ParkedView>, ProblemHttpResult>> (
            HttpContext http, Guid id, IEnumerable<Subscription> subscriptions, IServiceScopeFactory scopes, TimeProvider clock, CancellationToken ct) =>
        {
            var db = Db(http);
            var parked = await db.Set<ParkedMessage>().FirstOrDefaultAsync(m => m.Id == id, ct);
            if (parked is null)
                return Problems.NotFound();
            if (parked.ReplayedAt is not null)
                return Problems.Conflict("parked.replayed", "It was replayed already.");
            var subscription = subscriptions.FirstOrDefault(s => s.Endpoint == parked.Endpoint);
            if (subscription is null)
                return Problems.Conflict("parked.endpoint", "No consumer of that name is part of this build.");
            try
            {
                await subscription.DeliverAsync(scopes, EventTypes.Read(parked.Type, parked.Body), new(parked.MessageId, parked.CreatedAt, 1), ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && !Storage.IsTransient(e))
            {
                return Problems.Conflict("parked.failed", "It failed again for the same or another reason; it stays parked.");
            }

            parked.ReplayedAt = clock.GetUtcNow();
            await db.SaveChangesAsync(ct);
            return TypedResults.Ok(View(parked));
        }).RequireRoles(Roles.Admins).WithoutIdempotency().WithName($"{service}.ReplayParked").WithSummary("Tries a parked message again");

        ServiceDb Db(HttpContext http) => (ServiceDb)http.RequestServices.GetRequiredService(runtime.ContextType);
    }

    private static ParkedView View(ParkedMessage m) => new(m.Id, m.Version, m.MessageId, m.Endpoint, m.Type, m.Error, m.CreatedAt, m.ReplayedAt);
}
