using System.Globalization;
using Mat.Partners.Data;
using Mat.Partners.Registry;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Escalations;

public sealed class EscalationQuery
{
    /// <summary>One status or several with commas; <c>open</c> stands for all that are not over.</summary>
    public string? Status { get; init; }

    public Guid? PartnerId { get; init; }
    public Guid? SchoolId { get; init; }
    public Guid? TicketId { get; init; }
}

internal static class ReadEscalations
{
    private static readonly EscalationState[] Open = [EscalationState.Requested, EscalationState.Unroutable, EscalationState.Sent,
        EscalationState.Acknowledged];

    internal static readonly SortKeys<Escalation> Keys =
        new SortKeys<Escalation>().Add("requestedAt", e => e.RequestedAt).Add("reference", e => e.Number).Default("-requestedAt");

    public static async Task<Ok<Page<EscalationView>>> List(
        [AsParameters] PageQuery page, [AsParameters] EscalationQuery filter, PartnersDb db, CancellationToken ct)
    {
        var escalations = db.Escalations.AsQueryable();
        if (filter.PartnerId is { } partner)
            escalations = escalations.Where(e => e.PartnerId == partner);
        if (filter.SchoolId is { } school)
            escalations = escalations.Where(e => e.SchoolId == school);
        if (filter.TicketId is { } ticket)
            escalations = escalations.Where(e => e.TicketId == ticket);
        if (States(filter.Status) is { } states)
            escalations = escalations.Where(e => states.Contains(e.Status));
        var (rows, next) = await escalations.ToRowsAsync(page, Keys, ct);
        return TypedResults.Ok(new Page<EscalationView>(await EscalationView.OfAsync(rows, db, ct), next));
    }

    /// <summary>By id or by the reference that people say.</summary>
    public static async Task<Results<Ok<EscalationView>, ProblemHttpResult>> Get(string key, PartnersDb db, CancellationToken ct)
    {
        var escalations = db.Escalations.AsNoTracking();
        if (Guid.TryParse(key, out var id))
            escalations = escalations.Where(e => e.Id == id);
        else if (key.StartsWith("E-", StringComparison.OrdinalIgnoreCase)
            && long.TryParse(key.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            escalations = escalations.Where(e => e.Number == number);
        else
            return Problems.NotFound();
        return await escalations.SingleOrDefaultAsync(ct) is { } escalation
            ? TypedResults.Ok((await EscalationView.OfAsync([escalation], db, ct))[0])
            : Problems.NotFound();
    }

    /// <returns>The states that were asked for, or null for all.</returns>
    internal static List<EscalationState>? States(string? status)
    {
        if (string.IsNullOrEmpty(status))
            return null;
        return [.. status.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(name => name == "open" ? Open : [Filter.Parse<EscalationState>(name, "status")!.Value])];
    }
}
