using System.ComponentModel.DataAnnotations;
using Mat.Partners.Data;
using Mat.Partners.Escalations;
using Mat.Platform.Auth;
using Mat.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Portal;

public sealed record AcknowledgeEscalation(
    DateTimeOffset? ExpectedAt,
    [property: StringLength(100)] string? Reference,
    [property: StringLength(10000)] string? Message);

public sealed record CommentEscalation([property: Required, StringLength(20000, MinimumLength = 1)] string Body);

public sealed record ResolveEscalation(
    [property: Required, StringLength(10000, MinimumLength = 1)] string Summary,
    [property: StringLength(10000)] string? Cause,
    [property: StringLength(10000)] string? Fix,
    [property: Range(0, 525600)] int? TimeSpentMinutes);

public sealed record RejectEscalation([property: Required, StringLength(10000, MinimumLength = 1)] string Reason);

/// <summary>The partner's four answers. A partner's text is data: stored as it is, rendered as text, never as markup.</summary>
internal static class AnswerEscalation
{
    public static Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> Acknowledge(
        Guid id, AcknowledgeEscalation request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct) =>
        AnswerAsync(id, db, user, e => e.Acknowledge(request.ExpectedAt?.ToUniversalTime(), Blank(request.Reference), Blank(request.Message), clock.GetUtcNow()), ct);

    public static Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> Comment(
        Guid id, CommentEscalation request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct) =>
        AnswerAsync(id, db, user, e => (Answered.Taken, e.Comment(user.Name, request.Body, clock.GetUtcNow())), ct);

    public static Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> Resolve(
        Guid id, ResolveEscalation request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct) =>
        AnswerAsync(id, db, user, e => e.Resolve(request.Summary, Blank(request.Cause), Blank(request.Fix), request.TimeSpentMinutes, clock.GetUtcNow()), ct);

    public static Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> Reject(
        Guid id, RejectEscalation request, PartnersDb db, CurrentUser user, TimeProvider clock, CancellationToken ct) =>
        AnswerAsync(id, db, user, e => e.Reject(request.Reason, clock.GetUtcNow()), ct);

    private static async Task<Results<Ok<PortalEscalation>, ProblemHttpResult>> AnswerAsync(
        Guid id, PartnersDb db, CurrentUser user, Func<Escalation, (Answered Result, Step? Step)> answer, CancellationToken ct)
    {
        // A partner sends no If-Match: two of its answers at once, or one beside the note of a delivery, both count. They are
        // decided one after the other, on SQLite by its single writer, on PostgreSQL by the row's lock.
        Results<Ok<PortalEscalation>, ProblemHttpResult> answered = Problems.NotFound();
        await db.InTransactionAsync(async token =>
        {
            if (db.IsPostgres) await db.Database.ExecuteSqlAsync($"SELECT 1 FROM escalations WHERE id = {id} FOR UPDATE", token);
            if (await ReadPortal.Own(db, user).SingleOrDefaultAsync(e => e.Id == id, token) is not { } escalation) return;
            var (result, step) = answer(escalation);
            if (result == Answered.Closed)
            {
                answered = Problems.Conflict("escalation.closed", "The escalation ended otherwise; a comment is still possible.");
                return;
            }

            if (step is not null) db.Take(escalation, step);
            await db.SaveChangesAsync(token);
            answered = TypedResults.Ok((await PortalEscalation.OfAsync([escalation], db, token))[0]);
        }, ct);
        return answered;
    }

    private static string? Blank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
