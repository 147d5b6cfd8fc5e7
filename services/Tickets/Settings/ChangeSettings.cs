using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Mat.Tickets.Data;
using Mat.Tickets.Lifecycle;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Settings;

/// <summary>Minutes of school time.</summary>
public sealed record GoalBody(
    [property: Required, Range(1, 100_000)] int? FirstResponseMinutes,
    [property: Required, Range(1, 100_000)] int? ResolutionMinutes);

/// <summary>The goals for new tickets, and for tickets whose priority changes.</summary>
public sealed record ChangeTicketSettings(
    [property: Required] GoalBody? Critical, [property: Required] GoalBody? High,
    [property: Required] GoalBody? Medium, [property: Required] GoalBody? Low);

public sealed record TicketSettingsView(int Version, GoalBody Critical, GoalBody High, GoalBody Medium, GoalBody Low) : IVersioned
{
    internal static TicketSettingsView Of(TicketSettings? settings)
    {
        var goals = settings?.Goals ?? Goals.Default;
        return new(settings?.Version ?? 0, Body(goals.Critical), Body(goals.High), Body(goals.Medium), Body(goals.Low));
    }

    private static GoalBody Body(Goal goal) => new(goal.FirstResponseMinutes, goal.ResolutionMinutes);
}

internal static class GetSettingsEndpoint
{
    public static async Task<Ok<TicketSettingsView>> Handle(TicketsDb db, CancellationToken ct) =>
        TypedResults.Ok(TicketSettingsView.Of(await db.Settings.AsNoTracking().FirstOrDefaultAsync(s => s.Id == TicketSettings.TheOne, ct)));
}

internal static class ChangeSettingsEndpoint
{
    public static async Task<Results<Ok<TicketSettingsView>, ProblemHttpResult>> Handle(
        ChangeTicketSettings request, IfMatch ifMatch, TicketsDb db, GoalBook book, CancellationToken ct)
    {
        var settings = await db.Settings.FirstOrDefaultAsync(s => s.Id == TicketSettings.TheOne, ct);
        if (ifMatch.Refuses(settings?.Version ?? 0) is { } refusal) return refusal;
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

    private static Goal Goal(GoalBody body) => new(body.FirstResponseMinutes!.Value, body.ResolutionMinutes!.Value);
}
