using System.Data.Common;
using System.Globalization;
using System.Net;
using System.Text;
using Mat.Partners.Deliveries;
using Mat.Partners.Escalations;
using Mat.Partners.Inbound;
using Mat.Partners.Tests.Fakes;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Mat.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Mat.Partners.Tests.Inbound;

/// <summary>Cases 21 to 35 of the fault list: a partner's answers as signed webhooks, over a real socket.</summary>
public sealed class InboundTests : IAsyncLifetime
{
    private PartnersApp _app = null!;
    private Guid _partner;
    private string _secret = "";
    private bool _down;
    private bool _downAtCommit;

    public async ValueTask InitializeAsync()
    {
        _app = await PartnersApp.StartAsync(working: false,
            configure: b => b.Services.ConfigureDbContext<Mat.Partners.Data.PartnersDb>(
                o => o.AddInterceptors(new Away(this), new AwayAtCommit(this))));
        _partner = await _app.PartnerAsync();
        _secret = (await RotateAsync()).Secret;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Case21_good_signature_is_202_and_the_answer_counts()
    {
        var request = await _app.EscalateAsync();
        var expected = _app.Clock.GetUtcNow().AddHours(4).ToString("O", CultureInfo.InvariantCulture);

        await TakenAsync(Body("acknowledged", request.EscalationId,
            $""","text":"On our way","reference":"AV-7","expectedAt":"{expected}" """));
        await TakenAsync(Body("commented", request.EscalationId, ""","text":"Parts ordered" """));
        await TakenAsync(Body("questioned", request.EscalationId, ""","text":"Who has the key?" """));
        Assert.Equal("Who has the key?", (await _app.EscalationAsync(request.EscalationId)).Question!.Text);
        await TakenAsync(Body("resolved", request.EscalationId,
            ""","text":"New switch","cause":"Lightning","fix":"Replaced","timeSpentMinutes":90 """));

        var view = await _app.EscalationAsync(request.EscalationId);
        Assert.Equal((EscalationState.Resolved, "AV-7", "New switch", 90),
            (view.Status, view.PartnerReference, view.Outcome!.Summary, view.Outcome.TimeSpentMinutes));
        Assert.Equal([EscalationActivityKind.Routed, EscalationActivityKind.Acknowledged, EscalationActivityKind.Commented,
            EscalationActivityKind.Questioned, EscalationActivityKind.Resolved], view.Steps.Select(s => s.Kind));
        var back = await _app.EscalateAsync();
        await TakenAsync(Body("rejected", back.EscalationId, ""","text":"Not ours" """));
        Assert.Equal(EscalationState.Rejected, (await _app.EscalationAsync(back.EscalationId)).Status);
    }

    [Theory]
    [InlineData("Case22 wrong secret")]
    [InlineData("Case23 no id")]
    [InlineData("Case23 no timestamp")]
    [InlineData("Case23 no signature")]
    [InlineData("Case23 none of the headers")]
    [InlineData("Case24 too old")]
    [InlineData("Case24 from the future")]
    [InlineData("Case24 no number")]
    [InlineData("Case25 unknown version only")]
    [InlineData("Case27 re-serialised body")]
    [InlineData("Case28 empty")]
    [InlineData("Case29 no base64")]
    [InlineData("dot in the id")]
    [InlineData("two ids")]
    [InlineData("unknown partner")]
    public async Task Cases22_to_29_are_one_401_that_does_not_tell_which_part_failed(string how)
    {
        var escalation = await _app.EscalateAsync();
        var body = Body("acknowledged", escalation.EscalationId);
        var (at, secret, partner, sent) = (_app.Clock.GetUtcNow(), _secret, _partner, body);
        var id = how == "dot in the id" ? "msg.1" : "msg_1";
        if (how.Contains("too old", StringComparison.Ordinal))
            at -= TimeSpan.FromSeconds(301);
        if (how.Contains("future", StringComparison.Ordinal))
            at += TimeSpan.FromSeconds(303);
        if (how.Contains("wrong secret", StringComparison.Ordinal))
            secret = WebhookSignature.NewSecret();
        if (how.Contains("re-serialised", StringComparison.Ordinal))
            sent = body.Replace("\":\"", "\": \"", StringComparison.Ordinal);
        if (how == "unknown partner")
            partner = Guid.NewGuid();
        var (seconds, signature) = Sign(id.Replace('.', '_'), at, body, secret);
        var headers = new Dictionary<string, string>
        {
            ["webhook-id"] = id,
            ["webhook-timestamp"] = seconds,
            ["webhook-signature"] = signature
        };
        if (how.Contains("no id", StringComparison.Ordinal))
            headers.Remove("webhook-id");
        if (how.Contains("no timestamp", StringComparison.Ordinal))
            headers.Remove("webhook-timestamp");
        if (how.Contains("no signature", StringComparison.Ordinal))
            headers.Remove("webhook-signature");
        if (how.Contains("none of", StringComparison.Ordinal))
            headers.Clear();
        if (how.Contains("no number", StringComparison.Ordinal))
            headers["webhook-timestamp"] = "yesterday";
        if (how.Contains("version", StringComparison.Ordinal))
            headers["webhook-signature"] = "v9," + signature[3..];
        if (how.Contains("empty", StringComparison.Ordinal))
            headers["webhook-signature"] = "v1,";
        if (how.Contains("base64", StringComparison.Ordinal))
            headers["webhook-signature"] = "v1,!!!not-base64-at-all!!!";
        if (how == "two ids")
            headers["webhook-id"] = "msg_1, msg_2";

        var answer = await SendAsync(sent, headers, partner);
        var problem = await answer.ReadJsonAsync();

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal("inbound.signature", problem.GetProperty("code").GetString());
        Assert.Equal("The message is not signed by a key of this partner, or its time is off.", problem.GetProperty("detail").GetString());
        Assert.Equal(EscalationState.Requested, (await _app.EscalationAsync(escalation.EscalationId)).Status);
    }

    [Fact]
    public async Task Case24_within_five_minutes_either_way_holds()
    {
        var request = await _app.EscalateAsync();
        foreach (var seconds in new[] { -295, 295 })
            Assert.Equal(202,
                (int)(await SendAsync($"msg_{seconds + 1000}", Body("acknowledged", request.EscalationId),
                    at: _app.Clock.GetUtcNow().AddSeconds(seconds))).StatusCode);
    }

    [Fact]
    public async Task Case26_ten_items_of_which_the_last_is_good()
    {
        var body = Body("acknowledged", (await _app.EscalateAsync()).EscalationId);
        var (seconds, good) = Sign("msg_ten", _app.Clock.GetUtcNow(), body, _secret);
        var others = Enumerable.Range(0, 9)
            .Select(i => i % 3 == 0 ? "v2,abc" : Sign("msg_ten", _app.Clock.GetUtcNow(), body, WebhookSignature.NewSecret()).Signature);
        var answer = await SendAsync(body,
            new()
            {
                ["webhook-id"] = "msg_ten",
                ["webhook-timestamp"] = seconds,
                ["webhook-signature"] = string.Join(' ', others.Append(good))
            }, _partner);
        Assert.Equal(202, (int)answer.StatusCode);
    }

    [Fact]
    public async Task Case30_a_header_or_body_that_is_too_large_is_refused_before_it_is_read()
    {
        var id = (await _app.EscalateAsync()).EscalationId;
        var huge = await SendAsync(Body("acknowledged", id),
            new() { ["webhook-id"] = "msg_1", ["webhook-signature"] = new string('x', 1024 * 1024) }, _partner);
        Assert.Equal(431, (int)huge.StatusCode);
        Assert.Equal(413,
            (int)(await SendAsync("msg_2", Body("commented", id, $""","text":"{new string('x', 300 * 1024)}" """))).StatusCode);
        Assert.Equal(400, (int)(await SendAsync("msg_3", "{\"type\":")).StatusCode);
        Assert.Equal(422, (int)(await SendAsync("msg_4", Body("exploded", id))).StatusCode);
        Assert.Equal(422, (int)(await SendAsync("msg_5", Body("resolved", id))).StatusCode);
        Assert.Equal(422, (int)(await SendAsync("msg_6", """{"type":"escalation.resolved"}""")).StatusCode);
    }

    [Fact]
    public async Task Case31_same_id_a_hundred_times_at_once_and_again_after_six_days_is_one_effect()
    {
        var request = await _app.EscalateAsync();
        var body = Body("commented", request.EscalationId, ""","text":"once" """);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => SendAsync("msg_once", body)));
        Assert.All(answers, a => Assert.Equal(202, (int)a.StatusCode));
        _app.Clock.Advance(TimeSpan.FromDays(6));
        Assert.Equal(202, (int)(await SendAsync("msg_once", body)).StatusCode);

        Assert.Single((await _app.EscalationAsync(request.EscalationId)).Steps, s => s.Kind == EscalationActivityKind.Commented);
    }

    [Fact]
    public async Task Case32_same_id_with_another_body_is_409_counted_and_in_the_audit_log()
    {
        var request = await _app.EscalateAsync();
        using var measured = new Measured(_app.Mat);
        Assert.Equal(202, (int)(await SendAsync("msg_same", Body("commented", request.EscalationId, ""","text":"one" """))).StatusCode);
        var other = await SendAsync("msg_same", Body("commented", request.EscalationId, ""","text":"two" """));

        Assert.Equal((409, "inbound.reused"), ((int)other.StatusCode, await other.CodeAsync()));
        Assert.Single((await _app.EscalationAsync(request.EscalationId)).Steps, s => s.Kind == EscalationActivityKind.Commented);
        Assert.Equal(1, measured.Sum("mat_partners_inbound", ("outcome", "reused")));
        Assert.Single(await AuditAsync("inbound.reused"));
    }

    [Fact]
    public async Task Case33_answer_to_another_partners_escalation_is_404_and_in_the_audit_log()
    {
        var print = await _app.PartnerAsync("Brook Print", "printing");
        var foreign = await _app.EscalateAsync("printing");
        var answer = await SendAsync("msg_foreign", Body("resolved", foreign.EscalationId, ""","text":"Mine now" """));
        var nowhere = await SendAsync("msg_nowhere", Body("resolved", Guid.NewGuid(), ""","text":"Mine now" """));

        Assert.Equal((404, "not_found"), ((int)answer.StatusCode, await answer.CodeAsync()));
        Assert.Equal((404, "not_found"), ((int)nowhere.StatusCode, await nowhere.CodeAsync()));
        Assert.Equal((EscalationState.Requested, print),
            ((await _app.EscalationAsync(foreign.EscalationId)).Status,
                (await _app.EscalationAsync(foreign.EscalationId)).PartnerId!.Value));
        var line = (await AuditAsync("inbound.foreign")).Single(a => a.SubjectId == foreign.EscalationId);
        Assert.Equal((_partner, "Avon Networks"), (line.ActorId, line.Actor));
    }

    [Fact]
    public async Task Case34_closed_before_accepted_keeps_both_and_ends_right()
    {
        var request = await _app.EscalateAsync();
        await TakenAsync(Body("resolved", request.EscalationId, ""","text":"Done" """));
        Assert.Equal(InboundResult.Repeated,
            (await TakenAsync(Body("acknowledged", request.EscalationId, ""","reference":"AV-9" """))).Result);
        Assert.Equal(InboundResult.Late,
            (await TakenAsync(Body("rejected", request.EscalationId, ""","text":"Not ours after all" """))).Result);

        var view = await _app.EscalationAsync(request.EscalationId);
        Assert.Equal((EscalationState.Resolved, "AV-9"), (view.Status, view.PartnerReference));
        Assert.NotNull(view.AcknowledgedAt);
        Assert.Contains(view.Steps, s => s.Text == "Came too late to count (reject): Not ours after all");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Case35_database_down_is_503_and_never_2xx_before_the_commit(bool atCommit)
    {
        var request = await _app.EscalateAsync();
        var body = Body("resolved", request.EscalationId, ""","text":"Done" """);
        (_down, _downAtCommit) = (!atCommit, atCommit);
        var answer = await SendAsync("msg_down", body);
        (_down, _downAtCommit) = (false, false);

        Assert.Equal(503, (int)answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal(EscalationState.Requested, (await _app.EscalationAsync(request.EscalationId)).Status);
        Assert.Equal(202, (int)(await SendAsync("msg_down", body)).StatusCode); // the partner tries again
        Assert.Equal(EscalationState.Resolved, (await _app.EscalationAsync(request.EscalationId)).Status);
    }

    [Fact]
    public async Task Rotated_secret_holds_for_its_grace_and_a_removed_one_not_at_all()
    {
        var request = await _app.EscalateAsync();
        var old = _secret;
        var rotated = await RotateAsync();
        Assert.NotNull(rotated.PreviousUntil);
        Assert.Equal(202, (int)(await SendAsync("msg_old", Body("acknowledged", request.EscalationId), secret: old)).StatusCode);
        Assert.Equal(202, (int)(await SendAsync("msg_new", Body("acknowledged", request.EscalationId), secret: rotated.Secret)).StatusCode);
        _app.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(401, (int)(await SendAsync("msg_old2", Body("acknowledged", request.EscalationId), secret: old)).StatusCode);

        var view = await (await _app.Manager.GetAsync($"/api/partners/{_partner}/inbound")).ReadAsync<InboundView>();
        Assert.Equal(("…" + rotated.Secret[^4..], $"/api/partners/inbound/{_partner}"), (Assert.Single(view.Secrets).Hint, view.Path));
        Assert.DoesNotContain(await _app.DbAsync(db => db.InboundSecrets.Select(s => s.Sealed).ToListAsync()),
            s => s.Contains(rotated.Secret[8..], StringComparison.Ordinal));
        Assert.Equal(204, (int)(await _app.Manager.DeleteAsync($"/api/partners/{_partner}/inbound")).StatusCode);
        Assert.Equal(401,
            (int)(await SendAsync("msg_new2", Body("acknowledged", request.EscalationId), secret: rotated.Secret)).StatusCode);
    }

    private static string Body(string type, Guid escalation, string more = "") =>
        $$$"""{"type":"escalation.{{{type}}}","timestamp":"2026-11-25T09:00:00Z","data":{"escalationId":"{{{escalation}}}" {{{more}}} }}""";

    private async Task<InboundReceipt> TakenAsync(string body)
    {
        var answer = await SendAsync($"msg_{Guid.NewGuid():N}", body);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        return await answer.ReadAsync<InboundReceipt>();
    }

    private Task<HttpResponseMessage> SendAsync(string id, string body, string? secret = null, DateTimeOffset? at = null)
    {
        var (seconds, signature) = Sign(id, at ?? _app.Clock.GetUtcNow(), body, secret ?? _secret);
        return SendAsync(body, new() { ["webhook-id"] = id, ["webhook-timestamp"] = seconds, ["webhook-signature"] = signature }, _partner);
    }

    private async Task<HttpResponseMessage> SendAsync(string body, Dictionary<string, string> headers, Guid partner)
    {
        using var client = _app.Mat.Anonymous();
        using var request = new HttpRequestMessage(HttpMethod.Post,
            $"/api/partners/inbound/{partner}")
        { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request);
    }

    /// <summary>As a partner would: its own few lines, nothing shared with the receiver.</summary>
    private static (string Seconds, string Signature) Sign(string id, DateTimeOffset at, string body, string secret)
    {
        var seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Convert.FromBase64String(secret.Replace("whsec_", "", StringComparison.Ordinal));
        return (seconds,
            "v1,"
                + Convert.ToBase64String(
                    System.Security.Cryptography.HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{seconds}.{body}"))));
    }

    private async Task<NewInboundSecret> RotateAsync() =>
        await (await _app.PostAsync($"/api/partners/{_partner}/inbound/rotate")).ReadAsync<NewInboundSecret>();

    private async Task<List<AuditView>> AuditAsync(string action) =>
        [
            .. (await (await _app.Mat.As(Mat.Platform.Auth.Roles.Admin)
                .GetAsync("/api/partners/audit?limit=250")).ReadAsync<Page<AuditView>>()).Items.Where(a => a.Action == action)];

    private sealed class Away(InboundTests test) : DbCommandInterceptor
    {
        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default) =>
            test._down && command.CommandText.Contains("inbound_secrets", StringComparison.Ordinal)
            ? throw new SqliteException("disk I/O error", 10) : ValueTask.FromResult(result);
    }

    private sealed class AwayAtCommit(InboundTests test) : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(
            DbTransaction transaction, TransactionEventData eventData, InterceptionResult result,
            CancellationToken cancellationToken = default) =>
            test._downAtCommit ? throw new SqliteException("database is locked", 5) : ValueTask.FromResult(result);
    }
}
