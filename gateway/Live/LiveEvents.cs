using Mat.Contracts;
using Mat.Contracts.Alerts;
using Mat.Contracts.Cases;
using Mat.Contracts.Assets;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;

namespace Mat.Gateway.Live;

/// <summary>The event types of the live stream. Subscriptions, lines and token scopes all derive from this list.</summary>
internal static class LiveEvents
{
    public static readonly IReadOnlyList<LiveEvent> All =
    [
        new LiveEvent<SchoolChanged>("school", _ => "changed"),
        new LiveEvent<AssetsChanged>("asset", _ => "changed", e => e.Assets.Select(a => a.SchoolId)),
        new LiveEvent<TicketChanged>("ticket", e => e.What),
        new LiveEvent<TicketCommented>("ticket", _ => "commented"),
        new LiveEvent<EscalationProgressed>("escalation", e => e.Event.Kind),
        new LiveEvent<AlertRaised>("alert", _ => "raised"),
        new LiveEvent<AlertChanged>("alert", e => e.What),
        new LiveEvent<CaseOpened>("case", _ => "opened", e => e.Case.Schools),
        new LiveEvent<CaseChanged>("case", e => e.What, e => e.Case.Schools),
        new LiveEvent<ObligationDue>("case", _ => "reminded", e => e.Case.Schools),
    ];

    /// <summary>The topics that an API token with these scopes may read.</summary>
    public static IEnumerable<string> TopicsOf(IEnumerable<string> scopes)
    {
        var services = scopes.Where(s => s.EndsWith(".read", StringComparison.Ordinal) || s.EndsWith(".write", StringComparison.Ordinal))
            .Select(s => s[..s.LastIndexOf('.')]).ToHashSet();
        return All.Where(e => services.Contains(e.Service)).Select(e => e.Topic);
    }

    public static IEnumerable<LiveChange> Describe<T>(T message, DateTimeOffset at)
        where T : class, ILiveEvent => All.OfType<LiveEvent<T>>().Single().Describe(message, at);
}
