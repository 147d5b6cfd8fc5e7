using Mat.Alerts.Data;
using Mat.Alerts.Syslog;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Sources;

/// <summary>Whose syslog connections a source may call its own.</summary>
internal static class SenderRules
{
    private const int MaxSenders = 64;

    public static List<string> Normal(IReadOnlyList<string>? senders) =>
        [.. (senders ?? []).Select(s => SyslogSender.Normal(s)!).Distinct()];

    /// <summary>A network that is another's would make that school's alerts one's own, so these are written by who sees the whole
    /// trust.</summary>
    /// <param name="own">The source that is changed.</param>
    public static async Task<ProblemHttpResult?> RefusesAsync(AlertsDb db, CurrentUser user, SourceKind kind,
        IReadOnlyList<string>? senders, Guid? own, CancellationToken ct)
    {
        if (senders is null or [])
            return null;
        if (kind != SourceKind.Syslog)
            return Problems.Unprocessable("source.senders", "Only a source of syslog has senders.");
        if (!user.AllSchools)
            return Problems.Forbidden("sender.trust", "A role for the whole trust says whose syslog a source takes.");
        if (senders.Count > MaxSenders || senders.FirstOrDefault(s => SyslogSender.Normal(s) is null) is not null)
            return Problems.Unprocessable("source.senders", "The senders cannot be kept like this.", new Dictionary<string, string[]>
            {
                ["senders"] =
                    [
                        $"At most {MaxSenders}: addresses (10.20.0.7), networks (10.20.0.0/16, but not of everybody), or sha-256: and a certificate's fingerprint."],
            });
        var mine = Normal(senders);
        var others = await db.Sources.AsNoTracking().Where(s => s.Kind == SourceKind.Syslog && s.Id != own).ToListAsync(ct);
        return others.FirstOrDefault(s => s.Senders.Intersect(mine).Any()) is { } other
            ? Problems.Conflict("sender.taken", $"One of these senders is {other.Name}'s already.")
            : null;
    }
}
