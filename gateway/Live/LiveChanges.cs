using Mat.Contracts;
using Mat.Contracts.Alerts;
using Mat.Contracts.Assets;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;

namespace Mat.Gateway.Live;

/// <summary>From events to lines of the stream.</summary>
internal static class LiveChanges
{
    public static IEnumerable<LiveChange> Of(ILiveEvent message, DateTimeOffset at)
    {
        var what = What(message);
        // A replay is for read models: nothing changed for anybody who looks at it.
        if (what == "replayed") return [];
        if (message is AssetsChanged { Subject: null } many)
        {
            // Assets of several schools: each school hears of its own.
            return many.Assets.Select(a => a.SchoolId).Distinct().Select(s => new LiveChange(message.Topic, null, s, at, what, null));
        }
        if (Case(message) is { Schools.Count: > 1 } across)
            return across.Schools.Select(s => new LiveChange(message.Topic, message.Subject, s, at, what, null));
        return [new LiveChange(message.Topic, message.Subject, message.SchoolId, at, what, message.PersonId)];
    }

    private static string What(ILiveEvent message) => message switch
    {
        TicketChanged ticket => ticket.What,
        TicketCommented => "commented",
        EscalationProgressed escalation => escalation.Step.Kind,
        AlertRaised => "raised",
        AlertChanged alert => alert.What,
        CaseOpened => "opened",
        CaseChanged @case => @case.What,
        DutyReminded => "reminded",
        _ => "changed",
    };

    private static CaseFacts? Case(ILiveEvent message) => message switch
    {
        CaseOpened opened => opened.Case,
        CaseChanged changed => changed.Case,
        DutyReminded reminded => reminded.Case,
        _ => null,
    };
}
