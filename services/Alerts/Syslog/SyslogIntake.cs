using Mat.Alerts.Data;
using Mat.Alerts.Intake;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Mat.Alerts.Syslog;

/// <summary>
/// Keeps messages by the same path as a request does. Syslog has no answer that could say "send it again", so this waits
/// and tries again for as long as the database is away; meanwhile nobody reads, and the sender's own buffer fills.
/// </summary>
internal sealed class SyslogIntake(IServiceScopeFactory scopes, SourceQuotas quotas, SyslogMetrics meter, TimeProvider clock,
    ILogger<SyslogIntake> log)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan BetweenWords = TimeSpan.FromMinutes(1);

    /// <summary>When it was last said that messages were rejected: a device that writes something else does so with every
    /// message.</summary>
    private long _saidAt = -1;

    /// <summary>Returns when they are on the disk.</summary>
    /// <returns>False when the sender is no source's any longer: nothing was kept.</returns>
    public async Task<bool> KeepAsync(SyslogSender sender, IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken ct)
    {
        for (var pause = TimeSpan.FromMilliseconds(50); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await OnceAsync(sender, messages, ct);
            }
            catch (Exception e) when (Storage.IsTransient(e) || e is DbUpdateConcurrencyException || Storage.IsUniqueViolation(e))
            {
                log.LogWarning("Syslog intake waiting for the database. sender={Sender}: {Reason}", sender.Address, e.Message);
                await meter.WaitAsync(pause, clock, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested && messages.Count == 1)
            {
                // A fault of ours with this one message: the connection goes on.
                log.LogError(e, "Syslog message not saved. sender={Sender}", sender.Address);
                meter.Lost("failed");
                return true;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                log.LogError(e, "Syslog batch failed; saving each message alone. sender={Sender}", sender.Address);
                foreach (var message in messages)
                    if (!await KeepAsync(sender, [message], ct))
                        return false;
                return true;
            }
        }
    }

    private async Task<bool> OnceAsync(SyslogSender sender, IReadOnlyList<ReadOnlyMemory<byte>> messages, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var source = await sender.SourceAsync(scope.ServiceProvider.GetRequiredService<AlertsDb>(), ct);
        if (source is null)
            return false;
        scope.ServiceProvider.GetRequiredService<CurrentUser>().BecomeOther(ActorKind.Source, source.Id, source.Name);
        while (quotas.Take(source, messages.Count) is { } wait)
            await meter.WaitAsync(wait, clock, ct);
        var batch = source.Reader().ReadMessages(messages, clock.GetUtcNow());
        await scope.ServiceProvider.GetRequiredService<IngestStore>().StoreAsync(source.Facts, batch, ct);
        if (batch.Items.FirstOrDefault(i => i.Rejection is not null)?.Rejection is not { } rejection)
            return true;
        var said = Interlocked.Read(ref _saidAt);
        if ((said < 0 || clock.GetElapsedTime(said) > BetweenWords)
            && Interlocked.CompareExchange(ref _saidAt, clock.GetTimestamp(), said) == said)
            log.LogWarning("Syslog messages rejected. count={Count} source={Source} first={Code}", messages.Count, source.Name,
                rejection.Code);
        return true;
    }
}
