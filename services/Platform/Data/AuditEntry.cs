using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Platform.Data;

/// <summary>One line of the append-only audit log.</summary>
public sealed class AuditEntry : Entity
{
    public Guid ActorId { get; init; }
    public required string Actor { get; init; }
    public ActorKind ActorKind { get; init; }
    public string? Ip { get; init; }
    public required string Action { get; init; }
    public required string SubjectKind { get; init; }
    public Guid SubjectId { get; init; }

    /// <summary>JSON: property → [old, new], or the details of an action.</summary>
    public string? Changes { get; init; }
}

/// <summary>One line of the audit log as it is shown.</summary>
/// <param name="Id">Id of the entry.</param>
/// <param name="At">When the change was saved.</param>
/// <param name="ActorId">Id of the person; null for the system and for API tokens without a person.</param>
/// <param name="Actor">Name of the actor at the time.</param>
/// <param name="ActorKind">Person, API token or system.</param>
/// <param name="Ip">Client address; null when the change came from a message or a background job.</param>
/// <param name="Action">What was done, e.g. created, changed, deleted.</param>
/// <param name="SubjectKind">Kind of the changed entity, snake case.</param>
/// <param name="SubjectId">Id of the changed entity.</param>
/// <param name="Changes">The changed fields with old and new values; null when the action has none.</param>
public sealed record AuditView(
    Guid Id, DateTimeOffset At, Guid ActorId, string Actor, ActorKind ActorKind, string? Ip, string Action, string SubjectKind,
    Guid SubjectId, System.Text.Json.JsonElement? Changes);

/// <summary>Narrows the audit log to one subject.</summary>
public sealed class AuditQuery
{
    public Guid? SubjectId { get; init; }
    public Guid? ActorId { get; init; }
}

internal static class AuditEndpoint
{
    private static readonly SortKeys<AuditEntry> Keys = new SortKeys<AuditEntry>().Add("at", a => a.CreatedAt).Default("-at");

    public static void MapAudit(this RouteGroupBuilder group, IServiceProvider services, string service)
    {
        if (services.GetKeyedService<DbRuntime>(service) is not { } runtime)
            return;
        group.MapGet("/audit",
            async (HttpContext http, [AsParameters] PageQuery page, [AsParameters] AuditQuery filter, CancellationToken ct) =>
        {
            var db = (ServiceDb)http.RequestServices.GetRequiredService(runtime.ContextType);
            var entries = db.Set<AuditEntry>().AsQueryable();
            if (filter.SubjectId is { } subject)
                entries = entries.Where(a => a.SubjectId == subject);
            if (filter.ActorId is { } actor)
                entries = entries.Where(a => a.ActorId == actor);
            return await entries.ToPageAsync(page, Keys, a => new AuditView(
                a.Id, a.CreatedAt, a.ActorId, a.Actor, a.ActorKind, a.Ip, a.Action, a.SubjectKind, a.SubjectId,
                a.Changes is null ? null : System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(a.Changes)), ct);
        }).RequireRoles(Roles.Admins).RequireTrustScope().WithName($"{service}.ListAudit").WithSummary("List the audit log, newest first");
    }
}
