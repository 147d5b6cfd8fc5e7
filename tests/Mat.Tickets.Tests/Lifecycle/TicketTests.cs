using Mat.Contracts.Trust;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Lifecycle;

public sealed class TicketTests
{
    internal static readonly SchoolCalendar Calendar = new(CalendarSnapshot.Default);
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(TicketLevel.High, TicketLevel.High, TicketPriority.Critical)]
    [InlineData(TicketLevel.High, TicketLevel.Medium, TicketPriority.High)]
    [InlineData(TicketLevel.Medium, TicketLevel.High, TicketPriority.High)]
    [InlineData(TicketLevel.Medium, TicketLevel.Medium, TicketPriority.Medium)]
    [InlineData(TicketLevel.High, TicketLevel.Low, TicketPriority.Medium)]
    [InlineData(TicketLevel.Low, TicketLevel.High, TicketPriority.Medium)]
    [InlineData(TicketLevel.Medium, TicketLevel.Low, TicketPriority.Low)]
    [InlineData(TicketLevel.Low, TicketLevel.Medium, TicketPriority.Low)]
    [InlineData(TicketLevel.Low, TicketLevel.Low, TicketPriority.Low)]
    public void Impact_and_urgency_make_priority(TicketLevel impact, TicketLevel urgency, TicketPriority priority) =>
        Assert.Equal(priority, PriorityMatrix.Of(impact, urgency));

    [Fact]
    public void Raising_reaches_the_priority_and_never_lowers()
    {
        foreach (var target in Enum.GetValues<TicketPriority>())
            foreach (var impact in Enum.GetValues<TicketLevel>())
                foreach (var urgency in Enum.GetValues<TicketLevel>())
                {
                    var raised = PriorityMatrix.RaiseTo(target, impact, urgency);
                    Assert.True(raised.Impact <= impact && raised.Urgency <= urgency);
                    Assert.True(PriorityMatrix.Of(raised.Impact, raised.Urgency) <= target);
                    if (PriorityMatrix.Of(impact, urgency) <= target)
                        Assert.Equal((impact, urgency), raised);
                }
    }

    [Fact]
    public void New_ticket_runs_to_its_goals()
    {
        var ticket = Open();
        Assert.Equal(TicketPriority.High, ticket.Priority);
        Assert.Equal(Monday.AddHours(1), ticket.FirstResponseDueAt);
        Assert.Equal(Monday.AddHours(8), ticket.ResolutionDueAt);
        Assert.Equal(ticket.FirstResponseDueAt, ticket.NextCheckAt);
        Assert.Equal("T-10001", ticket.Reference);
    }

    [Fact]
    public void Waiting_moves_the_due_date_by_the_time_waited()
    {
        var ticket = Open();
        Assert.Null(ticket.Pause(Calendar, Monday.AddMinutes(30)));
        Assert.Null(ticket.ResolutionDueAt);
        Assert.Equal(ClockState.Paused, ticket.ResolutionClockAt(Monday.AddHours(3), Calendar).State);
        Assert.Equal(30, ticket.ResolutionClockAt(Monday.AddHours(3), Calendar).ElapsedMinutes);
        Assert.Null(ticket.Resume(Calendar, Monday.AddHours(24)));
        Assert.Equal(Monday.AddHours(24 + 7.5), ticket.ResolutionDueAt);
        Assert.Equal(TimeSpan.FromHours(8.5).Ticks, ticket.PausedTicks);
    }

    [Fact]
    public void New_priority_keeps_elapsed_and_paused_time()
    {
        var ticket = Open();
        ticket.Pause(Calendar, Monday.AddHours(1));
        ticket.Resume(Calendar, Monday.AddHours(3));
        Assert.Null(ticket.Reprioritize(TicketLevel.High, TicketLevel.High, SlaTargets.Default, Calendar, Monday.AddHours(4)));
        Assert.Equal(TicketPriority.Critical, ticket.Priority);
        Assert.Equal(120, ticket.ResolutionClockAt(Monday.AddHours(4), Calendar).ElapsedMinutes);
        Assert.Equal(TimeSpan.FromHours(2).Ticks, ticket.PausedTicks);
        Assert.Equal(Monday.AddHours(6), ticket.ResolutionDueAt);
        ticket.Reprioritize(TicketLevel.Low, TicketLevel.Low, SlaTargets.Default, Calendar, Monday.AddHours(4));
        Assert.Equal(120, ticket.ResolutionClockAt(Monday.AddHours(4), Calendar).ElapsedMinutes);
        Assert.Equal(2880 - 120, ticket.ResolutionClockAt(Monday.AddHours(4), Calendar).RemainingMinutes);
    }

    [Fact]
    public void Priority_changed_while_waiting_keeps_waiting()
    {
        var ticket = Open();
        ticket.Pause(Calendar, Monday.AddHours(1));
        ticket.Reprioritize(TicketLevel.High, TicketLevel.High, SlaTargets.Default, Calendar, Monday.AddHours(2));
        ticket.Resume(Calendar, Monday.AddHours(5));
        Assert.Equal(60, ticket.ResolutionClockAt(Monday.AddHours(5), Calendar).ElapsedMinutes);
        Assert.Equal(TimeSpan.FromHours(4).Ticks, ticket.PausedTicks);
    }

    [Fact]
    public void Missed_goal_is_announced_once_and_forgotten_when_the_goal_moves_away()
    {
        var ticket = Open();
        ticket.ProcessDueTime(Calendar, Monday.AddHours(1));
        Assert.Equal(["first_response"], ticket.DequeueNewBreaches());
        Assert.Equal(Monday.AddHours(1), ticket.FirstResponseBreachedAt);
        Assert.Equal(ticket.ResolutionDueAt, ticket.NextCheckAt);
        ticket.ProcessDueTime(Calendar, Monday.AddHours(2));
        Assert.Empty(ticket.DequeueNewBreaches());
        ticket.Reprioritize(TicketLevel.Low, TicketLevel.Low, SlaTargets.Default, Calendar, Monday.AddHours(2));
        Assert.Null(ticket.FirstResponseBreachedAt);
        Assert.False(ticket.Breached);
    }

    [Fact]
    public void Late_answer_is_breached_and_its_verdict_is_final()
    {
        var ticket = Open();
        Assert.True(ticket.RegisterReply(byDesk: true, Calendar, Monday.AddHours(2)));
        Assert.Equal(Monday.AddHours(1), ticket.FirstResponseBreachedAt);
        ticket.Reprioritize(TicketLevel.Low, TicketLevel.Low, SlaTargets.Default, Calendar, Monday.AddHours(3));
        Assert.Equal(ClockState.Breached, ticket.FirstResponseClockAt(Monday.AddHours(3), Calendar).State);
        Assert.Equal(60, ticket.FirstResponseClockAt(Monday.AddHours(3), Calendar).TargetMinutes);
    }

    [Fact]
    public void Answer_in_time_meets_the_first_goal()
    {
        var ticket = Open();
        Assert.True(ticket.RegisterReply(byDesk: true, Calendar, Monday.AddMinutes(10)));
        Assert.Equal(TicketStatus.Open, ticket.Status);
        Assert.Equal(ClockState.Met, ticket.FirstResponseClockAt(Monday.AddDays(2), Calendar).State);
        Assert.False(ticket.RegisterReply(byDesk: true, Calendar, Monday.AddMinutes(20)));
    }

    [Fact]
    public void Requesters_answer_ends_waiting()
    {
        var ticket = Open();
        Assert.False(ticket.RegisterReply(byDesk: false, Calendar, Monday.AddMinutes(5)));
        ticket.Pause(Calendar, Monday.AddMinutes(10));
        Assert.True(ticket.RegisterReply(byDesk: false, Calendar, Monday.AddMinutes(30)));
        Assert.Equal(TicketStatus.Open, ticket.Status);
    }

    [Fact]
    public void Only_one_escalation_at_a_time()
    {
        var ticket = Open();
        Assert.Null(ticket.Escalate(Guid.NewGuid(), "network", Calendar, Monday));
        Assert.Equal(ValidationError.EscalationOpen, ticket.Escalate(Guid.NewGuid(), "network", Calendar, Monday));
        Assert.Equal(ValidationError.EscalationOpen, ticket.Pause(Calendar, Monday));
        Assert.Equal(ValidationError.EscalationOpen, ticket.Resume(Calendar, Monday));
    }

    [Fact]
    public void Reopened_within_fourteen_days_goes_on_where_it_stopped()
    {
        var ticket = Open();
        ticket.Resolve(new("Done", null, null, null, "Tess"), Calendar, Monday.AddHours(2));
        Assert.Equal(ValidationError.Resolved, ticket.Resolve(new("Done", null, null, null, "Tess"), Calendar, Monday.AddHours(2)));
        Assert.Equal(ClockState.Met, ticket.ResolutionClockAt(Monday.AddDays(3), Calendar).State);
        Assert.Null(ticket.Reopen(Calendar, Monday.AddDays(14)));
        Assert.Equal(120, ticket.ResolutionClockAt(Monday.AddDays(14), Calendar).ElapsedMinutes);
        Assert.Null(ticket.ResolvedAt);
    }

    [Fact]
    public void Reopened_too_late_is_refused()
    {
        var ticket = Open();
        ticket.Resolve(new("Done", null, null, null, "Tess"), Calendar, Monday);
        Assert.Equal(ValidationError.ReopenTooLate, ticket.Reopen(Calendar, Monday.AddDays(14).AddTicks(1)));
    }

    [Fact]
    public void Resolved_ticket_closes_by_itself_after_seven_days()
    {
        var ticket = Open();
        ticket.Resolve(new("Done", null, null, null, "Tess"), Calendar, Monday);
        Assert.Equal(Monday.AddDays(7), ticket.NextCheckAt);
        Assert.False(ticket.ProcessDueTime(Calendar, Monday.AddDays(7).AddTicks(-1)));
        Assert.True(ticket.ProcessDueTime(Calendar, Monday.AddDays(7)));
        Assert.Equal(TicketStatus.Closed, ticket.Status);
        Assert.Null(ticket.NextCheckAt);
        Assert.Equal(ValidationError.Closed,
            ticket.Reprioritize(TicketLevel.High, TicketLevel.High, SlaTargets.Default, Calendar, Monday.AddDays(8)));
    }

    [Fact]
    public void New_calendar_moves_the_due_date()
    {
        var ticket = Open();
        var shut = new SchoolCalendar(CalendarSnapshot.Default with { Closed = [new(new(2026, 11, 23), new(2026, 11, 23), "Snow")] });
        ticket.ApplyCalendar(shut, 2, Monday.AddHours(1));
        Assert.Equal(Monday.AddDays(1).AddHours(7), ticket.ResolutionDueAt);
        Assert.False(ticket.Breached);
    }

    [Theory]
    [InlineData("T-10293", 10293L)]
    [InlineData(" t-1 ", 1L)]
    [InlineData("T-", null)]
    [InlineData("T--5", null)]
    [InlineData("10293", null)]
    [InlineData("T-99999999999999999999", null)]
    [InlineData(null, null)]
    public void Reference_reads_back(string? text, long? number) => Assert.Equal(number, Ticket.NumberOf(text));

    internal static Ticket Open(DateTimeOffset? at = null) => Ticket.Open(
        new("Board is dark", "Room 12", Guid.NewGuid(), Guid.NewGuid(), "Sam") { Impact = TicketLevel.Medium, Urgency = TicketLevel.High },
        10001, SlaTargets.Default, Calendar, 1, at ?? Monday);
}
