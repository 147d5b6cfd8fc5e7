using System.Net;
using System.Net.Http.Json;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Tickets.Conversation;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Escalations;

public sealed class EscalationTests(DeskFixture desk) : IClassFixture<DeskFixture>
{
    [Fact]
    public async Task Pack_tells_what_was_tried_and_nothing_internal()
    {
        var ticket = await desk.OpenAsync(desk.Tech,
            new
            {
                title = "Wi-Fi down",
                description = "Hall",
                assetId = desk.Laptop,
                impact = "high",
                urgency = "high",
                requesterId = desk.Teacher
            });
        foreach (var visibility in new[] { "public", "internal", "partner" })
            await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/comments", new { body = $"{visibility} step", visibility });
        var before = await desk.GetAsync(ticket.Id);
        var escalated = await desk.DoAsync(ticket.Id, "escalate", new { area = "wireless", reason = "Controller fails" });
        Assert.Equal((TicketStatus.WaitingPartner, EscalationStatus.Requested, ClockState.Paused),
            (escalated.Status, escalated.Escalation!.Status, escalated.Resolution.State));
        var asked = await desk.App.PublishedAsync<EscalationRequested>(e => e.TicketId == ticket.Id);
        Assert.Equal(("wireless", "critical", "Tess Tech", "A-100"),
            (asked.Area, asked.Priority, asked.RequestedBy, asked.Context.Asset!.Tag));
        Assert.Equal(before.Resolution.DueAt, asked.Context.ResolutionDueAt);
        Assert.Equal(2, asked.Context.StepsTried.Count);
        Assert.EndsWith("desk: public step", asked.Context.StepsTried[0], StringComparison.Ordinal);
        Assert.DoesNotContain("internal", string.Join('\n', asked.Context.StepsTried), StringComparison.Ordinal);
        Assert.DoesNotContain("Tess", string.Join('\n', asked.Context.StepsTried), StringComparison.Ordinal);
        await DeskFixture.RefusedAsync(
            await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/escalate", new { area = "network", reason = "x" }),
            HttpStatusCode.Conflict, "ticket.escalation_open");
        await DeskFixture.RefusedAsync(await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket.Id}/resume", new { }),
            HttpStatusCode.Conflict, "ticket.escalation_open");
    }

    [Fact]
    public async Task Steps_in_any_order_and_again_end_the_same()
    {
        List<string> endings = [];
        int[][] orders = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [4, 4, 0, 2, 1, 3, 0], [2, 4, 1, 1, 3, 0]];
        foreach (var order in orders)
        {
            var (ticket, escalation) = await EscalatedAsync();
            EscalationProgressed[] steps =
            [
                Step(ticket, escalation, 2, "sent", "sent"),
                Step(ticket, escalation, 3, "acknowledged", "acknowledged", "On it"),
                Step(ticket, escalation, 4, "acknowledged", "commented", "Have you tried …?"),
                Step(ticket, escalation, 5, "resolved", "resolved", "New controller", "Old age", "Replaced"),
                Step(ticket, escalation, 6, "resolved", "commented", "Invoice follows"),
            ];
            foreach (var index in order)
                await desk.App.DeliverAsync(steps[index]);
            var view = await desk.GetAsync(ticket);
            Assert.Equal((TicketStatus.Resolved, EscalationStatus.Resolved), (view.Status, view.Escalation!.Status));
            Assert.Equal(("New controller", "Old age", "Replaced", 90, "WiFi Ltd"),
                (view.ResolvedAs!.Summary, view.ResolvedAs.Cause, view.ResolvedAs.Fix, view.ResolvedAs.TimeSpentMinutes,
                    view.ResolvedAs.By));
            var timeline = await desk.TimelineAsync(ticket);
            Assert.Equal(5, timeline.Count(e => e.Id != ticket && steps.Any(s => s.Event.Id == e.Id)));
            endings.Add(string.Join('|', timeline.Select(e => $"{e.Kind}:{e.Text}:{e.Visibility}").Order()));
            var seen = await desk.TimelineAsync(ticket, desk.Staff);
            Assert.DoesNotContain(seen, e => e.Kind == EntryKind.Comment);
            Assert.Equal(2, seen.Count(e => e.Kind == EntryKind.Escalation));
            await desk.App.PublishedAsync<TicketChanged>(t => t.Ticket.Id == ticket && t.What == "resolved");
            Assert.Single(desk.App.Published<TicketChanged>(), t => t.Ticket.Id == ticket && t.What == "resolved");
        }
        Assert.Single(endings.Distinct());
    }

    [Fact]
    public async Task Requester_may_reopen_what_the_partner_resolved()
    {
        var (ticket, escalation) = await EscalatedAsync();
        await desk.App.DeliverAsync(Step(ticket, escalation, 2, "resolved", "resolved", "Done"));
        Assert.Equal(TicketStatus.Open, (await desk.DoAsync(ticket, "reopen", new { reason = "Not so" }, desk.Staff)).Status);
        await desk.App.DeliverAsync(Step(ticket, escalation, 3, "resolved", "replayed"));
        Assert.Equal(TicketStatus.Open, (await desk.GetAsync(ticket)).Status);
        Assert.Equal(TicketStatus.WaitingPartner,
            (await desk.DoAsync(ticket, "escalate", new { area = "network", reason = "Again" })).Status);
    }

    [Fact]
    public async Task Declined_comes_back_and_waits_again_once_routed_by_hand()
    {
        var (ticket, escalation) = await EscalatedAsync();
        await desk.App.DeliverAsync(Step(ticket, escalation, 3, "rejected", "rejected", "Not ours"));
        await desk.App.DeliverAsync(Step(ticket, escalation, 2, "sent", "sent")); // late
        Assert.Equal(TicketStatus.Open, (await desk.GetAsync(ticket)).Status);
        Assert.DoesNotContain(await desk.TimelineAsync(ticket, desk.Staff),
            e => e.Text?.Contains("Not ours", StringComparison.Ordinal) == true);
        await desk.App.DeliverAsync(Step(ticket, escalation, 4, "requested", "routed"));
        Assert.Equal(TicketStatus.WaitingPartner, (await desk.GetAsync(ticket)).Status);
    }

    [Fact]
    public async Task Nobody_found_comes_back_and_another_area_may_be_asked()
    {
        var (ticket, escalation) = await EscalatedAsync();
        await desk.App.DeliverAsync(Step(ticket, escalation, 2, "unroutable", "unroutable", "No partner covers it"));
        Assert.Equal(TicketStatus.Open, (await desk.GetAsync(ticket)).Status);
        await desk.DoAsync(ticket, "escalate", new { area = "network", reason = "Broader" });
        await desk.App.PublishedAsync<EscalationCancelled>(e => e.EscalationId == escalation);
    }

    [Fact]
    public async Task Cancelled_by_the_desk_hears_no_late_answer()
    {
        var (ticket, escalation) = await EscalatedAsync();
        Assert.Equal(TicketStatus.Open, (await desk.DoAsync(ticket, "escalation/cancel", new { reason = "Found it" })).Status);
        await desk.App.PublishedAsync<EscalationCancelled>(e => e.EscalationId == escalation && e.Reason == "Found it");
        await DeskFixture.RefusedAsync(await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket}/escalation/cancel", new { reason = "x" }),
            HttpStatusCode.Conflict, "ticket.no_escalation");
        await desk.App.DeliverAsync(Step(ticket, escalation, 2, "acknowledged", "acknowledged"));
        await desk.App.DeliverAsync(Step(ticket, escalation, 3, "resolved", "resolved", "Too late"));
        var view = await desk.GetAsync(ticket);
        Assert.Equal((TicketStatus.Open, null), (view.Status, view.ResolvedAs));
    }

    [Fact]
    public async Task Partners_question_asks_the_requester_and_the_answer_travels_back()
    {
        var (ticket, escalation) = await EscalatedAsync();
        // The acknowledgement was sent after the question and overtakes it: the facts tell of the question all the same.
        var question = Asked(Step(ticket, escalation, 3, "acknowledged", "questioned", "Which room?"));
        await desk.App.DeliverAsync(Asked(Step(ticket, escalation, 4, "acknowledged", "acknowledged")));
        Assert.Equal((TicketStatus.WaitingRequester, "Which room?"),
            ((await desk.GetAsync(ticket)).Status, (await desk.GetAsync(ticket)).Escalation!.Question));
        await desk.App.DeliverAsync(question);
        Assert.Contains(await desk.TimelineAsync(ticket, desk.Staff),
            e => e.Text?.StartsWith("The partner asks: Which room?", StringComparison.Ordinal) == true);

        await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket}/comments", new { body = "Not for the partner", visibility = "internal" });
        var answer = await DeskFixture.ReadAsync<CommentView>(
            await desk.Staff.PostAsJsonAsync($"/api/tickets/{ticket}/comments", new { body = "Room 4" }), HttpStatusCode.Created);
        var told = await desk.App.PublishedAsync<EscalationQuestionAnswered>(e => e.EscalationId == escalation);
        Assert.Equal(("the school", "Room 4", answer.Id), (told.By, told.Text, told.AnswerId));
        Assert.Equal((TicketStatus.WaitingPartner, null),
            ((await desk.GetAsync(ticket)).Status, (await desk.GetAsync(ticket)).Escalation!.Question));
        await desk.App.DeliverAsync(question); // late, and answered already
        await desk.Staff.PostAsJsonAsync($"/api/tickets/{ticket}/comments", new { body = "Thank you" });
        Assert.Single(desk.App.Published<EscalationQuestionAnswered>(), e => e.EscalationId == escalation);
        Assert.Equal(TicketStatus.WaitingPartner, (await desk.GetAsync(ticket)).Status);
    }

    [Fact]
    public async Task Desk_answers_by_a_word_to_the_partner_and_it_is_told_once()
    {
        var (ticket, escalation) = await EscalatedAsync();
        await desk.App.DeliverAsync(Asked(Step(ticket, escalation, 3, "acknowledged", "questioned", "Which room?")));
        var comment = await DeskFixture.ReadAsync<CommentView>(
            await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket}/comments", new { body = "Room 4", visibility = "partner" }),
            HttpStatusCode.Created);
        await desk.App.PublishedAsync<EscalationQuestionAnswered>(e => e.EscalationId == escalation && e.By == "the desk");
        Assert.Null((await desk.App.PublishedAsync<TicketCommented>(c => c.CommentId == comment.Id)).Body);
        Assert.Equal(TicketStatus.WaitingPartner, (await desk.GetAsync(ticket)).Status);
        // Partners tells of it as a step with the comment's identity: no second line.
        await desk.App.DeliverAsync(Step(ticket, escalation, 4, "acknowledged", "answered", "Room 4") is var step
            ? step with { Event = step.Event with { Id = comment.Id } } : step);
        Assert.Single(await desk.TimelineAsync(ticket), e => e.Text == "Room 4");
    }

    [Fact]
    public async Task Question_that_a_known_step_overtakes_is_asked_all_the_same()
    {
        var (ticket, escalation) = await EscalatedAsync();
        var comment = await DeskFixture.ReadAsync<CommentView>(
            await desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket}/comments", new { body = "Gate code 1", visibility = "partner" }),
            HttpStatusCode.Created);
        var own = Asked(Step(ticket, escalation, 4, "acknowledged", "commented", "Gate code 1"));
        await desk.App.DeliverAsync(own with { Event = own.Event with { Id = comment.Id } });
        await desk.App.DeliverAsync(Asked(Step(ticket, escalation, 3, "acknowledged", "questioned", "Which room?")));
        Assert.Equal((TicketStatus.WaitingRequester, "Which room?"),
            ((await desk.GetAsync(ticket)).Status, (await desk.GetAsync(ticket)).Escalation!.Question));
        Assert.Single(await desk.TimelineAsync(ticket), e => e.Text == "Gate code 1");
    }

    [Fact]
    public async Task Declined_while_a_question_is_open_is_ours_again()
    {
        var (ticket, escalation) = await EscalatedAsync();
        await desk.App.DeliverAsync(Asked(Step(ticket, escalation, 3, "acknowledged", "questioned", "Which room?")));
        await desk.App.DeliverAsync(Step(ticket, escalation, 4, "rejected", "rejected", "Not ours"));
        Assert.Equal(TicketStatus.Open, (await desk.GetAsync(ticket)).Status);
        await desk.Staff.PostAsJsonAsync($"/api/tickets/{ticket}/comments", new { body = "Room 4" });
        Assert.DoesNotContain(desk.App.Published<EscalationQuestionAnswered>(), e => e.EscalationId == escalation);
    }

    [Fact]
    public async Task Resolving_the_ticket_takes_the_escalation_back()
    {
        var (ticket, escalation) = await EscalatedAsync();
        var resolved = await desk.DoAsync(ticket, "resolve", new { summary = "It was the plug" });
        Assert.Equal(EscalationStatus.Cancelled, resolved.Escalation!.Status);
        await desk.App.PublishedAsync<EscalationCancelled>(e => e.EscalationId == escalation);
        await desk.App.DeliverAsync(Step(ticket, escalation, 3, "resolved", "resolved", "Both did"));
        Assert.Equal("It was the plug", (await desk.GetAsync(ticket)).ResolvedAs!.Summary);
    }

    [Fact]
    public async Task Steps_at_once_are_all_kept()
    {
        var (ticket, escalation) = await EscalatedAsync();
        await Task.WhenAll(Enumerable.Range(2, 12)
            .Select(v => Task.Run(() => desk.App.DeliverAsync(Step(ticket, escalation, v, "acknowledged", "commented", $"Word {v}")))));
        Assert.Equal(12, (await desk.TimelineAsync(ticket)).Count(e => e.Kind == EntryKind.Comment));
    }

    [Theory]
    [InlineData("""{"area":"Net Work","reason":"x"}""")]
    [InlineData("""{"area":"network"}""")]
    [InlineData("""{"reason":"x"}""")]
    public async Task Area_and_reason_are_asked_for(string body)
    {
        var ticket = await desk.OpenAsync();
        Assert.Equal(HttpStatusCode.BadRequest,
            (await desk.Tech.PostAsync($"/api/tickets/{ticket.Id}/escalate",
                new StringContent(body, null, "application/json"))).StatusCode);
    }

    private async Task<(Guid Ticket, Guid Escalation)> EscalatedAsync()
    {
        var ticket = await desk.OpenAsync();
        var escalated = await desk.DoAsync(ticket.Id, "escalate", new { area = "wireless", reason = "Stuck" });
        return (ticket.Id, escalated.Escalation!.Id);
    }

    private static EscalationProgressed Asked(EscalationProgressed step) =>
        step with { Escalation = step.Escalation with { Question = "Which room?", AskedAt = DeskFixture.Monday.AddMinutes(3) } };

    private EscalationProgressed Step(Guid ticket, Guid escalation, int version, string status, string kind, string? text = null,
        string? cause = null, string? fix = null) => new(
        new(escalation, version, "E-1042", ticket, "T-1", desk.Oak, Guid.NewGuid(), "WiFi Ltd", "wireless", status, DeskFixture.Monday,
            null, null, null, null),
        new(Guid.CreateVersion7(), kind, "WiFi Ltd", text, cause, fix, kind == "resolved" ? 90 : null,
            DeskFixture.Monday.AddMinutes(version)));
}
