using Mat.Contracts;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Partners.Data;
using Mat.Partners.Deliveries;
using Mat.Partners.Portal;
using Mat.Partners.Registry;
using Mat.Platform.Messaging;
using Microsoft.EntityFrameworkCore;

namespace Mat.Partners.Escalations;

/// <summary>Chooses the partner and sends the request out. The same request twice is the same escalation.</summary>
internal sealed class EscalationRequestedConsumer(PartnersDb db, EscalationRouter router, EscalationNumbers numbers, TimeProvider clock)
    : IConsumer<EscalationRequested>
{
    public async Task Consume(EscalationRequested message, MessageContext context, CancellationToken ct)
    {
        if (await db.Escalations.AnyAsync(e => e.Id == message.EscalationId, ct))
            return;
        var now = clock.GetUtcNow();
        var escalation = Escalation.From(message, await numbers.NextAsync(db, ct));
        db.Escalations.Add(escalation);

        var early = await db.HeldMessages.Where(m => m.About == message.EscalationId
            || (m.About == message.TicketId && m.At >= message.RequestedAt))
            .OrderBy(m => m.At).ToListAsync(ct);
        db.HeldMessages.RemoveRange(early);
        if (early.FirstOrDefault(m => m.IsCancellation) is { } cancelled)
        {
            // Taken back before it came: nobody is called.
            db.Take(escalation, escalation.Cancel(cancelled.Text, now)!);
            return;
        }

        await router.RouteAsync(db, escalation, message.PartnerId, message.RequestedBy, now, ct);
        foreach (var comment in early)
            db.Take(escalation, escalation.Comment(comment.By, comment.Text, comment.At, comment.Id));
    }
}

/// <summary>The desk needs the partner no longer.</summary>
internal sealed class EscalationCancelledConsumer(PartnersDb db, RetrySchedule schedule, TimeProvider clock)
    : IConsumer<EscalationCancelled>
{
    public async Task Consume(EscalationCancelled message, MessageContext context, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var escalation = await db.Escalations.SingleOrDefaultAsync(e => e.Id == message.EscalationId, ct);
        if (escalation is null)
        {
            db.HeldMessages.Add(new EarlyMessage
            {
                Id = context.MessageId,
                About = message.EscalationId,
                IsCancellation = true,
                By = "Mat",
                Text = message.Reason,
                At = message.At
            });
            return;
        }

        if (escalation.Cancel(message.Reason, now) is not { } step)
            return;
        db.Take(escalation, step);

        // What has not left yet would only call for help that nobody needs. The cancellation goes out in any case: an
        // attempt may be under way, or may have arrived without our knowing.
        var waiting = await db.Deliveries.Where(d => d.EscalationId == escalation.Id && d.NextAttemptAt != null && d.ClaimId == null)
            .ToListAsync(ct);
        foreach (var delivery in waiting)
            delivery.Drop("the escalation was cancelled", now);
        await WebhookEvents.EnqueueAsync(db, schedule, escalation, WebhookEvents.Cancelled, now, ct);
    }
}

/// <summary>What the desk writes for the partner; nothing else ever reaches this service.</summary>
internal sealed class TicketCommentedConsumer(PartnersDb db, RetrySchedule schedule, MailLinks links, TimeProvider clock)
    : IConsumer<TicketCommented>
{
    public static bool Concerns(TicketCommented message) => message.Visibility == "partner" && !string.IsNullOrEmpty(message.Body);

    public async Task Consume(TicketCommented message, MessageContext context, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var escalations = await db.Escalations
            .Where(e => e.TicketId == message.TicketId && e.PartnerId != null &&
                (e.Status == EscalationState.Requested || e.Status == EscalationState.Sent || e.Status == EscalationState.Acknowledged))
            .ToListAsync(ct);
        if (escalations.Count == 0)
            db.HeldMessages.Add(new EarlyMessage
            {
                Id = message.CommentId,
                About = message.TicketId,
                By = message.AuthorName,
                Text = message.Body!,
                At = message.At
            });
        foreach (var escalation in escalations)
        {
            // The ticket has the comment already: under the same identity it is not told back as a second one.
            db.Take(escalation,
                escalation.Comment(message.AuthorName, message.Body!, message.At, escalation == escalations[0] ? message.CommentId : null));
            await WebhookEvents.EnqueueAsync(db, schedule, escalation, WebhookEvents.Commented, now, ct, links.For(db, escalation, now));
        }
    }
}

/// <summary>
/// How long tickets of an area take, with a partner and without. One that was taken up again: the partner that had resolved it
/// did not, after all.
/// </summary>
internal sealed class TicketChangedConsumer(PartnersDb db) : IConsumer<TicketChanged>
{
    public static bool Concerns(TicketChanged message) =>
        message.What == "reopened" || message.Ticket is { Area: not null, ResolvedAt: not null };

    public async Task Consume(TicketChanged message, MessageContext context, CancellationToken ct)
    {
        var ticket = message.Ticket.Id;
        if (await db.TicketTimes.FindAsync([ticket], ct) is not { } time)
            db.TicketTimes.Add(time = new TicketTime { Id = ticket });
        time.Take(message.Ticket);
        if (message.What != "reopened")
            return;
        var last = await db.Escalations.Where(e => e.TicketId == ticket).OrderByDescending(e => e.RequestedAt).FirstOrDefaultAsync(ct);
        if (last is { Status: EscalationState.Resolved, ReopenedAt: null })
            last.ReopenedAt = context.SentAt;
    }
}

/// <summary>The school or the desk answered what the partner asked.</summary>
internal sealed class QuestionAnsweredConsumer(PartnersDb db, RetrySchedule schedule, TimeProvider clock)
    : IConsumer<EscalationQuestionAnswered>
{
    public async Task Consume(EscalationQuestionAnswered message, MessageContext context, CancellationToken ct)
    {
        // Who asked is known here, so the escalation is: nothing to hold.
        if (await db.Escalations.SingleOrDefaultAsync(e => e.Id == message.EscalationId, ct) is not { } escalation)
            return;
        db.Take(escalation, escalation.Answer(message.AnswerId, message.By, message.Text, message.At));
        await WebhookEvents.EnqueueAsync(db, schedule, escalation, WebhookEvents.Commented, clock.GetUtcNow(), ct);
    }
}

internal sealed class SchoolChangedConsumer(PartnersDb db) : IConsumer<SchoolChanged>
{
    public async Task Consume(SchoolChanged message, MessageContext context, CancellationToken ct)
    {
        var facts = message.School;
        var school = await db.Schools.FindAsync([facts.Id], ct);
        if (school is null)
        {
            db.Schools.Add(new SchoolReplica
            {
                Id = facts.Id,
                SourceVersion = facts.Version,
                Name = facts.Name,
                Urn = facts.Urn,
                TimeZone = facts.Calendar.TimeZone
            });
        }
        else if (facts.Version > school.SourceVersion)
        {
            (school.SourceVersion, school.Name, school.Urn, school.TimeZone) = (facts.Version, facts.Name, facts.Urn,
                facts.Calendar.TimeZone);
        }
    }
}

internal sealed class ReplayRequestedConsumer(PartnersDb db, TimeProvider clock) : IConsumer<ReplayRequested>
{
    private const int PageSize = 500;

    public async Task Consume(ReplayRequested message, MessageContext context, CancellationToken ct)
    {
        if (message.Service is not (null or "partners"))
            return;
        var after = Guid.Empty;
        while (true)
        {
            var page = await db.Escalations.AsNoTracking().Where(e => e.Id > after).OrderBy(e => e.Id).Take(PageSize).ToListAsync(ct);
            foreach (var escalation in page)
                db.Replay(escalation, clock.GetUtcNow());
            if (page.Count < PageSize)
                return;
            after = page[^1].Id;
        }
    }
}
