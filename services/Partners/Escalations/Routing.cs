using Mat.Partners.Registry;

namespace Mat.Partners.Escalations;

/// <summary>Why an escalation went where it went.</summary>
public sealed record EscalationRouting(string Reason, IReadOnlyList<EscalationCandidate> Candidates);

/// <summary>A partner that was looked at, and why it was or was not chosen.</summary>
public sealed record EscalationCandidate(Guid PartnerId, string Name, bool Chosen, string Why);

/// <summary>Chooses the partner for an escalation. No clock and no database: what it decides on is all there.</summary>
internal static class Routing
{
    /// <param name="day">The day of the request where the school is.</param>
    /// <param name="picked">The partner somebody chose by hand.</param>
    /// <param name="open">Open escalations by partner; a partner that is missing has none.</param>
    public static (Partner? Chosen, EscalationRouting Why) Decide(
        string area, Guid schoolId, DateOnly day, Guid? picked, IReadOnlyList<Partner> partners, IReadOnlyDictionary<Guid, int> open,
        IReadOnlyDictionary<Guid, PartnerReliability>? standings = null, Guid? not = null)
    {
        PartnerReliability Standing(Partner p) => standings?.GetValueOrDefault(p.Id) ?? PartnerReliability.Unknown;
        if (picked is { } id)
            return ByHand(id, partners, Standing);

        var label = Areas.Parse(area)?.Label() ?? area;
        var looked = partners.Where(p => p.Areas.Contains(area)).OrderBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Id)
            .ToList();
        string? Why(Partner p) => p.Id == not ? "had its turn already" : Unfit(p, schoolId, day, open.GetValueOrDefault(p.Id), Standing(p));
        var fit = looked.Where(p => Why(p) is null)
            // Whoever works now before whoever is closed; whoever keeps its word before whoever does not.
            .OrderBy(p => !Standing(p).OpenNow)
            // A partner without a recorded agreement comes after those with one: better than nobody, never instead of them.
            .ThenBy(p => p.AgreementStartsOn is null)
            .ThenBy(p => Standing(p).Unreliable)
            .ThenBy(p => open.GetValueOrDefault(p.Id))
            .ThenBy(p => p.Name, StringComparer.OrdinalIgnoreCase).ThenBy(p => p.Id)
            .ToList();
        var chosen = fit.FirstOrDefault();
        var candidates = looked.Select(p => new EscalationCandidate(p.Id, p.Name, p == chosen, Why(p) ?? Fit(p, chosen!, open, Standing)))
            .ToList();

        if (chosen is null)
            return (null,
                new(looked.Count == 0 ? $"No partner is registered for {label}." : $"No partner for {label} can take it now.", candidates));
        var load = Load(open.GetValueOrDefault(chosen.Id)) + Notes(Standing(chosen));
        return (chosen, new(
            fit.Count == 1
                ? $"{chosen.Name} is the only partner for {label} that can take it ({load})."
                : $"{chosen.Name} was chosen among {fit.Count} partners for {label} ({load}).",
            candidates));
    }

    private static (Partner?, EscalationRouting) ByHand(Guid id, IReadOnlyList<Partner> partners,
        Func<Partner, PartnerReliability> standing)
    {
        var partner = partners.FirstOrDefault(p => p.Id == id);
        if (partner is null)
            return (null, new("The partner that was chosen by hand is not in the register.", []));
        if (standing(partner).ExpiredDocument is { } document)
            return (null, new($"{partner.Name} was chosen by hand, but {document}.", [new(id, partner.Name, false, document)]));
        return partner.Status == PartnerStatus.Active
            ? (partner, new($"{partner.Name} was chosen by hand.", [new(id, partner.Name, true, "chosen by hand")]))
            : (null, new($"{partner.Name} was chosen by hand but is suspended.", [new(id, partner.Name, false, "suspended")]));
    }

    private static string? Unfit(Partner p, Guid schoolId, DateOnly day, int open, PartnerReliability standing)
    {
        if (p.Status != PartnerStatus.Active)
            return "suspended";
        if (!p.Covers(schoolId))
            return "does not cover the school";
        if (p.AgreementStartsOn > day)
            return "the agreement has not begun";
        if (p.AgreementEndsOn < day)
            return "the agreement has ended";
        if (standing.ExpiredDocument is { } document)
            return document;
        return open >= p.MaxOpenEscalations ? $"at capacity ({Load(open)})" : null;
    }

    private static string Fit(Partner p, Partner chosen, IReadOnlyDictionary<Guid, int> open, Func<Partner, PartnerReliability> standing)
    {
        var load = Load(open.GetValueOrDefault(p.Id)) + Notes(standing(p));
        if (!standing(p).OpenNow && standing(chosen).OpenNow)
            return $"closed now, {load}";
        if (standing(p).Unreliable && !standing(chosen).Unreliable)
            return $"often late, {load}";
        if (p == chosen)
            return load;
        if (p.AgreementStartsOn is null && chosen.AgreementStartsOn is not null)
            return $"no agreement on record, {load}";
        return open.GetValueOrDefault(p.Id) > open.GetValueOrDefault(chosen.Id) ? load : $"{load}, after {chosen.Name} by name";
    }

    private static string Notes(PartnerReliability standing) => standing.Words is { } words ? $", {words}" : "";

    private static string Load(int open) => open == 1 ? "1 open escalation" : $"{open} open escalations";
}
