import { Button } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Ticket, TicketPlan } from "../../api/schemas";
import { ticketActions, ticketQueries } from "../../api/ticketApi";
import { When } from "../../ui/Badges";
import { label, span } from "../../ui/format";
import { Facts } from "../../ui/parts";
import { ReasonDialog } from "./Dialogs";

type Command = "take" | "skip" | "hold" | "release";

const tiers: Record<string, string> = {
  team: "the team",
  specialist: "the specialist",
  partner: "a partner",
  second_partner: "a second partner",
};

const commands: Record<Command, (id: string, reason: string) => Promise<TicketPlan>> = {
  take: ticketActions.takeStep,
  skip: ticketActions.skipStep,
  hold: ticketActions.holdPlan,
  release: ticketActions.releasePlan,
};

const asks: Record<Command, { title: string; button: string; said: string }> = {
  take: { title: "Escalate now", button: "Escalate now", said: "Done. The reason is recorded in the conversation." },
  skip: { title: "Skip step", button: "Skip step", said: "Skipped." },
  hold: {
    title: "Put the escalation on hold",
    button: "Hold",
    said: "On hold. Nothing is escalated automatically until the hold is released.",
  },
  release: { title: "Release the hold", button: "Release hold", said: "Hold released." },
};

/** The next automatic escalation step of the ticket, and the time spent at each support level so far. */
export function PlanPanel({ ticket }: { ticket: Ticket }) {
  const plan = useQuery(ticketQueries.plan(ticket.reference));
  const client = useQueryClient();
  const [asking, setAsking] = useState<Command | null>(null);
  if (!plan.data || (!plan.data.policyName && !ticket.escalation)) return null;
  const { next, held, clocks } = plan.data;
  const active = ticket.status !== "resolved" && ticket.status !== "closed";
  const settle = () => client.invalidateQueries({ queryKey: ["ticket"] });
  const button = (command: Command, text: string) => (
    <Button size="xs" variant="default" onClick={() => setAsking(command)}>
      {text}
    </Button>
  );
  return (
    <section className="card stack tight" aria-label="What happens next">
      <h2>What happens next</h2>
      {active && (
        <p>
          {held ? (
            "On hold: nothing is escalated automatically."
          ) : next ? (
            <NextStep plan={plan.data} />
          ) : (
            "No automatic step."
          )}
        </p>
      )}
      {held && (
        <p className="small muted">
          {held.by}, <When at={held.at} />: {held.reason}
        </p>
      )}
      <ol className="steps small" aria-label="Support levels">
        {plan.data.tiers.map((tier) => (
          <li key={tier.tier} aria-current={tier.state === "current" ? "step" : undefined}>
            <strong>{label(tier.tier)}</strong> · {tier.state === "current" ? "current level" : label(tier.state)}
          </li>
        ))}
      </ol>
      <Facts
        items={[
          ["With us", span(clocks.withUsMinutes)],
          ["With partners", clocks.withPartnerMinutes > 0 && span(clocks.withPartnerMinutes)],
          [
            "Team target",
            clocks.ola && `${span(clocks.ola.elapsedMinutes)} of ${span(clocks.ola.targetMinutes)} school time`,
          ],
          [
            "Partner's agreement",
            clocks.partner?.resolveDueAt && (
              <span className={clocks.partner.resolveLate || clocks.partner.answerLate ? "t-breach" : undefined}>
                {clocks.partner.pausedSince ? (
                  <>
                    stands still since <When at={clocks.partner.pausedSince} />: they wait for an answer
                  </>
                ) : (
                  <>
                    solved by <When at={clocks.partner.resolveDueAt} />
                  </>
                )}
                {clocks.partner.answerLate && ", answered late"}
              </span>
            ),
          ],
        ]}
      />
      {active && (
        <div className="actions">
          {next && button("take", "Escalate now")}
          {next && button("skip", "Skip")}
          {held ? button("release", "Release hold") : next && button("hold", "Hold")}
        </div>
      )}
      {asking && (
        <ReasonDialog
          title={asks[asking].title}
          label="Why?"
          button={asks[asking].button}
          said={asks[asking].said}
          run={async (reason) => {
            client.setQueryData(
              ticketQueries.plan(ticket.reference).queryKey,
              await commands[asking](ticket.reference, reason),
            );
            return undefined;
          }}
          onClose={() => setAsking(null)}
          onDone={settle}
        />
      )}
    </section>
  );
}

function NextStep({ plan }: { plan: TicketPlan }) {
  if (!plan.next) return null;
  const to = tiers[plan.next.tier] ?? label(plan.next.tier);
  if (plan.next.at)
    return (
      <>
        Goes to {to} <When at={plan.next.at} />: {plan.next.reason}
      </>
    );
  return plan.next.share !== null && plan.next.share !== undefined ? (
    <>
      Goes to {to} at {plan.next.share} % of the time for the fix; the clock stands still now.
    </>
  ) : (
    <>Next would be {to}, by hand.</>
  );
}
