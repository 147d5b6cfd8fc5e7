using System.ComponentModel.DataAnnotations;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Alerts.Episodes;

/// <summary>What to do with many alerts at once.</summary>
public enum BulkAction
{
    Acknowledge,
    Resolve,
    FalsePositive,
    Ticket,

    /// <summary>Opens a ticket that asks a partner of the area at once.</summary>
    Escalate,
}

/// <param name="Note">Required for a false positive: why. What the partner should do, when escalating.</param>
/// <param name="Area">Required to escalate: the area of expertise, as the partners list it.</param>
public sealed record BulkAlerts(
    [property: Required, MinLength(1), MaxLength(200)] IReadOnlyList<Guid> Ids, [property: Required] BulkAction? Act,
    [property: StringLength(2000)] string? Note = null,
    [property: StringLength(40, MinimumLength = 2),
        RegularExpression("^[a-z][a-z_]*$", ErrorMessage = "An area is a snake_case name, as listed by the partners.")]
        string? Area = null);

/// <param name="Code">Null when it was done.</param>
public sealed record BulkItem(Guid Id, string? Code, string? Message);

public sealed record BulkResult(int Done, IReadOnlyList<BulkItem> Items);

internal static class BulkAlertsEndpoint
{
    /// <summary>Each alert is a transaction of its own: what cannot be done to one does not keep the others from it.</summary>
    public static async Task<Results<Ok<BulkResult>, ProblemHttpResult>> Handle(BulkAlerts request, AlertCommands desk,
        AlertReviewCommands inverter, CancellationToken ct)
    {
        if (request.Act == BulkAction.FalsePositive && (request.Note is null || request.Note.Trim().Length < 3))
            return Problems.Unprocessable("note.required", "Say why nothing was wrong.");
        if (request.Act == BulkAction.Escalate && request.Area is null)
            return Problems.Unprocessable("area.required", "Say which expertise is needed.");
        var items = new List<BulkItem>();
        foreach (var id in request.Ids.Distinct())
        {
            var result = await desk.ActAsync(id, (e, t) => ActAsync(request, e, desk, inverter, t), ct);
            items.Add(result.Result is ProblemHttpResult { ProblemDetails: var problem }
                ? new(id, problem.Extensions["code"] as string ?? "not_done", problem.Detail) : new(id, null, null));
        }
        return TypedResults.Ok(new BulkResult(items.Count(i => i.Code is null), items));
    }

    private static Task<ProblemHttpResult?> ActAsync(BulkAlerts request, Alert episode, AlertCommands desk, AlertReviewCommands inverter,
        CancellationToken ct) => request.Act switch
        {
            BulkAction.Acknowledge => desk.AcknowledgeAsync(episode, request.Note, ct),
            BulkAction.Resolve => desk.ResolveAsync(episode, request.Note, ct),
            BulkAction.FalsePositive => inverter.DismissAsync(episode, request.Note!, ct),
            BulkAction.Escalate => Task.FromResult(desk.OpenTicket(episode, new(), request.Area, request.Note)),
            _ => Task.FromResult(desk.OpenTicket(episode, new())),
        };
}
