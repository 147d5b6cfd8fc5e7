using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Mat.Contracts.Partners;
using Mat.Contracts.Tickets;
using Mat.Contracts.Trust;
using Mat.Platform.Auth;
using Mat.Platform.Data;
using Mat.Platform.Http;
using Mat.Tickets.Escalations;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Escalations;

/// <summary>What happens next when nobody does anything: a desk of its own, for policies hold for every ticket.</summary>
public sealed class PlanTests : IAsyncLifetime
{
    private readonly DeskFixture _desk = new();

    public ValueTask InitializeAsync() => _desk.InitializeAsync();

    public ValueTask DisposeAsync() => _desk.DisposeAsync();

    [Fact]
    public async Task Clock_takes_each_layer_in_its_turn_and_the_silent_partner_gives_way()
    {
        await PolicyAsync(new { tier = "specialist", atShare = 50 }, new { tier = "partner", atShare = 80 },
            new { tier = "second_partner", afterMinutes = 60 });
        var ticket = (await OpenAsync("network")).Id; // high: eight hours of school time
        var plan = await PlanAsync(ticket);
        Assert.Equal((EscalationTier.Team, EscalationTier.Specialist), (plan.Tier, plan.Next!.Tier));
        Assert.InRange(plan.Next.At!.Value, DeskFixture.Monday.AddHours(4), DeskFixture.Monday.AddHours(4).AddMinutes(1));
        Assert.Equal([TierState.Current, TierState.Next, TierState.Later, TierState.Later], plan.Tiers.Select(l => l.State));
        Assert.Equal(EscalationTier.Specialist, (await _desk.GetAsync(ticket)).NextStep!.Next);
        Assert.Null((await _desk.GetAsync(ticket, _desk.Staff)).NextStep);

        await AtAsync(4, 1);
        var given = await _desk.GetAsync(ticket);
        Assert.Equal(("Tess Tech", EscalationTier.Specialist), (given.Assignee!.Name, given.NextStep!.Current));
        await AtAsync(6, 25);
        Assert.Equal(TicketStatus.WaitingPartner, (await _desk.GetAsync(ticket)).Status);
        var first = await _desk.App.PublishedAsync<EscalationRequested>(e => e.TicketId == ticket);
        Assert.Equal(("network", "Mat", "80 % of the SLA target for the resolution is used."),
            (first.Area, first.RequestedBy, first.Reason));

        var partner = Guid.NewGuid();
        await _desk.App.DeliverAsync(Step(first, 2, "sent", "sent", partner));
        await AtAsync(7, 27);
        var second = await _desk.App.PublishedAsync<EscalationRequested>(e => e.TicketId == ticket && e.EscalationId != first.EscalationId);
        Assert.Equal(partner, second.NotPartnerId);
        await _desk.App.PublishedAsync<EscalationCancelled>(e => e.EscalationId == first.EscalationId);
        plan = await PlanAsync(ticket);
        Assert.Equal((EscalationTier.SecondPartner, null), (plan.Tier, plan.Next));
        Assert.Equal(plan.Clocks.LifeMinutes, plan.Clocks.WithUsMinutes + plan.Clocks.WithPartnerMinutes);
        Assert.InRange(plan.Clocks.WithPartnerMinutes, 60, 64);
        Assert.Equal(3,
            (await _desk.TimelineAsync(ticket)).Count(e => e.Text is { } text
                && (text.StartsWith("Assigned to specialist", StringComparison.Ordinal)
                    || text.StartsWith("Escalated to", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Held_skipped_and_taken_early_by_hand_with_a_reason()
    {
        await PolicyAsync(new { tier = "specialist", atShare = 50 }, new { tier = "partner", atShare = 80 });
        var ticket = (await OpenAsync("network")).Id;
        Assert.Equal(HttpStatusCode.BadRequest, (await _desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket}/plan/hold", new { })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await _desk.Staff.PostAsJsonAsync($"/api/tickets/{ticket}/plan/hold", new { reason = "x" })).StatusCode);
        var held = await DoAsync(ticket, "hold", "The part comes today");
        Assert.Equal(("Tess Tech", "The part comes today", null), (held.Held!.By, held.Held.Reason, held.Next!.At));
        await AtAsync(5, 0);
        Assert.Equal(EscalationTier.Team, (await PlanAsync(ticket)).Tier);

        await DoAsync(ticket, "release", "It did not come");
        var skipped = await DoAsync(ticket, "skip", "The specialist is at another school");
        Assert.Equal((EscalationTier.Partner, TierState.Skipped), (skipped.Next!.Tier, skipped.Tiers[1].State));
        var taken = await DoAsync(ticket, "execute", "We know that it is the controller");
        Assert.Equal((EscalationTier.Partner, TicketStatus.WaitingPartner), (taken.Tier, (await _desk.GetAsync(ticket)).Status));
        Assert.Equal("Tess Tech", (await _desk.App.PublishedAsync<EscalationRequested>(e => e.TicketId == ticket)).RequestedBy);
        await DeskFixture.RefusedAsync(
            await _desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket}/plan/execute", new { reason = "x", tier = "specialist" }),
            HttpStatusCode.Conflict, "plan.nothing_next");

        var said = (await _desk.TimelineAsync(ticket)).Select(e => e.Text).ToList();
        foreach (var reason in new[] { "The part comes today", "It did not come", "The specialist is at another school",
            "We know that it is the controller" })
            Assert.Contains(said, s => s?.Contains(reason, StringComparison.Ordinal) == true);
        Assert.DoesNotContain(await _desk.TimelineAsync(ticket, _desk.Staff),
            e => e.Text?.Contains("specialist", StringComparison.Ordinal) == true);
        var audit =
            (await (await _desk.App.As(Roles.Admin)
                .GetAsync($"/api/tickets/audit?subjectId={ticket}&limit=250")).Content.ReadFromJsonAsync<Page<AuditView>>(
                StrictJson.Options))!.Items;
        Assert.Contains(audit,
            a => a is { Actor: "Tess Tech" } && a.Changes!.Value.ToString().Contains("The part comes today", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rule_and_absence_are_at_once_and_a_changed_policy_holds_for_open_tickets()
    {
        var open = (await OpenAsync("network")).Id;
        Assert.Null((await PlanAsync(open)).PolicyName);
        var policy = await PolicyAsync(new { tier = "partner", rule = new { priorities = new[] { "critical" } }, whenNobody = true });
        await _desk.WatchAsync();
        Assert.Equal(("Network", (DateTimeOffset?)null), ((await PlanAsync(open)).PolicyName, (await PlanAsync(open)).Next!.At));

        var critical = await OpenAsync("network", "high", "high");
        await _desk.WatchAsync();
        Assert.Equal(TicketStatus.WaitingPartner, (await _desk.GetAsync(critical.Id)).Status);
        Assert.Equal("The priority is critical.",
            (await _desk.App.PublishedAsync<EscalationRequested>(e => e.TicketId == critical.Id)).Reason);
        Assert.Null((await OpenAsync("chairs")).NextStep);

        using var request = new HttpRequestMessage(HttpMethod.Put,
            $"/api/tickets/escalation-policies/{policy.Id}")
        {
            Content =
                JsonContent.Create(new
                {
                    name = "Network",
                    area = "network",
                    categories = new[] { "network" },
                    steps = new[] { new { tier = "partner", atShare = 90, whenNobody = true } }
                })
        };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        Assert.Equal(90, (await DeskFixture.ReadAsync<PolicyView>(await _desk.Manager.SendAsync(request))).Steps.Single().AtShare);
        await _desk.WatchAsync();
        Assert.Equal(90, (await PlanAsync(open)).Next!.Share);

        // Tess has the skill in this policy and does not work for any school from now on.
        await _desk.App.DeliverAsync(new PersonChanged(new(_desk.Tess, 2, "Tess Tech", "tess@trust.example", false, null, [])));
        var nobody = await OpenAsync("network");
        await _desk.WatchAsync();
        foreach (var id in new[] { nobody.Id, open }) // what is open already hangs on her as well
            Assert.Equal("No agent is at work for the school.",
                (await _desk.App.PublishedAsync<EscalationRequested>(e => e.TicketId == id)).Reason);
    }

    [Fact]
    public async Task Absence_is_that_nobody_with_the_skill_is_at_work_for_the_rest_of_the_schools_day()
    {
        await PolicyAsync([], new { tier = "partner", whenNobody = true });
        await _desk.App.DeliverAsync(
            new PersonChanged(new(_desk.ElmTech, 2, "Emil Elm", "emil@trust.example", true, null,
                [new(Roles.Technician, null)]))); // of the desk, without the skill
        var early = (await OpenAsync("network")).Id;
        Assert.Null((await PlanAsync(early)).Next!.At); // this trust keeps no skills: nobody can be missed
        await SkillAsync(_desk.Tess, 1, [new("network", Skill.MinHeldLevel)], "10:00", "12:00");
        var ticket = (await OpenAsync("network")).Id;
        await _desk.WatchAsync();
        Assert.Null((await PlanAsync(ticket)).Next!.At); // she comes at ten

        await AtAsync(3, 1); // and has left at noon
        foreach (var id in new[] { early, ticket })
            Assert.Equal("No specialist is at work for the school.",
                (await _desk.App.PublishedAsync<EscalationRequested>(e => e.TicketId == id)).Reason);

        await AtAsync(9, 0); // the school is closed: what counts is its next day, on which she comes again
        var night = (await OpenAsync("network")).Id;
        await _desk.WatchAsync();
        Assert.Null((await PlanAsync(night)).Next!.At);
        await SkillAsync(_desk.Tess, 2, [new("network", Skill.MinHeldLevel)], "10:00", "12:00",
            new Absence(new(2026, 11, 24), new(2026, 11, 25)));
        await _desk.WatchAsync();
        Assert.Equal(TicketStatus.WaitingPartner, (await _desk.GetAsync(night)).Status);
    }

    [Fact]
    public async Task Specialist_is_whoever_holds_the_skill_and_is_at_work()
    {
        await PolicyAsync([], new { tier = "specialist", atShare = 0 });
        var emil = _desk.ElmTech;
        await _desk.App.DeliverAsync(
            new PersonChanged(new(emil, 2, "Emil Elm", "emil@trust.example", true, null, [new(Roles.Technician, null)])));
        await SkillAsync(emil, 1, [new("network", 1)]); // learns it; by name he would be the first
        await SkillAsync(_desk.Tess, 3, [new("network", 3)]);
        await SkillAsync(_desk.Tess, 2, []); // older, and late
        Assert.Equal("Tess Tech", await SpecialistAsync());

        await SkillAsync(emil, 2, [new("network", 2)]);
        await SkillAsync(_desk.Tess, 4, [new("network", 3)], "18:00", "19:00");
        Assert.Equal("Emil Elm", await SpecialistAsync());
        await SkillAsync(emil, 3, []);
        Assert.Null(await SpecialistAsync());
    }

    [Fact]
    public async Task Policies_that_cannot_be_are_refused()
    {
        foreach (var steps in new object[]
        {
            new[] { new { tier = "partner", atShare = 50 }, new { tier = "partner", atShare = 60 } },
            new[] { new { tier = "team", atShare = 50 } },
            new[] { new { tier = "partner", afterMinutes = 50 } }, new[] { new { tier = "second_partner", atShare = 50 } },
        })
            Assert.Equal(HttpStatusCode.BadRequest,
                (await _desk.Manager.PostAsJsonAsync("/api/tickets/escalation-policies",
                    new { name = "n", area = "network", steps })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await _desk.Tech.PostAsJsonAsync("/api/tickets/escalation-policies",
                new { name = "n", area = "network", steps = Array.Empty<object>() })).StatusCode);
        var school = _desk.App.As(Roles.Manager, _desk.Oak);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await school.PostAsJsonAsync("/api/tickets/escalation-policies",
                new { name = "n", area = "network", steps = Array.Empty<object>() })).StatusCode);
    }

    private Task<PolicyView> PolicyAsync(params object[] steps) => PolicyAsync([_desk.Tess], steps);

    private async Task<PolicyView> PolicyAsync(Guid[] specialists, params object[] steps) => await DeskFixture.ReadAsync<PolicyView>(
        await _desk.Manager.PostAsJsonAsync("/api/tickets/escalation-policies",
            new { name = "Network", area = "network", categories = new[] { "network" }, teamMinutes = 120, specialists, steps }),
        HttpStatusCode.Created);

    private async Task<string?> SpecialistAsync()
    {
        var ticket = await OpenAsync("network");
        await _desk.WatchAsync();
        return (await _desk.GetAsync(ticket.Id)).Assignee?.Name;
    }

    /// <summary>A person's skills, and the hours of every Monday and Tuesday when there are any.</summary>
    private Task SkillAsync(Guid person, int version, Skill[] skills, string? opens = null, string closes = "",
        params Absence[] absences) =>
        _desk.App.DeliverAsync(new SkillChanged(new(
            person, version, true, skills,
            opens is null ? null
                : [.. new[] { DayOfWeek.Monday,
                    DayOfWeek.Tuesday }.Select(
                        d => new OpeningHours(d, TimeOnly.Parse(opens, CultureInfo.InvariantCulture),
                            TimeOnly.Parse(closes, CultureInfo.InvariantCulture)))],
            absences)));

    private Task<TicketView> OpenAsync(string category, string impact = "high", string urgency = "medium") =>
        _desk.OpenAsync(_desk.Tech,
            new { title = "Wi-Fi down", category, impact, urgency, schoolId = _desk.Oak, requesterId = _desk.Teacher });

    private async Task<TicketPlanView> PlanAsync(Guid ticket) =>
        await DeskFixture.ReadAsync<TicketPlanView>(await _desk.Tech.GetAsync($"/api/tickets/{ticket}/plan"));

    private async Task<TicketPlanView> DoAsync(Guid ticket, string command, string reason) =>
        await DeskFixture.ReadAsync<TicketPlanView>(
            await _desk.Tech.PostAsJsonAsync($"/api/tickets/{ticket}/plan/{command}", new { reason }));

    private async Task AtAsync(int hours, int minutes)
    {
        _desk.App.Clock.MoveTo(DeskFixture.Monday.AddHours(hours).AddMinutes(minutes));
        await _desk.WatchAsync();
    }

    private EscalationProgressed Step(EscalationRequested asked, int version, string status, string kind, Guid partner) => new(
        new(asked.EscalationId, version, "E-1", asked.TicketId, "T-1", _desk.Oak, partner, "WiFi Ltd", "network", status,
            asked.RequestedAt, null, null, null, null),
        new(Guid.CreateVersion7(), kind, "WiFi Ltd", null, null, null, null, asked.RequestedAt));
}
