using System.ComponentModel.DataAnnotations;
using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Contracts.Alerts;
using Mat.Platform.Auth;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Rules;

/// <summary>A rule as it would be.</summary>
/// <param name="RuleId">The rule that it would replace; null for a new one.</param>
/// <param name="Position">Null puts it last.</param>
/// <param name="Days">How far back, 1 to 90.</param>
public sealed record DryRunRule(
    RuleMatch? Match = null, RuleAction? Action = null, Guid? RuleId = null, [property: Range(0, 1_000_000)] int? Position = null,
    [property: Range(1, 90)] int Days = 30);

/// <summary>One alert that it would have treated differently.</summary>
public sealed record DryRunItem(Guid Id, string Title, string? SchoolName, DateTimeOffset FirstSeenAt, Severity SeverityNow,
    Severity SeverityThen, bool TicketNow, bool TicketThen);

/// <param name="Looked">How many alerts of that time were looked at.</param>
/// <param name="Truncated">There are more: the newest 200,000 were looked at.</param>
/// <param name="Matched">How many the rule itself fits.</param>
/// <param name="MoreTickets">Tickets that today's rules do not open and these would.</param>
/// <param name="FewerTickets">Tickets that today's rules open and these would not.</param>
/// <param name="ByDay">Alerts that fit, by the day on which they began (UTC), oldest first.</param>
/// <param name="Sample">The newest twenty that would be treated differently, or else that fit.</param>
/// <param name="MoreCases">Alerts that would have opened or joined a case by rule and do not today.</param>
/// <param name="MoreMails">Alerts of which somebody would have been told by e-mail who is not today.</param>
public sealed record DryRunView(
    int Looked, bool Truncated, int Matched, int TicketsNow, int TicketsThen, int MoreTickets, int FewerTickets, int SeverityChanged,
    int Escalated,
    IReadOnlyList<DryRunDay> ByDay, IReadOnlyList<DryRunItem> Sample, int MoreCases, int MoreMails);

public sealed record DryRunDay(DateOnly Day, int Matched, int MoreTickets);

internal static class DryRunEndpoint
{
    private const int Max = 200_000;
    private const int PageSize = 5000;
    private const int SampleSize = 20;

    public static async Task<Results<Ok<DryRunView>, ProblemHttpResult>> Handle(
        DryRunRule request, AlertsDb db, MatcherCache cache, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (RuleRules.Refuses(user, request.Match, request.Action, 0) is { } refusal)
            return refusal;
        var kept = await db.Rules.AsNoTracking().Where(r => r.Enabled).ToListAsync(ct);
        var candidate = new AlertRule
        {
            Name = "this rule",
            Position = request.Position ?? int.MaxValue,
            Match = request.Match ?? new(),
            Action = request.Action ?? new()
        };
        var now = Ordered(kept, cache);
        var then = Ordered(kept.Where(r => r.Id != request.RuleId).Append(candidate), cache);
        var tally = new DryRunSummary(candidate.ToRule(cache), now, then,
            await db.Schools.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Name, ct));

        var since = clock.GetUtcNow().AddDays(-request.Days);
        var before = (At: DateTimeOffset.MaxValue, Id: Guid.Empty);
        while (tally.Looked < Max)
        {
            // Newest first; only what rules look at would do, but the columns are few.
            var page = await db.Episodes.AsNoTracking()
                .Where(e => e.LastSeenAt >= since && !e.IsStorm
                    && (e.LastSeenAt < before.At || (e.LastSeenAt == before.At && e.Id.CompareTo(before.Id) < 0)))
                .OrderByDescending(e => e.LastSeenAt).ThenByDescending(e => e.Id).Take(PageSize).ToListAsync(ct);
            foreach (var episode in page)
                tally.Add(episode);
            if (page.Count < PageSize)
                return TypedResults.Ok(tally.View(truncated: false));
            before = (page[^1].LastSeenAt, page[^1].Id);
        }
        return TypedResults.Ok(tally.View(truncated: true));
    }

    private static List<Rule> Ordered(IEnumerable<AlertRule> rules, MatcherCache cache) =>
        [.. rules.OrderBy(r => r.Position).ThenBy(r => r.Id).Select(r => r.ToRule(cache))];

    private sealed class DryRunSummary(Rule candidate, List<Rule> now, List<Rule> then, Dictionary<Guid, string> schools)
    {
        private readonly SortedDictionary<DateOnly, (int Matched, int More)> _days = [];
        private readonly List<DryRunItem> _different = [];
        private readonly List<DryRunItem> _fitting = [];
        private int _matched, _ticketsNow, _ticketsThen, _more, _fewer, _severity, _escalated, _cases, _mails;

        public int Looked { get; private set; }

        public void Add(Alert episode)
        {
            Looked++;
            var school = episode.SchoolId is { } id ? schools.GetValueOrDefault(id) : null;
            var subject = episode.Subject(school);
            var (a, b) = (RuleDecision.Decide(now, subject), RuleDecision.Decide(then, subject));
            // A ticket needs a school, whatever rules want.
            var (ticketA, ticketB) = (a.OpenTicket && school is not null, b.OpenTicket && school is not null);
            // An earlier rule may have shifted the severity that it looks at, so what it fits is asked of the outcome as well.
            var fits = RuleDecision.Fits(candidate, subject) || b.RuleName == candidate.Name;
            var more = ticketB && !ticketA;
            _ticketsNow += ticketA ? 1 : 0;
            _ticketsThen += ticketB ? 1 : 0;
            _more += more ? 1 : 0;
            _fewer += ticketA && !ticketB ? 1 : 0;
            _severity += a.Severity != b.Severity ? 1 : 0;
            _escalated += ticketB && b.EscalateArea is not null && b.EscalateArea != a.EscalateArea ? 1 : 0;
            _cases += b.OpenCase is not null && a.OpenCase is null ? 1 : 0;
            _mails += !a.MailPeople.IsSupersetOf(b.MailPeople) || !a.MailRoles.IsSupersetOf(b.MailRoles) ? 1 : 0;
            if (!fits && ticketA == ticketB && a.Severity == b.Severity)
                return;
            var item = new DryRunItem(episode.Id, episode.Title, school, episode.FirstSeenAt, a.Severity, b.Severity, ticketA, ticketB);
            if ((ticketA != ticketB || a.Severity != b.Severity) && _different.Count < SampleSize)
                _different.Add(item);
            if (!fits)
                return;
            _matched++;
            if (_fitting.Count < SampleSize)
                _fitting.Add(item);
            var day = DateOnly.FromDateTime(episode.FirstSeenAt.UtcDateTime);
            var (matched, before) = _days.GetValueOrDefault(day);
            _days[day] = (matched + 1, before + (more ? 1 : 0));
        }

        public DryRunView View(bool truncated) => new(
            Looked, truncated, _matched, _ticketsNow, _ticketsThen, _more, _fewer, _severity, _escalated,
            [.. _days.Select(d => new DryRunDay(d.Key, d.Value.Matched, d.Value.More))], _different.Count > 0 ? _different : _fitting,
            _cases, _mails);
    }
}
