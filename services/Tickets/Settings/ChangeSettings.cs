using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Lifecycle;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Settings;

/// <summary>Minutes of school time.</summary>
public sealed record SlaTargetBody(
    [property: Required, Range(1, 100_000)] int? FirstResponseMinutes,
    [property: Required, Range(1, 100_000)] int? ResolutionMinutes);

/// <summary>The goals for new tickets, and for tickets whose priority changes.</summary>
public sealed record ChangeTicketSettings(
    [property: Required] SlaTargetBody? Critical, [property: Required] SlaTargetBody? High,
    [property: Required] SlaTargetBody? Medium, [property: Required] SlaTargetBody? Low);

public sealed record TicketSettingsView(int Version, SlaTargetBody Critical, SlaTargetBody High, SlaTargetBody Medium, SlaTargetBody Low) : IVersioned
{
    internal static TicketSettingsView Of(TicketSettings? settings)
    {
        var goals = settings?.Goals ?? SlaTargets.Default;
        return new(settings?.Version ?? 0, Body(goals.Critical), Body(goals.High), Body(goals.Medium), Body(goals.Low));
    }

    private static SlaTargetBody Body(SlaTarget goal) => new(goal.FirstResponseMinutes, goal.ResolutionMinutes);
}

internal static class GetSettingsEndpoint
{
    public static async Task<Ok<TicketSettingsView>> Handle(TicketsDb db, CancellationToken ct) =>
        TypedResults.Ok(TicketSettingsView.Of(await db.Settings.AsNoTracking().FirstOrDefaultAsync(s => s.Id == TicketSettings.TheOne, ct)));
}

internal static class ChangeSettingsEndpoint
{
    public static async Task<Results<Ok<TicketSettingsView>, ProblemHttpResult>> Handle(
        ChangeTicketSettings request, IfMatch ifMatch, TicketsDb db, SlaTargetCache book, CancellationToken ct)
    {
        var settings = await db.Settings.FirstOrDefaultAsync(s => s.Id == TicketSettings.TheOne, ct);
        if (ifMatch.Validate(settings?.Version ?? 0) is { } refusal) return refusal;
        foreach (var (name, body) in new[] { ("critical", request.Critical!), ("high", request.High!), ("medium", request.Medium!), ("low", request.Low!) })
            if (body.FirstResponseMinutes > body.ResolutionMinutes)
                return Problems.Unprocessable("settings.goals", "The first response is due no later than the resolution.",
                    OpenTicketEndpoint.Field(name, "The first response is due no later than the resolution."));
        if (settings is null) db.Settings.Add(settings = new TicketSettings { Id = TicketSettings.TheOne });
        settings.Goals = new(Goal(request.Critical!), Goal(request.High!), Goal(request.Medium!), Goal(request.Low!));
        await db.SaveChangesAsync(ct);
        book.Forget();
        return TypedResults.Ok(TicketSettingsView.Of(settings));
    }

    private static SlaTarget Goal(SlaTargetBody body) => new(body.FirstResponseMinutes!.Value, body.ResolutionMinutes!.Value);
}
