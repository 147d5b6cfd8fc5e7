using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Partners.Escalations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Mat.Partners.Portal;

public sealed record AcknowledgeEscalation(
    DateTimeOffset? ExpectedAt,
    [property: StringLength(100)] string? Reference,
    [property: StringLength(10000)] string? Message);

public sealed record CommentEscalation([property: Required, StringLength(20000, MinimumLength = 1)] string Body);

public sealed record AskAboutEscalation([property: Required, StringLength(10000, MinimumLength = 1)] string Question);

public sealed record ResolveEscalation(
    [property: Required, StringLength(10000, MinimumLength = 1)] string Summary,
    [property: StringLength(10000)] string? Cause,
    [property: StringLength(10000)] string? Fix,
    [property: Range(0, 525600)] int? TimeSpentMinutes);

public sealed record RejectEscalation([property: Required, StringLength(10000, MinimumLength = 1)] string Reason);

/// <summary>The partner's answers. A partner's text is data: stored as it is, rendered as text, never as markup.</summary>
internal static class AnswerEscalation
{
    public static Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> Acknowledge(
        Guid id, AcknowledgeEscalation request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct) =>
        AnswerAsync(id, db, user, clock, new(AnswerKind.Acknowledge, request.Message, request.ExpectedAt, request.Reference), ct);

    public static Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> Comment(
        Guid id, CommentEscalation request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct) =>
        AnswerAsync(id, db, user, clock, new(AnswerKind.Comment, request.Body), ct);

    /// <summary>The ticket waits for its requester, who is asked; the answer comes back as a step and by webhook.</summary>
    public static Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> Ask(
        Guid id, AskAboutEscalation request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct) =>
        AnswerAsync(id, db, user, clock, new(AnswerKind.Question, request.Question), ct);

    public static Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> Resolve(
        Guid id, ResolveEscalation request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct) =>
        AnswerAsync(id, db, user, clock,
            new(AnswerKind.Resolve, request.Summary, Cause: request.Cause, Fix: request.Fix, TimeSpentMinutes: request.TimeSpentMinutes),
            ct);

    public static Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> Reject(
        Guid id, RejectEscalation request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct) =>
        AnswerAsync(id, db, user, clock, new(AnswerKind.Reject, request.Reason), ct);

    private static async Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> AnswerAsync(
        Guid id, PartnersDb db, CurrentUser user, TimeProvider clock, PartnerReply answer, CancellationToken ct)
    {
        Results<Ok<PortalEscalation>, ProblemHttpResult> answered = Problems.NotFound();
        await db.InTransactionAsync(async token =>
        {
            if (await db.LockAsync(id, user.PersonId, token) is not { } escalation)
                return;
            var (result, step) = answer.ApplyTo(escalation, user.Name, clock.GetUtcNow());
            if (result == AnswerOutcome.Closed)
            {
                answered = Problems.Conflict("escalation.closed", "The escalation ended otherwise; a comment is still possible.");
                return;
            }

            if (step is not null)
                db.Take(escalation, step);
            await db.ChargeAsync(escalation, step, token);
            await db.SaveChangesAsync(token);
            answered = TypedResults.Ok((await PortalEscalation.OfAsync([escalation], db, token))[0]);
        }, ct);
        return answered;
    }
}
