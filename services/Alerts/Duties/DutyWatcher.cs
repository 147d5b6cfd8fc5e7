using Mat.Alerts.Cases;
using Mat.Alerts.Data;
using Mat.Contracts.Alerts;
using Mat.Platform.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Alerts.Duties;

/// <summary>
/// Reminds of clocks that run out. Every replica runs one: each duty is saved alone under its version, so of several that
/// find the same stage one tells of it.
/// </summary>
internal sealed class DutyWatcher(IServiceScopeFactory scopes, IOptions<AlertsOptions> options, TimeProvider clock, ILogger<DutyWatcher> log) : BackgroundService
{
    private const int Batch = 200;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.EveryAsync(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock, log, PassAsync, stoppingToken);

    internal async Task PassAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AlertsDb>();
        var now = clock.GetUtcNow();
        var due = await db.CaseDuties.Where(d => d.RemindAt <= now).OrderBy(d => d.RemindAt).Select(d => d.Id).Take(Batch).ToListAsync(ct);
        foreach (var id in due) await RemindAsync(id, now, ct);
    }

    private async Task RemindAsync(Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AlertsDb>();
        if (await db.CaseDuties.FirstOrDefaultAsync(d => d.Id == id, ct) is not { } duty) return;
        var @case = await db.Cases.AsNoTracking().Include(c => c.Schools).FirstAsync(c => c.Id == duty.CaseId, ct);
        if (duty.Remind(now) is { } stage)
        {
            var name = DutyCatalogue.Of(duty.Kind).Name;
            scope.ServiceProvider.GetRequiredService<CaseLog>().Write(@case, CaseEntryKind.Duty, $"{name}: {Words(stage)}");
            db.Publish(new DutyReminded(@case.ToFacts(@case.Version), Wire(duty.Kind), name, Wire(stage), duty.StartedAt, duty.DueAt));
        }
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            log.LogDebug("Duty {Id} was saved by somebody else meanwhile", id);
        }
    }

    private static string Words(DutyStage stage) => stage switch
    {
        DutyStage.Half => "half of the time has gone.",
        DutyStage.TwelveHours => "12 hours are left.",
        DutyStage.TwoHours => "2 hours are left.",
        _ => "the time is over.",
    };

    private static string Wire(Enum value) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}
