using System.Security.Cryptography;
using Mat.Partners.Data;
using Mat.Partners.Deliveries;
using Mat.Partners.Portal;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Inbound;

/// <summary>The message is durable: it was committed before this was said.</summary>
public sealed record InboundReceipt(string Id, InboundResult Result);

/// <summary>A partner's answers as signed webhooks: proven first, read afterwards, taken once, accepted when committed.</summary>
internal sealed partial class InboundEndpoint(PartnersDb db, ISecretProtector protector, CurrentUser user, InboundMetrics meter,
    TimeProvider clock, ILogger<InboundEndpoint> log)
{
    public static async Task<Results<Accepted<InboundReceipt>, ProblemHttpResult>> Handle(
        Guid partnerId, HttpRequest request, InboundEndpoint inbound, CancellationToken ct)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, ct);
        return await inbound.ReceiveAsync(partnerId, request.Headers, body.ToArray(), ct);
    }

    private async Task<Results<Accepted<InboundReceipt>, ProblemHttpResult>> ReceiveAsync(Guid partnerId, IHeaderDictionary headers,
        byte[] body, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var name = await db.Partners.Where(p => p.Id == partnerId).Select(p => p.Name).SingleOrDefaultAsync(ct);
        var secrets = await InboundSecrets.InForce(db, partnerId, now).Select(s => s.Sealed).ToListAsync(ct);
        var id = One(headers, "webhook-id");
        var keys = secrets.Select(s => WebhookSignature.KeyOf(protector.Unprotect(s))).ToList();
        if (!InboundSignature.Holds(keys, id, One(headers, "webhook-timestamp"), One(headers, "webhook-signature"), body, now))
        {
            meter.Count("refused");
            return Problems.Unauthorized("inbound.signature", "The message is not signed by a key of this partner, or its time is off.");
        }

        user.BecomeOther(ActorKind.Partner, partnerId, name!);
        var (message, answer) = InboundMessages.Read(body);
        var record = new InboundRecord
        {
            PartnerId = partnerId,
            MessageId = id!,
            BodyHash = Convert.ToHexStringLower(SHA256.HashData(body)),
            Type = message.Type,
            EscalationId = message.Data.EscalationId!.Value,
            ReceivedAt = now,
        };
        try
        {
            return await OnceAsync(record, answer, ct);
        }
        catch (DbUpdateException e) when (Storage.IsUniqueViolation(e))
        {
            // The same message came by two ways at once; the other one was faster.
            db.ChangeTracker.Clear();
            return await OnceAsync(record, answer, ct);
        }
    }

    private async Task<Results<Accepted<InboundReceipt>, ProblemHttpResult>> OnceAsync(InboundRecord record, PartnerReply answer,
        CancellationToken ct)
    {
        Results<Accepted<InboundReceipt>, ProblemHttpResult> answered = Problems.NotFound();
        await db.InTransactionAsync(async token =>
        {
            if (await db.InboundRecords.AsNoTracking()
                .SingleOrDefaultAsync(r => r.PartnerId == record.PartnerId && r.MessageId == record.MessageId, token) is { } known)
            {
                answered = known.BodyHash == record.BodyHash ? Receipt(known) : Reused(record);
            }
            else if (await db.LockAsync(record.EscalationId, record.PartnerId, token) is { } escalation)
            {
                record.Result = (InboundResult)await db.TakeOrKeepAsync(escalation, answer, user.Name, record.ReceivedAt, token);
                db.InboundRecords.Add(record);
                answered = Receipt(record);
            }
            else
            {
                meter.Count("foreign");
                db.Audit("inbound.foreign", "escalation", record.EscalationId, new { record.MessageId, record.Type });
            }

            await db.SaveChangesAsync(token);
        }, ct);
        return answered;
    }

    private Accepted<InboundReceipt> Receipt(InboundRecord record)
    {
        meter.Count("taken");
        return TypedResults.Accepted((string?)null, new InboundReceipt(record.MessageId, record.Result));
    }

    private ProblemHttpResult Reused(InboundRecord record)
    {
        meter.Count("reused");
        LogReused(record.PartnerId, record.MessageId);
        db.Audit("inbound.reused", "partner", record.PartnerId, new { record.MessageId, record.BodyHash });
        return Problems.Conflict("inbound.reused", "A message with this webhook-id and another body was taken before.");
    }

    private static string? One(IHeaderDictionary headers, string name) => headers[name] is [{ } value] ? value : null;

    [LoggerMessage(LogLevel.Warning, "Partner {Partner} sent another body under the webhook-id {Message}: refused")]
    private partial void LogReused(Guid partner, string message);
}
