using Mat.Partners.Data;
using Mat.Partners.Deliveries;
using Mat.Partners.Outbound;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Endpoints;

internal static class ManageEndpoints
{
    private static readonly SortKeys<WebhookEndpoint> Keys = new SortKeys<WebhookEndpoint>().Add("createdAt", e => e.CreatedAt).Default("createdAt");

    public static async Task<Results<Ok<Page<PartnerEndpointView>>, ProblemHttpResult>> List(Guid id, [AsParameters] PageQuery page, PartnersDb db, CancellationToken ct)
    {
        if (!await db.Partners.AnyAsync(p => p.Id == id, ct)) return Problems.NotFound();
        return await db.Endpoints.Where(e => e.PartnerId == id && e.Status != PartnerEndpointStatus.Deleted).ToPageAsync(page, Keys, PartnerEndpointView.Of, ct);
    }

    public static async Task<Results<Ok<PartnerEndpointView>, ProblemHttpResult>> Get(Guid id, Guid endpointId, PartnersDb db, CancellationToken ct) =>
        await FindAsync(db, id, endpointId, ct) is { } endpoint ? TypedResults.Ok(PartnerEndpointView.Of(endpoint)) : Problems.NotFound();

    public static async Task<Results<Created<NewPartnerEndpoint>, ProblemHttpResult>> Create(
        Guid id, CreateWebhookEndpoint request, PartnersDb db, TargetPolicy policy, ISecretProtector protector, TimeProvider clock, CancellationToken ct)
    {
        if (!await db.Partners.AnyAsync(p => p.Id == id, ct)) return Problems.NotFound();
        if (policy.Refuse(request.Url, out _) is { } why) return BadUrl(why);
        var secret = WebhookSignature.NewSecret();
        var e = new WebhookEndpoint
        {
            PartnerId = id,
            Url = request.Url,
            Description = request.Description,
            Events = [.. request.Events?.Distinct() ?? []],
            SecretHint = HintOf(secret),
        };
        db.Endpoints.Add(e);
        db.Secrets.Add(new EndpointSecret { EndpointId = e.Id, Sealed = protector.Protect(secret), CreatedAt = clock.GetUtcNow() });
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/partners/{id}/endpoints/{e.Id}", new NewPartnerEndpoint(
            e.Id, e.Version, e.PartnerId, e.Url, e.Description, e.Events, e.Status, e.DisabledReason, e.SecretHint, null, null, e.CreatedAt, secret));
    }

    public static async Task<Results<Ok<PartnerEndpointView>, ProblemHttpResult>> Change(
        Guid id, Guid endpointId, ChangeWebhookEndpoint request, IfMatch ifMatch, PartnersDb db, TargetPolicy policy, CancellationToken ct)
    {
        if (await FindAsync(db, id, endpointId, ct) is not { } endpoint) return Problems.NotFound();
        if (ifMatch.Refuses(endpoint.Version) is { } refusal) return refusal;
        if (request.Url is { } url)
        {
            if (policy.Refuse(url, out _) is { } why) return BadUrl(why);
            endpoint.Url = url;
        }

        endpoint.Description = request.Description ?? endpoint.Description;
        if (request.Events is { } events) endpoint.Events = [.. events.Distinct()];
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PartnerEndpointView.Of(endpoint));
    }

    /// <summary>The row stays for the delivery log; what waits for it is dropped, and its secrets are destroyed.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, Guid endpointId, PartnersDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(db, id, endpointId, ct) is not { } endpoint) return Problems.NotFound();
        db.SeeAllSchools(); // what waits for the endpoint may concern any school
        await db.InTransactionAsync(async token =>
        {
            endpoint.Status = PartnerEndpointStatus.Deleted;
            await db.Secrets.Where(s => s.EndpointId == endpointId).ExecuteDeleteAsync(token);
            await DeliveryResults.DropAsync(db, endpointId, "the endpoint was deleted", clock.GetUtcNow(), token);
            await db.SaveChangesAsync(token);
        }, ct);
        return TypedResults.NoContent();
    }

    public static async Task<Results<Ok<PartnerEndpointView>, ProblemHttpResult>> Enable(Guid id, Guid endpointId, PartnersDb db, CancellationToken ct)
    {
        if (await FindAsync(db, id, endpointId, ct) is not { } endpoint) return Problems.NotFound();
        endpoint.Enable();
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PartnerEndpointView.Of(endpoint));
    }

    /// <summary>A new secret; the old one signs as well for the time of grace, so that the partner can change over without a gap.</summary>
    public static async Task<Results<Ok<RotatedSecret>, ProblemHttpResult>> Rotate(
        Guid id, Guid endpointId, PartnersDb db, ISecretProtector protector, TimeProvider clock, IOptions<PartnersOptions> options, CancellationToken ct)
    {
        const int MostOld = 10;
        if (await FindAsync(db, id, endpointId, ct) is not { } endpoint) return Problems.NotFound();
        var now = clock.GetUtcNow();
        var until = now + options.Value.SecretGrace;
        var secrets = await db.Secrets.Where(s => s.EndpointId == endpointId).ToListAsync(ct);
        if (secrets.Count(s => s.ExpiresAt > now) >= MostOld)
            return Problems.Conflict("endpoint.rotations", "Ten old secrets are still in their time of grace; wait until one has ended.");
        foreach (var old in secrets)
        {
            if (old.ExpiresAt is null) old.ExpiresAt = until;
            else if (old.ExpiresAt <= now) db.Secrets.Remove(old);
        }

        var secret = WebhookSignature.NewSecret();
        db.Secrets.Add(new EndpointSecret { EndpointId = endpointId, Sealed = protector.Protect(secret), CreatedAt = now });
        endpoint.SecretHint = HintOf(secret);
        db.Audit("rotated", "webhook_endpoint", endpointId);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new RotatedSecret(secret, until));
    }

    /// <summary>Queues a ping; its attempt starts at once and shows in the delivery.</summary>
    public static async Task<Results<Accepted<DeliveryView>, ProblemHttpResult>> Ping(Guid id, Guid endpointId, PartnersDb db, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(db, id, endpointId, ct) is not { } endpoint) return Problems.NotFound();
        if (endpoint.Status != PartnerEndpointStatus.Active) return Problems.Conflict("endpoint.disabled", "The endpoint is switched off; enable it first.");
        var ping = WebhookEvents.PingOf(endpoint, clock.GetUtcNow());
        db.Deliveries.Add(ping);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/partners/deliveries/{ping.Id}", DeliveryView.Of(ping, []));
    }

    private static Task<WebhookEndpoint?> FindAsync(PartnersDb db, Guid partnerId, Guid id, CancellationToken ct) =>
        db.Endpoints.SingleOrDefaultAsync(e => e.Id == id && e.PartnerId == partnerId && e.Status != PartnerEndpointStatus.Deleted, ct);

    private static ProblemHttpResult BadUrl(string why) => Problems.Unprocessable("endpoint.url", why, new Dictionary<string, string[]> { ["url"] = [why] });

    private static string HintOf(string secret) => "…" + secret[^4..];
}
