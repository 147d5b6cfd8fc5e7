using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Partners.Escalations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Mat.Platform.Invoke;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Mat.Partners.Portal;

public sealed record CreateAnswerLink([property: Range(1, 60)] int? Days);

/// <summary>The only time that the link is shown. The token stands behind a <c>#</c>: it is in no server's log, and what fetches links to
/// look at them does not send it.</summary>
public sealed record NewAnswerLink(Guid Id, DateTimeOffset ExpiresAt, string Path);

public sealed record ViewAnswerLink([property: Required, StringLength(100, MinimumLength = 10)] string Token);

public sealed record AnswerByLink(
    [property: Required, StringLength(100, MinimumLength = 10)] string Token,
    [property: Required] AnswerKind? Kind,
    [property: StringLength(10000)] string? Text,
    DateTimeOffset? ExpectedAt,
    [property: StringLength(100)] string? Reference,
    [property: StringLength(10000)] string? Cause,
    [property: StringLength(10000)] string? Fix,
    [property: Range(0, 525600)] int? TimeSpentMinutes) : IValidatableObject
{
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Kind is not AnswerKind.Acknowledge && string.IsNullOrWhiteSpace(Text))
            yield return new("Say something.", [nameof(Text)]);
    }
}

/// <param name="PartnerName">Who is asked.</param>
/// <param name="May">What this link still takes.</param>
public sealed record AnswerPage(string PartnerName, DateTimeOffset ExpiresAt, IReadOnlyList<AnswerKind> May, PortalEscalation Escalation);

internal static class AnswerLinks
{
    public const string Prefix = "matl_";

    public static async Task<Results<Created<NewAnswerLink>, ProblemHttpResult>> Create(
        Guid id, CreateAnswerLink request, PartnersDb db, IOptions<PartnersOptions> options, TimeProvider clock, CancellationToken ct)
    {
        if (await db.Escalations.AsNoTracking().SingleOrDefaultAsync(e => e.Id == id, ct) is not { } escalation)
            return Problems.NotFound();
        if (escalation.PartnerId is not { } partner || !escalation.IsOpen)
            return Problems.Conflict("escalation.status", "Only a partner that has an open escalation is given a link to answer it.");
        var (link, path) = New(escalation.Id, partner, clock.GetUtcNow().AddDays(request.Days ?? options.Value.AnswerLinkDays));
        db.AnswerLinks.Add(link);
        await db.SaveChangesAsync(ct);
        return TypedResults.Created($"/api/partners/escalations/{id}/links/{link.Id}", new NewAnswerLink(link.Id, link.ExpiresAt, path));
    }

    /// <summary>For whoever tells the partner of the escalation: the row to add in the same save, and the path to tell.</summary>
    public static (AnswerLink Link, string Path) New(Guid escalationId, Guid partnerId, DateTimeOffset expiresAt)
    {
        var (token, hash) = Tokens.New(Prefix);
        return (new AnswerLink { EscalationId = escalationId, PartnerId = partnerId, Hash = hash, ExpiresAt = expiresAt },
            $"/answer#{token}");
    }

    /// <summary>A POST, though it only reads: the token is in no address, and nothing that follows links comes here.</summary>
    public static async Task<Results<Ok<AnswerPage>, ProblemHttpResult>> View(
        ViewAnswerLink request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(request.Token, db, user, clock, ct) is not { } link)
            return Unknown();
        return await db.Escalations.AsNoTracking()
            .SingleOrDefaultAsync(e => e.Id == link.EscalationId && e.PartnerId == link.PartnerId, ct) is { } escalation
            ? TypedResults.Ok(await PageAsync(link, escalation, db, ct))
            : Unknown();
    }

    public static async Task<Results<Ok<AnswerPage>, ProblemHttpResult>> Answer(
        AnswerByLink request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        Results<Ok<AnswerPage>, ProblemHttpResult> answered = Unknown();
        var answer = new PartnerReply(request.Kind!.Value, request.Text, request.ExpectedAt, request.Reference, request.Cause, request.Fix,
            request.TimeSpentMinutes);
        await db.InTransactionAsync(async token =>
        {
            if (await FindAsync(request.Token, db, user, clock, token) is not { } found)
                return;
            if (await db.LockAsync(found.EscalationId, found.PartnerId, token) is not { } escalation)
                return;
            await db.Entry(found).ReloadAsync(token); // as it is under the lock
            answered = await UseAsync(found, escalation, answer, user.Name, db, clock.GetUtcNow(), token);
        }, ct);
        return answered;
    }

    /// <summary>A POST like the view: the token is in no address. What is no longer shared is gone here too.</summary>
    public static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> GetFile(
        Guid attachmentId, ViewAnswerLink request, PartnersDb db, CurrentUser user, IServiceClients clients, TimeProvider clock,
        HttpContext http, CancellationToken ct)
    {
        if (await FindAsync(request.Token, db, user, clock, ct) is not { } link)
            return Unknown();
        return await db.Escalations.Where(e => e.Id == link.EscalationId && e.PartnerId == link.PartnerId).Select(e => (Guid?)e.TicketId)
            .SingleOrDefaultAsync(ct) is { } ticket
            ? await PortalAttachment.FetchAsync(link.EscalationId, ticket, attachmentId, db, clients, http, ct)
            : Unknown();
    }

    private static async Task<Results<Ok<AnswerPage>, ProblemHttpResult>> UseAsync(
        AnswerLink link, Escalation escalation, PartnerReply answer, string by, PartnersDb db, DateTimeOffset now, CancellationToken ct)
    {
        if (!link.Allows(answer.Kind))
        {
            // The same click twice has said what it had to say.
            return answer.ApplyTo(escalation, by, now).Result == AnswerOutcome.Repeated
                ? TypedResults.Ok(await PageAsync(link, escalation, db, ct))
                : Problems.Conflict("answer.used", "This link has been used for that already. Ask the trust for a new one.");
        }

        await db.TakeOrKeepAsync(escalation, answer, by, now, ct);
        link.Use(answer.Kind, now);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(await PageAsync(link, escalation, db, ct));
    }

    private static async Task<AnswerLink?> FindAsync(string token, PartnersDb db, CurrentUser user, TimeProvider clock,
        CancellationToken ct)
    {
        var (hash, now) = (Tokens.Hash(token), clock.GetUtcNow());
        if (await db.AnswerLinks.SingleOrDefaultAsync(l => l.Hash == hash && l.ExpiresAt > now, ct) is not { } link)
            return null;
        if (await db.Partners.Where(p => p.Id == link.PartnerId).Select(p => p.Name).SingleOrDefaultAsync(ct) is not { } name)
            return null;
        user.BecomeOther(ActorKind.Partner, link.PartnerId, name);
        return link;
    }

    private static async Task<AnswerPage> PageAsync(AnswerLink link, Escalation escalation, PartnersDb db, CancellationToken ct) => new(
        escalation.PartnerName!, link.ExpiresAt,
        [.. Enum.GetValues<AnswerKind>().Where(k => link.Allows(k) && (escalation.IsOpen || k == AnswerKind.Comment))],
        (await PortalEscalation.OfAsync([escalation], db, ct))[0]);

    /// <summary>One answer for a link that never was, has ended, or belongs to an escalation that went elsewhere.</summary>
    private static ProblemHttpResult Unknown() => Problems.NotFound();
}
