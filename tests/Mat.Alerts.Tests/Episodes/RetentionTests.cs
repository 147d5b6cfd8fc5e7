using Mat.Alerts.Data;
using Mat.Alerts.Sources;
using Mat.Contracts.Alerts;
using Mat.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Alerts.Tests.Episodes;

public sealed class RetentionTests
{
    [Fact]
    public async Task What_the_tool_sent_is_forgotten_after_its_days_once_the_alert_is_over()
    {
        await using var app = await AlertsApp.StartAsync(("Alerts:SweepSeconds", "1"), ("Alerts:RawDays", "30"));
        var source = await app.SourceAsync(SourceKind.Generic);
        await source.SendAsync("""{"device":"oak-lt-1","text":"disk","severity":"high","state":"down"}""");
        await source.SendAsync("""{"device":"oak-lt-2","text":"disk","severity":"high","state":"down"}""");
        var over = (await app.ListAsync()).Single(a => a.HostName == "oak-lt-1");
        await app.ActAsync(over.Id, "resolve", new { });
        Assert.Equal(2, await WithBodyAsync(app));

        app.App.Clock.Advance(TimeSpan.FromDays(31));
        await Eventually.TrueAsync(async () =>
        {
            app.App.Clock.Advance(TimeSpan.FromSeconds(2));
            return await WithBodyAsync(app) == 1;
        });
        // The alert itself stays, and still opens.
        Assert.Equal(AlertStatus.Resolved, (await app.GetAsync(over.Id)).Status);
    }

    private static async Task<int> WithBodyAsync(AlertsApp app)
    {
        await using var scope = app.App.Services.CreateAsyncScope();
        byte[] nothing = [];
        return await scope.ServiceProvider.GetRequiredService<AlertsDb>().RawAlerts.CountAsync(r => r.Body != nothing);
    }
}
