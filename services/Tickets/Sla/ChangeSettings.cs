using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Sla;

/// <summary>Minutes of school time.</summary>
/// <param name="FirstResponseMinutes">Target for the first response, in minutes of school time.</param>
/// <param name="ResolutionMinutes">Target for the resolution, in minutes of school time; not less than the first response.</param>
public sealed record SlaTargetBody(
    [property: Required, Range(1, 100_000)] int? FirstResponseMinutes,
    [property: Required, Range(1, 100_000)] int? ResolutionMinutes);

/// <summary>SLA targets of new tickets and of tickets whose priority changes.</summary>
/// <param name="Critical">Targets of critical tickets.</param>
/// <param name="High">Targets of high tickets.</param>
/// <param name="Medium">Targets of medium tickets.</param>
/// <param name="Low">Targets of low tickets.</param>
public sealed record ChangeTicketSettings(
    [property: Required] SlaTargetBody? Critical, [property: Required] SlaTargetBody? High,
    [property: Required] SlaTargetBody? Medium, [property: Required] SlaTargetBody? Low);

/// <param name="Version">Version for If-Match; 0 before the first change.</param>
/// <param name="Critical">Targets of critical tickets.</param>
/// <param name="High">Targets of high tickets.</param>
/// <param name="Medium">Targets of medium tickets.</param>
/// <param name="Low">Targets of low tickets.</param>
public sealed record TicketSettingsView(int Version, SlaTargetBody Critical, SlaTargetBody High, SlaTargetBody Medium, SlaTargetBody Low)
    : IVersioned
{
    internal static TicketSettingsView Of(TicketSettings? settings)
    {
        var targets = settings?.Targets ?? SlaTargets.Default;
        return new(settings?.Version ?? 0, Body(targets.Critical), Body(targets.High), Body(targets.Medium), Body(targets.Low));
    }

    private static SlaTargetBody Body(SlaTarget target) => new(target.FirstResponseMinutes, target.ResolutionMinutes);
}

internal static class GetSettingsEndpoint
{
    public static async Task<Ok<TicketSettingsView>> Handle(TicketsDb db, CancellationToken ct) =>
        TypedResults.Ok(
            TicketSettingsView.Of(await db.Settings.AsNoTracking().FirstOrDefaultAsync(s => s.Id == TicketSettings.SingletonId, ct)));
}

internal static class ChangeSettingsEndpoint
{
    public static async Task<Results<Ok<TicketSettingsView>, ProblemHttpResult>> Handle(
        ChangeTicketSettings request, IfMatch ifMatch, TicketsDb db, SlaTargetCache targetCache, CancellationToken ct)
    {
        var settings = await db.Settings.FirstOrDefaultAsync(s => s.Id == TicketSettings.SingletonId, ct);
        if (ifMatch.Validate(settings?.Version ?? 0) is { } error)
            return error;
        foreach (var (name, body) in new[] { ("critical", request.Critical!), ("high", request.High!), ("medium", request.Medium!),
            ("low", request.Low!) })
            if (body.FirstResponseMinutes > body.ResolutionMinutes)
                return Problems.Unprocessable("settings.targets",
                    "The target for the first response must not exceed the target for the resolution.",
                    new Dictionary<string, string[]>
                    {
                        [name] =
                        ["The target for the first response must not exceed the target for the resolution."]
                    });
        if (settings is null)
            db.Settings.Add(settings = new TicketSettings { Id = TicketSettings.SingletonId });
        settings.Targets = new(Target(request.Critical!), Target(request.High!), Target(request.Medium!), Target(request.Low!));
        await db.SaveChangesAsync(ct);
        targetCache.Evict();
        return TypedResults.Ok(TicketSettingsView.Of(settings));
    }

    private static SlaTarget Target(SlaTargetBody body) => new(body.FirstResponseMinutes!.Value, body.ResolutionMinutes!.Value);
}
