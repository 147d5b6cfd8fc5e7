using System.Net;
using System.Net.Http.Json;
using Mat.Tickets.Sla;

namespace Mat.Tickets.Tests.Settings;

public sealed class SettingsTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task New_goals_hold_for_new_tickets()
    {
        var before = await desk.OpenAsync();
        var read = await desk.Staff.GetAsync("/api/tickets/settings");
        Assert.Equal("\"0\"", read.Headers.ETag?.Tag);
        Assert.Equal(30, (await DeskFixture.ReadAsync<TicketSettingsView>(read)).Critical.FirstResponseMinutes);
        await DeskFixture.RefusedAsync(await PutAsync(desk.Manager, 45, null), (HttpStatusCode)428, "precondition.required");
        await DeskFixture.RefusedAsync(await PutAsync(desk.Tech, 45, "\"0\""), HttpStatusCode.Forbidden, "auth.role");
        await DeskFixture.RefusedAsync(await PutAsync(desk.Manager, 90_000, "\"0\""), HttpStatusCode.UnprocessableEntity,
            "settings.targets");
        Assert.Equal(1, (await DeskFixture.ReadAsync<TicketSettingsView>(await PutAsync(desk.Manager, 45, "\"0\""))).Version);
        await DeskFixture.RefusedAsync(await PutAsync(desk.Manager, 50, "\"0\""), HttpStatusCode.PreconditionFailed, "precondition.stale");
        Assert.Equal(45, (await desk.OpenAsync()).FirstResponse.TargetMinutes);
        Assert.Equal(480, (await desk.GetAsync(before.Id)).FirstResponse.TargetMinutes);
        Assert.Equal(HttpStatusCode.BadRequest, (await PutAsync(desk.Manager, 0, "\"1\"")).StatusCode);
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, int low, string? etag)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "/api/tickets/settings")
        {
            Content = JsonContent.Create(
                new { critical = Goal(30, 240), high = Goal(60, 480), medium = Goal(240, 1440), low = Goal(low, 2880) }),
        };
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        return client.SendAsync(request);

        static object Goal(int first, int resolution) => new { firstResponseMinutes = first, resolutionMinutes = resolution };
    }
}
