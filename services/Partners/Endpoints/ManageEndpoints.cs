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
    private static readonly SortKeys<WebhookEndpoint> Keys = new SortKeys<WebhookEndpoint>().Add("createdAt", e => e.CreatedAt)
        .Default("createdAt");

    public static async Task<Results<Ok<Page<PartnerEndpointView>>, ProblemHttpResult>> List(Guid id, [AsParameters] PageQuery page,
        PartnersDb db, CancellationToken ct)
    {
        if (!await db.Partners.AnyAsync(p => p.Id == id, ct))
            return Problems.NotFound();
        return await db.Endpoints.Where(e => e.PartnerId == id && e.Status != PartnerEndpointStatus.Deleted)
            .ToPageAsync(page, Keys, PartnerEndpointView.Of, ct);
    }

    public static async Task<Results<Ok<PartnerEndpointView>, ProblemHttpResult>> Get(Guid id, Guid endpointId, PartnersDb db,
        CancellationToken ct) =>
        await FindAsync(db, id, endpointId, ct) is { } endpoint ? TypedResults.Ok(PartnerEndpointView.Of(endpoint)) : Problems.NotFound();

    public static async Task<Results<Created<NewPartnerEndpoint>, ProblemHttpResult>> Create(
        Guid id, CreateWebhookEndpoint request, PartnersDb db, EndpointTargets targets, ISecretProtector protector, TimeProvider clock,
        CancellationToken ct)
    {
        if (!await db.Partners.AnyAsync(p => p.Id == id, ct))
            return Problems.NotFound();
        if (targets.Refuse(request.Url) is { } why)
            return BadUrl(why);
        var e = new WebhookEndpoint
        {
            PartnerId = id,
            Url = request.Url,
            Description = request.Description,
            Events = [.. request.Events?.Distinct() ?? []],
            Concurrency = request.Concurrency,
            Ordered = request.Ordered ?? false,
        };
        if (request.Headers is { } headers && Headers(e, headers, protector) is { } refusal)
            return refusal;
        var secret = e.Channel == PartnerEndpointChannel.Webhook ? WebhookSignature.NewSecret() : null;
        db.Endpoints.Add(e);
        if (secret is not null)
            AddSecret(db, e, secret, protector, clock.GetUtcNow());
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/partners/{id}/endpoints/{e.Id}", NewPartnerEndpoint.Of(e, secret));
    }

    public static async Task<Results<Ok<PartnerEndpointView>, ProblemHttpResult>> Change(
        Guid id, Guid endpointId, ChangeWebhookEndpoint request, IfMatch ifMatch, PartnersDb db, EndpointTargets targets,
        ISecretProtector protector, CancellationToken ct)
    {
        if (await FindAsync(db, id, endpointId, ct) is not { } endpoint)
            return Problems.NotFound();
        if (ifMatch.Validate(endpoint.Version) is { } stale)
            return stale;
        if (request.Url is { } url && url != endpoint.Url)
        {
            if (targets.Refuse(url) is { } why)
                return BadUrl(why);
            if (MailSender.IsMail(url) != MailSender.IsMail(endpoint.Url))
                return BadUrl("A webhook stays a webhook and an e-mail address an e-mail address; make a new endpoint.");
            // What was meant for one receiver is not sent to another because somebody changed the address.
            if (endpoint.SealedHeaders is not null && new Uri(url).Authority != new Uri(endpoint.Url).Authority)
            {
                if (!request.Has(nameof(request.Headers)))
                    return BadHeaders("The address has another host: say the headers again, with their values.");
                (endpoint.HeaderNames, endpoint.SealedHeaders) = ([], null);
            }

            endpoint.Url = url;
        }

        if (request.Has(nameof(request.Headers)) && Headers(endpoint, request.Headers ?? [], protector) is { } refusal)
            return refusal;
        endpoint.Description = request.Or(request.Description, endpoint.Description);
        if (request.Has(nameof(request.Events)))
            endpoint.Events = [.. (request.Events ?? []).Distinct()];
        endpoint.Concurrency = request.Or(request.Concurrency, endpoint.Concurrency);
        endpoint.Ordered = request.Ordered ?? endpoint.Ordered;
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PartnerEndpointView.Of(endpoint));
    }

    /// <summary>The row stays for the delivery log; what waits for it is dropped, and its secrets are destroyed.</summary>
    public static async Task<Results<NoContent, ProblemHttpResult>> Delete(Guid id, Guid endpointId, PartnersDb db, TimeProvider clock,
        CancellationToken ct)
    {
        if (await FindAsync(db, id, endpointId, ct) is not { } endpoint)
            return Problems.NotFound();
        db.SeeAllSchools(); // what waits for the endpoint may concern any school
        await db.InTransactionAsync(async token =>
        {
            endpoint.Status = PartnerEndpointStatus.Deleted;
            endpoint.SealedHeaders = null;
            await db.Secrets.Where(s => s.EndpointId == endpointId).ExecuteDeleteAsync(token);
            await DeliveryResults.DropAsync(db, endpointId, "the endpoint was deleted", clock.GetUtcNow(), token);
            await db.SaveChangesAsync(token);
        }, ct);
        return TypedResults.NoContent();
    }

    public static async Task<Results<Ok<PartnerEndpointView>, ProblemHttpResult>> Enable(Guid id, Guid endpointId, PartnersDb db,
        CancellationToken ct)
    {
        if (await FindAsync(db, id, endpointId, ct) is not { } endpoint)
            return Problems.NotFound();
        endpoint.Enable();
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(PartnerEndpointView.Of(endpoint));
    }

    /// <summary>A new secret; the old one signs as well for the time of grace, so that the partner can change over without a gap.</summary>
    public static async Task<Results<Ok<RotatedSecret>, ProblemHttpResult>> Rotate(
        Guid id, Guid endpointId, PartnersDb db, ISecretProtector protector, TimeProvider clock, IOptions<PartnersOptions> options,
        CancellationToken ct)
    {
        const int MostOld = 10;
        if (await FindAsync(db, id, endpointId, ct) is not { } endpoint)
            return Problems.NotFound();
        if (endpoint.Channel == PartnerEndpointChannel.Email)
            return Problems.Conflict("endpoint.no_secret", "E-mail is not signed with a secret.");
        var now = clock.GetUtcNow();
        var until = now + options.Value.SecretGrace;
        var secrets = await db.Secrets.Where(s => s.EndpointId == endpointId).ToListAsync(ct);
        if (secrets.Count(s => s.ExpiresAt > now) >= MostOld)
            return Problems.Conflict("endpoint.rotations", "Ten old secrets are still in their time of grace; wait until one has ended.");
        foreach (var old in secrets)
        {
            if (old.ExpiresAt is null)
                old.ExpiresAt = until;
            else if (old.ExpiresAt <= now)
                db.Secrets.Remove(old);
        }

        var secret = WebhookSignature.NewSecret();
        AddSecret(db, endpoint, secret, protector, now);
        db.Audit("rotated", "webhook_endpoint", endpointId);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new RotatedSecret(secret, until));
    }

    /// <summary>Queues a ping; its attempt starts at once and shows in the delivery.</summary>
    public static async Task<Results<Accepted<DeliveryView>, ProblemHttpResult>> Ping(Guid id, Guid endpointId, PartnersDb db,
        TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(db, id, endpointId, ct) is not { } endpoint)
            return Problems.NotFound();
        if (endpoint.Status != PartnerEndpointStatus.Active)
            return Problems.Conflict("endpoint.disabled", "The endpoint is switched off; enable it first.");
        var ping = WebhookEvents.PingOf(endpoint, clock.GetUtcNow());
        db.Deliveries.Add(ping);
        await db.SaveChangesAsync(ct);
        return TypedResults.Accepted($"/api/partners/deliveries/{ping.Id}", DeliveryView.Of(ping, []));
    }

    private static Task<WebhookEndpoint?> FindAsync(PartnersDb db, Guid partnerId, Guid id, CancellationToken ct) =>
        db.Endpoints.SingleOrDefaultAsync(e => e.Id == id && e.PartnerId == partnerId && e.Status != PartnerEndpointStatus.Deleted, ct);

    private static ProblemHttpResult BadUrl(string why) =>
        Problems.Unprocessable("endpoint.url", why, new Dictionary<string, string[]> { ["url"] = [why] });

    private static ProblemHttpResult? Headers(WebhookEndpoint endpoint, IReadOnlyList<EndpointHeader> headers, ISecretProtector protector)
    {
        if (endpoint.Channel == PartnerEndpointChannel.Email && headers.Count > 0)
            return BadHeaders("An e-mail takes no headers.");
        return EndpointHeaders.TrySet(endpoint, headers, protector) ? null : BadHeaders("A new header needs a value.");
    }

    private static ProblemHttpResult BadHeaders(string why) =>
        Problems.Unprocessable("endpoint.headers", why, new Dictionary<string, string[]> { ["headers"] = [why] });

    private static void AddSecret(PartnersDb db, WebhookEndpoint endpoint, string secret, ISecretProtector protector, DateTimeOffset now)
    {
        db.Secrets.Add(new EndpointSecret { EndpointId = endpoint.Id, Sealed = protector.Protect(secret), CreatedAt = now });
        endpoint.SecretHint = "…" + secret[^4..];
    }
}
