using Mat.Contracts.Partners;
using Mat.Platform.Messaging;
using Mat.Tickets.Data;
using Mat.Tickets.Directory;
using Mat.Tickets.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Mat.Tickets.Escalations;

/// <summary>
/// Follows an escalation. Steps come in any order and more than once: the summary follows the newest version; a step is in
/// the timeline once, by its id; a resolution is taken over once, whenever it comes; being handed back counts only while
/// nothing newer is known.
/// </summary>
internal sealed class EscalationProgressedConsumer(TicketsDb db, SchoolCache schools, EscalationPlanService plans, TimeProvider clock)
    : IConsumer<EscalationProgressed>
{
    public async Task Consume(EscalationProgressed message, MessageContext context, CancellationToken ct)
    {
        var (facts, step) = (message.Escalation, message.Event);
        if (await db.Escalations.FirstOrDefaultAsync(e => e.Id == facts.Id, ct) is not { } escalation)
            return;
        var newest = escalation.Apply(facts);
        // By the facts and not by the step: the step may come after newer ones, of which one may be known already.
        var asked = newest && facts.Status == "acknowledged" && escalation.ApplyQuestion(facts);
        var known = step.Kind == "replayed" || await db.Entries.AnyAsync(e => e.Id == step.Id, ct);
        if (known && !asked)
            return;
        if (!known)
            db.Entries.Add(Entry(escalation, step));

        var ticket = await db.Tickets.FirstAsync(t => t.Id == escalation.TicketId, ct);
        var school = await schools.GetAsync(db, ticket.SchoolId, ct);
        var what = ApplyEvent(ticket, escalation, step, newest, asked, school, clock.GetUtcNow());
        await plans.PlanAsync(db, ticket, school, ct);
        db.PublishChange(ticket, what);
    }

    private static string ApplyEvent(
        Ticket ticket, Escalation escalation, EscalationEvent step, bool newest, bool asked, SchoolEntry school, DateTimeOffset now)
    {
        if (ticket.EscalationId != escalation.Id || escalation.CancelledAt is not null)
            return "changed";
        if (asked)
        {
            ticket.RegisterPartnerQuestion(school.Calendar, now);
            return "waiting";
        }

        switch (step.Kind)
        {
            case "resolved" when !escalation.ResolutionApplied:
                escalation.ResolutionApplied = true;
                var resolution = new Resolution(step.Text ?? "Resolved by the partner.", step.Cause, step.Fix, step.TimeSpentMinutes,
                    step.By);
                return ticket.Resolve(resolution, school.Calendar, now) is null ? "resolved" : "changed";
            case "rejected" or "unroutable" or "cancelled" when newest:
                if (escalation.Question is not null)
                    ticket.Resume(school.Calendar, now); // the answer is no longer awaited
                escalation.QuestionAnswered();
                ticket.ReturnFromPartner(school.Calendar, now);
                return "changed";
            case "routed" or "sent" or "acknowledged" when newest && escalation.Question is null && ticket.Status.IsClockRunning():
                // Handed back before, and routed by hand since.
                ticket.Escalate(escalation.Id, escalation.Area, school.Calendar, now);
                return "waiting";
            default:
                return "changed";
        }
    }

    private static TicketEntry Entry(Escalation escalation, EscalationEvent step) => new()
    {
        Id = step.Id,
        TicketId = escalation.TicketId,
        At = step.At,
        Kind = step.Kind == "commented" ? EntryKind.Comment : EntryKind.Escalation,
        // The requester sees that a partner is on it and what came of it; the talk in between is the team's.
        Visibility = step.Kind switch
        {
            "acknowledged" or "resolved" or "questioned" => EntryVisibility.Public,
            "commented" => EntryVisibility.Partner,
            _ => EntryVisibility.Internal,
        },
        ActorName = step.By,
        ActorKind = step.Kind is "acknowledged" or "commented" or "questioned" or "resolved" or "rejected" ? EntryActor.Partner
            : EntryActor.System,
        Text = Text(escalation, step),
    };

    private static string Text(Escalation escalation, EscalationEvent step) => step.Kind switch
    {
        "commented" => step.Text ?? "",
        "acknowledged" => Join("The partner accepted the escalation.", step.Text),
        "questioned" => $"The partner asks: {step.Text} Your reply is sent to the partner.",
        "resolved" => step.Text ?? "The partner resolved it.",
        "rejected" => Join("The partner rejected the escalation.", step.Text),
        "unroutable" => Join($"No partner was found for {escalation.Area}.", step.Text),
        "routed" => Join($"Routed to {escalation.PartnerName ?? "a partner"}.", step.Text),
        "sent" => Join($"Sent to {escalation.PartnerName ?? "the partner"}.", step.Text),
        "delivery_failed" => Join("It did not reach the partner.", step.Text),
        _ => Join($"Escalation {step.Kind}.", step.Text),
    };

    private static string Join(string what, string? text) => string.IsNullOrWhiteSpace(text) ? what : $"{what} {text}";
}
