using System.Text;
using Mat.Alerts.Data;
using Mat.Alerts.Notices;
using Mat.Alerts.Rules;
using Mat.Alerts.Silences;
using Mat.Contracts.Alerts;
using Mat.Platform.Http;

namespace Mat.Alerts.Episodes;

/// <summary>Weighs episodes by the rules and tells the others, at most once per episode and save.</summary>
internal sealed class AlertPublisher(AlertsDb db, RuleSet rules, SuppressionEvaluator mutes, NotificationOutbox notices, TimeProvider clock)
{
    /// <summary>A new episode: always told, with a ticket request where the rules want one and a school is known.</summary>
    public async Task RaiseAsync(Alert episode, CancellationToken ct)
    {
        // Rules may change the severity, so the facts are taken after them.
        var (ticket, @case) = await EvaluateRulesAsync(episode, ct);
        db.Publish(new AlertRaised(Facts(episode), ticket, @case));
    }

    /// <summary>A known episode changed: told as raised if only now the rules want a ticket, else as changed.</summary>
    public async Task ChangeAsync(Alert episode, string what, bool weigh, CancellationToken ct)
    {
        if (!weigh || !await TellIfWantedAsync(episode, ct))
            db.Publish(new AlertChanged(Facts(episode), what));
    }

    /// <summary>A flap has settled with the alert still open: the ticket that was held back is asked for now.</summary>
    public async Task SettleAsync(Alert episode, CancellationToken ct)
    {
        episode.Flapping = false;
        await TellIfWantedAsync(episode, ct);
    }

    /// <summary>Evaluates the suppression; published once when it ends, with the ticket that the rules request.</summary>
    public async Task LookAgainAsync(Alert episode, CancellationToken ct)
    {
        if (!await TellIfWantedAsync(episode, ct) && episode.MutedKind is null)
            db.Publish(new AlertChanged(Facts(episode), "unmuted"));
    }

    /// <summary>A storm gets its ticket whatever the rules say, unless it is suppressed itself.</summary>
    public async Task RaiseStormAsync(Alert storm, CancellationToken ct)
    {
        storm.KeepQuiet(await mutes.FindAsync(storm, ct));
        if (storm.MutedKind is not null || storm.SchoolId is null || storm.TicketRequested)
        {
            db.Publish(new AlertRaised(Facts(storm), null));
            return;
        }
        storm.TicketRequested = true;
        db.Publish(new AlertRaised(Facts(storm), Request(storm, Level.High, Level.High, null, "storm", [])));
    }

    /// <summary>Somebody wants a ticket, whatever the rules say.</summary>
    /// <param name="area">Expertise to escalate to at once; null for none.</param>
    /// <param name="reason">What the partner should do.</param>
    public void RaiseByHand(Alert episode, Level? impact, Level? urgency, string who, string? area, string? reason)
    {
        var usual = RuleDecision.FromSeverity(episode.Severity);
        episode.TicketRequested = true;
        db.Publish(new AlertRaised(Facts(episode),
            Request(episode, impact ?? usual.Impact, urgency ?? usual.Urgency, area, $"by {who}",
                []) with
            {
                EscalateReason = area is null ? null : string.IsNullOrWhiteSpace(reason)
                    ? $"{who} asks for help with this alert." : reason.Trim()
            }));
    }

    public void Replay(Alert episode) => db.Publish(new AlertChanged(Facts(episode, episode.Version), "replayed"));

    /// <returns>False when the rules want neither ticket nor case: nothing was told.</returns>
    private async Task<bool> TellIfWantedAsync(Alert episode, CancellationToken ct)
    {
        var (ticket, @case) = await EvaluateRulesAsync(episode, ct);
        if (ticket is null && @case is null)
            return false;
        db.Publish(new AlertRaised(Facts(episode), ticket, @case));
        return true;
    }

    private async Task<(TicketRequest? Ticket, CaseRequest? Case)> EvaluateRulesAsync(Alert episode, CancellationToken ct)
    {
        var outcome = await rules.DecideAsync(episode, ct);
        episode.Severity = outcome.Severity;
        episode.RuleName = outcome.RuleName;
        if (episode.StormId is null)
            episode.KeepQuiet(await mutes.FindAsync(episode, ct));
        if (episode.MutedKind is not null)
            return default;
        if (outcome.Notify && episode.IsOpen)
            db.Publish(new AlertChanged(Facts(episode), "notice"));
        // What was over before Mat heard of it happened all the same; what a person closed is done with.
        var counts = episode.IsOpen || (episode.Count > 0 && episode.ResolvedBy == "source");
        if (!counts || episode.Flapping)
            return default;
        if (outcome.Mails)
            await notices.WantAsync(episode, outcome, ct);
        var @case = outcome.OpenCase is { } type && !episode.CaseRequested ? new CaseRequest(type, outcome.CaseRule!) : null;
        episode.CaseRequested |= @case is not null;
        if (!outcome.OpenTicket || episode.SchoolId is null || episode.TicketRequested)
            return (null, @case);
        episode.TicketRequested = true;
        return (Request(episode, outcome.Impact, outcome.Urgency, outcome.EscalateArea, outcome.RuleName!, outcome.Checklist), @case);
    }

    private static TicketRequest Request(Alert episode, Level impact, Level urgency, string? area, string rule, IReadOnlyList<string> steps)
    {
        var title = episode.HostName is { } host && !episode.Title.Contains(host, StringComparison.OrdinalIgnoreCase)
            ? $"{episode.Title} ({host})" : episode.Title;
        return new(Cut(title, 200), Cut(Describe(episode), 4000), impact.ToWire(), urgency.ToWire(), area, rule,
            steps.Count == 0 ? null : steps);
    }

    private static string Describe(Alert episode)
    {
        var text = new StringBuilder();
        if (episode.Description is not null)
            text.AppendLine(episode.Description).AppendLine();
        text.AppendLine($"Severity: {episode.Severity.ToWire()}");
        text.AppendLine($"Source: {episode.SourceName}{(episode.Rule is null ? "" : $", rule {episode.Rule}")}");
        if (episode.HostName is not null)
            text.AppendLine($"Host: {episode.HostName}{(episode.AssetTag is null ? "" : $" (asset {episode.AssetTag})")}");
        if (episode.User is not null)
            text.AppendLine($"User: {episode.User}{(episode.PersonName is null ? "" : $" ({episode.PersonName})")}");
        if (episode.Ip is not null)
            text.AppendLine($"Address: {episode.Ip}");
        if (episode.Techniques.Count > 0)
            text.AppendLine($"ATT&CK: {string.Join(", ", episode.Techniques)}");
        text.AppendLine($"First seen: {episode.FirstSeenAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        if (episode.ResolvedAt is { } over)
            text.AppendLine($"Over since: {over.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        return text.ToString().TrimEnd();
    }

    private static string Cut(string text, int most) =>
        text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    /// <summary>The facts as the coming save will leave them, which gives the row its next version.</summary>
    private AlertSnapshot Facts(Alert e, int? version = null) => new(
        e.Id, version ?? e.Version + 1, e.SourceId, e.SourceName, e.SourceKind.ToWire(), e.Title,
        e.Severity.ToWire(), e.Status.ToWire(), e.SchoolId, e.AssetId, e.HostName, e.Count,
        e.FirstSeenAt, e.LastSeenAt, e.Identity, e.Rule, e.OtherHosts, e.User, e.Ip, e.AssetTag, e.Techniques, e.IsStorm,
        e.CreatedAt == default ? clock.GetUtcNow() : e.CreatedAt,
        e.NewIndicators.Count == 0 ? null : [.. e.NewIndicators.Select(i => new AlertIndicator(i.Kind.ToWire(), i.Value))]);
}
