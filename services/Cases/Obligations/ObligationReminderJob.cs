using Mat.Cases.Data;
using Mat.Cases.Records;
using Mat.Contracts.Cases;
using Mat.Platform.Hosting;
using Mat.Platform.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Cases.Obligations;

/// <summary>
/// Reminds of clocks that run out. Every replica runs one: each obligation is saved alone under its version, so of several that
/// find the same stage one tells of it.
/// </summary>
internal sealed class ObligationReminderJob(IServiceScopeFactory scopes, IOptions<CasesOptions> options, TimeProvider clock,
    ILogger<ObligationReminderJob> log) : BackgroundService
{
    private const int Batch = 200;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        PeriodicJob.RunAsync(TimeSpan.FromSeconds(options.Value.SweepSeconds), clock, log, PassAsync, stoppingToken);

    internal async Task PassAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CasesDb>();
        var now = clock.GetUtcNow();
        var due = await db.CaseObligations.Where(d => d.RemindAt <= now).OrderBy(d => d.RemindAt).Select(d => d.Id).Take(Batch)
            .ToListAsync(ct);
        foreach (var id in due)
            await RemindAsync(id, now, ct);
    }

    private async Task RemindAsync(Guid id, DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<CasesDb>();
        if (await db.CaseObligations.FirstOrDefaultAsync(d => d.Id == id, ct) is not { } obligation)
            return;
        var @case = await db.Cases.AsNoTracking().Include(c => c.Schools).FirstAsync(c => c.Id == obligation.CaseId, ct);
        if (obligation.Remind(now) is { } stage)
        {
            var name = ObligationCatalog.Of(obligation.Kind).Name;
            scope.ServiceProvider.GetRequiredService<CaseLog>().Write(@case, CaseEntryKind.Obligation, $"{name}: {Words(stage)}");
            db.Publish(new ObligationDue(@case.ToFacts(@case.Version), obligation.Kind.ToWire(), name, stage.ToWire(),
                obligation.StartedAt, obligation.DueAt));
        }
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            log.LogDebug("Obligation reminder skipped after a concurrent update. obligation={Id}", id);
        }
    }

    private static string Words(ObligationStage stage) => stage switch
    {
        ObligationStage.Half => "half of the time has gone.",
        ObligationStage.TwelveHours => "12 hours are left.",
        ObligationStage.TwoHours => "2 hours are left.",
        _ => "the time is over.",
    };
}
