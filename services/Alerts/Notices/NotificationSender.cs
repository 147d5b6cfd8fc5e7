using System.Net;
using System.Net.Mail;
using System.Security.Authentication;
using System.Text;
using Mat.Alerts.Data;
using Mat.Alerts.Episodes;
using Mat.Alerts.Intake;
using Mat.Platform.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Alerts.Notices;

/// <summary>
/// Sends what is due, one e-mail a person and round. It is claimed before it is sent and marked after, so a process that dies
/// between the two sends it again, with the same Message-ID. Two replicas never claim the same: rows have versions.
/// </summary>
internal sealed class NotificationSender(IServiceScopeFactory scopes, IOptions<SmtpOptions> options, TimeProvider clock,
    ILogger<NotificationSender> log) : BackgroundService
{
    private const int PerRound = 500;
    private const int MaxLines = 50;
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private readonly SmtpOptions _smtp = options.Value;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => string.IsNullOrEmpty(_smtp.Host)
        ? Task.CompletedTask
        : PeriodicJob.RunAsync(TimeSpan.FromSeconds(_smtp.EverySeconds), clock, log, RoundAsync, stoppingToken);

    private async Task RoundAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AlertsDb>();
        var now = clock.GetUtcNow();
        var due = await db.Notices.Where(n => n.DueAt <= now).OrderBy(n => n.DueAt).Take(PerRound).ToListAsync(ct);
        if (due.Count == 0)
            return;
        foreach (var notice in due)
            (notice.DueAt, notice.Attempts) = (now + Claim, notice.Attempts + 1);
        await db.SaveChangesAsync(ct);

        var ids = due.Select(n => n.AlertId).Distinct().ToList();
        var episodes = await db.Episodes.AsNoTracking().Where(e => ids.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var people = due.Select(n => n.PersonId).Distinct().ToList();
        var addresses = await db.People.AsNoTracking().Where(p => p.Active && people.Contains(p.Id))
            .ToDictionaryAsync(p => p.Id, p => p.Email, ct);
        var schools = await db.Schools.AsNoTracking().ToDictionaryAsync(s => s.Id, s => s.Name, ct);
        foreach (var own in due.GroupBy(n => n.PersonId))
        {
            var notices = own.Where(n => episodes.ContainsKey(n.AlertId)).ToList();
            if (!addresses.TryGetValue(own.Key, out var address) || !MailAddress.TryCreate(address, out var to))
                foreach (var notice in own)
                    notice.GiveUp("no active person with an address");
            else if (await SendAsync(to, notices, [.. notices.Select(n => episodes[n.AlertId])], schools, ct) is { } why)
                foreach (var notice in own)
                    notice.Failed(why, clock.GetUtcNow());
            else
                foreach (var notice in own)
                    notice.Sent(clock.GetUtcNow());
            await db.SaveChangesAsync(ct);
        }
    }

    /// <returns>Why it was not sent; null when the server took it.</returns>
    private async Task<string?> SendAsync(MailAddress to, List<EmailNotification> notices, List<Alert> episodes,
        Dictionary<Guid, string> schools, CancellationToken ct)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(Deadline);
        try
        {
            using var mail = new MailMessage(new MailAddress(_smtp.From), to)
            {
                SubjectEncoding = Encoding.UTF8,
                BodyEncoding = Encoding.UTF8
            };
            mail.Subject = Subject(episodes, schools);
            mail.Body = Body(notices, episodes, schools);
            mail.Headers.Add("Message-ID", $"<{notices[0].Id:N}.{notices.Count}@{mail.From!.Host}>");
            mail.Headers.Add("Auto-Submitted", "auto-generated");
            using var client = new SmtpClient(_smtp.Host, _smtp.Port)
            {
                EnableSsl = _smtp.StartTls,
                DeliveryFormat = SmtpDeliveryFormat.SevenBit
            };
            if (_smtp.User is { Length: > 0 } user)
                client.Credentials = new NetworkCredential(user, _smtp.Password);
            await client.SendMailAsync(mail, deadline.Token);
            return null;
        }
        catch (Exception e) when (e is SmtpException or AuthenticationException or IOException
            || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            log.LogWarning("Notification mail rejected by the mail server. alerts={Count}: {Reason}", episodes.Count, e.Message);
            return e.Message;
        }
    }

    private static string Subject(List<Alert> episodes, Dictionary<Guid, string> schools)
    {
        var worst = episodes.MaxBy(e => e.SeverityRank)!;
        var more = episodes.Count == 1 ? "" : $" (and {episodes.Count - 1} more)";
        // Titles are a tool's words: one line, or they would write headers.
        return TextGuard.Line($"{worst.Severity} alert{At(worst, schools)}: {worst.Title}", 180) + more;
    }

    private string Body(List<EmailNotification> notices, List<Alert> episodes, Dictionary<Guid, string> schools)
    {
        var text = new StringBuilder();
        foreach (var (notice, episode) in notices.Zip(episodes).OrderByDescending(p => p.Second.SeverityRank).Take(MaxLines))
        {
            text.AppendLine($"{episode.Severity}: {TextGuard.Line(episode.Title, 300)}");
            text.AppendLine(
                $"  {(At(episode, schools) is { Length: > 0 } at ? $"Seen{at}" : "No school is known")}{(episode.HostName is null ? "" : $", on {episode.HostName}")}, first on {episode.FirstSeenAt.UtcDateTime:d MMM yyyy HH:mm} UTC, {episode.Count} times.{(episode.IsOpen ? "" : " It is over.")}");
            text.AppendLine($"  Because of the rule “{TextGuard.Line(notice.RuleName, 100)}”.");
            if (_smtp.PublicUrl is { } url)
                text.AppendLine($"  {new Uri(url, $"/alerts/{episode.Id}")}");
            text.AppendLine();
        }
        if (episodes.Count > MaxLines)
            text.AppendLine($"And {episodes.Count - MaxLines} more.");
        return text.ToString();
    }

    private static string At(Alert episode, Dictionary<Guid, string> schools) =>
        episode.SchoolId is { } id && schools.GetValueOrDefault(id) is { } name ? $" at {name}" : "";
}
