using FsCheck;
using FsCheck.Fluent;
using Mat.Contracts.Trust;
using Mat.Tickets.Sla;
using Mat.Tickets.Tickets;

namespace Mat.Tickets.Tests.Lifecycle;

/// <summary>Any sequence of commands at any times leaves a ticket whole.</summary>
public sealed class LifecycleProperties
{
    private static readonly DateTimeOffset Start = new(2026, 10, 22, 7, 30, 0, TimeSpan.Zero); // the clocks go back on the 25th
    private static readonly SchoolCalendar Calendar =
        new(CalendarSnapshot.Default with { Closed = [new(new(2026, 10, 26), new(2026, 10, 30), "Half term")] });

    private enum Deed
    {
        Assign, HeardDesk, HeardRequester, Wait, Continue, Escalate, Ask, Answer, Back, Resolve, Reopen, Close, Raise,
        Lower, Watch, Recalendar
    }

    private sealed record Step(Deed Deed, int MinutesLater);

    [Fact]
    public void Invariants_hold_after_every_command() => Prop.ForAll(Steps(), steps =>
    {
        var (ticket, now) = (TicketTests.Open(Start), Start);
        foreach (var step in steps)
        {
            now = now.AddMinutes(step.MinutesLater);
            Do(ticket, step.Deed, now);
            if (Broken(ticket, now) is { } broken)
                throw new InvalidOperationException($"{step}: {broken}");
        }
        return true;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Running_paused_and_stopped_time_add_up_to_life() => Prop.ForAll(Steps(), steps =>
    {
        var (ticket, now, stopped) = (TicketTests.Open(Start), Start, 0L);
        foreach (var step in steps)
        {
            var later = now.AddMinutes(step.MinutesLater);
            if (!ticket.Status.IsActive())
                stopped += Calendar.Between(now, later).Ticks;
            now = later;
            Do(ticket, step.Deed, now);
        }
        ticket.AccrueElapsed(now, Calendar);
        return ticket.ElapsedTicks + ticket.PausedTicks + stopped == Calendar.Between(Start, now).Ticks;
    }).QuickCheckThrowOnFailure();

    /// <summary>On the wall clock: what was with partners and what was with us is the whole of the ticket's open life.</summary>
    [Fact]
    public void Time_with_us_and_time_with_the_partner_add_up_to_the_tickets_life() => Prop.ForAll(Steps(), steps =>
    {
        var (ticket, now, life, partner) = (TicketTests.Open(Start), Start, 0L, 0L);
        foreach (var step in steps)
        {
            var later = now.AddMinutes(step.MinutesLater);
            if (ticket.Status.IsActive())
                life += (later - now).Ticks;
            if (ticket.Status == TicketStatus.WaitingPartner)
                partner += (later - now).Ticks;
            now = later;
            Do(ticket, step.Deed, now);
            var (us, them) = ticket.OpenTimeAt(now);
            if ((long)(us + them) != life / TimeSpan.TicksPerMinute || them != partner / TimeSpan.TicksPerMinute)
                return false;
        }
        ticket.AccrueElapsed(now, Calendar);
        return ticket.InternalElapsedTicks + ticket.PartnerElapsedTicks == life && ticket.PartnerElapsedTicks == partner;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Priority_changes_alone_change_no_time() => Prop.ForAll(Steps(), steps =>
    {
        var (plain, weighed, now) = (TicketTests.Open(Start), TicketTests.Open(Start), Start);
        foreach (var step in steps)
        {
            now = now.AddMinutes(step.MinutesLater);
            Do(weighed, step.Deed, now);
            if (step.Deed is not (Deed.Raise or Deed.Lower))
                Do(plain, step.Deed, now);
        }
        plain.AccrueElapsed(now, Calendar);
        weighed.AccrueElapsed(now, Calendar);
        return plain.ElapsedTicks == weighed.ElapsedTicks && plain.PausedTicks == weighed.PausedTicks && plain.Status == weighed.Status;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Looking_often_changes_nothing() => Prop.ForAll(Steps(), steps =>
    {
        var (once, often, now) = (TicketTests.Open(Start), TicketTests.Open(Start), Start);
        foreach (var step in steps.Where(s => s.Deed != Deed.Watch))
        {
            for (var part = 0; part < 3; part++)
                often.AccrueElapsed(now.AddMinutes(step.MinutesLater * part / 3), Calendar);
            now = now.AddMinutes(step.MinutesLater);
            Do(once, step.Deed, now);
            Do(often, step.Deed, now);
        }
        return once.ResolutionClockAt(now, Calendar) == often.ResolutionClockAt(now, Calendar)
            && once.FirstResponseClockAt(now, Calendar) == often.FirstResponseClockAt(now, Calendar);
    }).QuickCheckThrowOnFailure();

    private static Arbitrary<Step[]> Steps() =>
        (from deed in Gen.Elements(Enum.GetValues<Deed>())
         from minutes in Gen.Frequency((3, Gen.Choose(0, 90)), (2, Gen.Choose(0, 3_000)), (1, Gen.Choose(0, 14_000)))
         select new Step(deed, minutes)).ArrayOf().ToArbitrary();

    private static void Do(Ticket ticket, Deed deed, DateTimeOffset now)
    {
        _ = deed switch
        {
            Deed.Assign => (object?)ticket.Assign(Guid.NewGuid(), "Tess", Calendar, now),
            Deed.HeardDesk => ticket.RegisterReply(true, Calendar, now),
            Deed.HeardRequester => ticket.RegisterReply(false, Calendar, now),
            Deed.Wait => ticket.Pause(Calendar, now),
            Deed.Continue => ticket.Resume(Calendar, now),
            Deed.Escalate => ticket.Escalate(Guid.NewGuid(), "network", Calendar, now),
            Deed.Ask => ticket.RegisterPartnerQuestion(Calendar, now),
            Deed.Answer => ticket.RegisterAnswerToPartner(Calendar, now),
            Deed.Back => ticket.ReturnFromPartner(Calendar, now),
            Deed.Resolve => ticket.Resolve(new("Done", null, null, 5, "Tess"), Calendar, now),
            Deed.Reopen => ticket.Reopen(Calendar, now),
            Deed.Close => ticket.Close(Calendar, now),
            Deed.Raise => ticket.Reprioritize(TicketLevel.High, TicketLevel.High, SlaTargets.Default, Calendar, now),
            Deed.Lower => ticket.Reprioritize(TicketLevel.Low, TicketLevel.Low, SlaTargets.Default, Calendar, now),
            Deed.Watch => ticket.ProcessDueTime(Calendar, now),
            _ => Recalendar(ticket, now),
        };
    }

    private static bool Recalendar(Ticket ticket, DateTimeOffset now)
    {
        ticket.ApplyCalendar(Calendar, 2, now);
        return true;
    }

    private static string? Broken(Ticket ticket, DateTimeOffset now)
    {
        var resolution = ticket.ResolutionClockAt(now, Calendar);
        var first = ticket.FirstResponseClockAt(now, Calendar);
        if (ticket.ElapsedTicks < 0 || ticket.PausedTicks < 0)
            return "negative time";
        if (ticket.AccruedUntil > now)
            return "booked the future";
        if (!ticket.Status.IsClockRunning() && (ticket.ResolutionDueAt, ticket.FirstResponseDueAt) != (null, null))
            return "due while standing still";
        if (ticket.Status.IsClockRunning() && ticket.ResolutionDueAt is null)
            return "no due date while running";
        if (ticket.Status is TicketStatus.Resolved or TicketStatus.Closed && (ticket.ResolvedAt is null || ticket.FirstRespondedAt is null))
            return "resolved without a time";
        if (ticket.Status.IsActive() && (ticket.ResolvedAt ?? ticket.ClosedAt) is not null)
            return "active with an end";
        if ((ticket.Status == TicketStatus.Closed) != (ticket.ClosedAt is not null))
            return "closed at";
        if (ticket.Priority != PriorityMatrix.Of(ticket.Impact, ticket.Urgency))
            return "priority";
        if (resolution.State == ClockState.Running && ticket.ResolutionDueAt <= now)
            return "running past its due date";
        if (resolution.State == ClockState.Running != (ticket.Status.IsClockRunning() && resolution.State != ClockState.Breached))
            return "state";
        if (ticket.AccruedUntil == now && ticket.ResolutionBreachedAt is not null != (resolution.State == ClockState.Breached))
            return "breach mark";
        if (ticket.Breached != ((ticket.ResolutionBreachedAt ?? ticket.FirstResponseBreachedAt) is not null))
            return "breached";
        if (first.ElapsedMinutes > resolution.ElapsedMinutes)
            return "first response longer than resolution";
        if (ticket.Status.IsClockRunning() && ticket.AccruedUntil == now && resolution.State == ClockState.Running
            && Calendar.Between(now, ticket.ResolutionDueAt!.Value).Ticks
            + ticket.ElapsedTicks != ticket.ResolutionTargetMinutes * TimeSpan.TicksPerMinute)
            return "due date is not what remains";
        return ticket.Status == TicketStatus.Closed && ticket.NextCheckAt is not null ? "closed and watched" : null;
    }
}
