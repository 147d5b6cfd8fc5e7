import { Button, Modal, NumberInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { partnerActions, partnerQueries } from "../../api/partnerApi";
import type { Budget } from "../../api/schemas";
import { useScope, useSession } from "../../app/session";
import { Badge } from "../../ui/Badges";
import { done } from "../../ui/feedback";
import { count } from "../../ui/format";
import { Back, Empty, ErrorPanel, Loaded, PageHead } from "../../ui/parts";
import { isManager } from "../../ui/permissions";
import { FilterSelect } from "../../ui/pickers";
import { budgetState, financialYear, yearText } from "./budget";
import { money } from "./ComplianceDocuments";

const route = getRouteApi("/shell/partners/budgets");

/** What each school may spend on partners in a financial year, and what it has spent. */
export default function BudgetsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const session = useSession();
  const { schoolId } = useScope();
  const now = financialYear(new Date());
  const year = search.year && /^20\d\d$/.test(search.year) ? Number(search.year) : now;
  const budgets = useQuery(partnerQueries.budgets(year));
  const [asked, setAsked] = useState<Budget | null>(null);
  return (
    <div className="page">
      <PageHead title="Budgets for partners" above={<Back to="/partners">Partners</Back>}>
        <FilterSelect
          label="Financial year"
          value={String(year)}
          onChange={(next) => navigate({ to: ".", search: (old) => ({ ...old, year: next }), replace: true })}
          data={[now + 1, now, now - 1, now - 2].map((y) => ({ value: String(y), label: yearText(y) }))}
        />
      </PageHead>
      <Loaded query={budgets} rows={8}>
        {({ items }) => {
          const rows = session.schools
            .filter((school) => !schoolId || school.id === schoolId)
            .map(
              (school) =>
                items.find((b) => b.schoolId === school.id) ?? {
                  schoolId: school.id,
                  schoolName: school.name,
                  year,
                  version: 0,
                  amountPence: null,
                  spentPence: 0,
                  escalations: 0,
                  openEscalations: 0,
                },
            );
          return rows.length === 0 ? (
            <div className="card">
              <Empty title="No schools to show" text="Schools appear once they have joined the trust." />
            </div>
          ) : (
            <Board rows={rows} onAsk={isManager(session) ? setAsked : undefined} />
          );
        }}
      </Loaded>
      {asked && <SetBudget budget={asked} onClose={() => setAsked(null)} />}
    </div>
  );
}

function Board({ rows, onAsk }: { rows: Budget[]; onAsk?: (budget: Budget) => void }) {
  return (
    <section className="list-box" aria-label="By school">
      <table className="list" aria-label="Budgets by school">
        <thead>
          <tr>
            <th scope="col">School</th>
            <th scope="col" className="right fold">
              Budget
            </th>
            <th scope="col" className="right fold">
              Spent
            </th>
            <th scope="col" className="fold">
              State
            </th>
            {onAsk && (
              <th scope="col">
                <span className="hide">Change</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((b) => (
            <tr key={b.schoolId}>
              <th scope="row">
                {b.schoolName}
                <div className="folded small">
                  {b.amountPence != null && (
                    <span>
                      {money(b.spentPence)} of {money(b.amountPence)}
                    </span>
                  )}
                  {b.amountPence == null && b.spentPence > 0 && <span>{money(b.spentPence)} spent</span>}
                  <State budget={b} />
                </div>
              </th>
              <td className="right num fold">{money(b.amountPence) ?? "none set"}</td>
              <td className="right num fold">
                {money(b.spentPence)}
                {b.escalations > 0 && <span className="small muted"> · {count(b.escalations, "escalation")}</span>}
              </td>
              <td className="fold">
                <State budget={b} />
              </td>
              {onAsk && (
                <td className="right">
                  <Button
                    size="xs"
                    variant="default"
                    onClick={() => onAsk(b)}
                    aria-label={`Set the budget of ${b.schoolName}`}
                  >
                    Set
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small muted" style={{ padding: "10px 16px" }}>
        From 1 September to 31 August. What ended in the year counts; what is open now comes on top.
      </p>
    </section>
  );
}

function State({ budget }: { budget: Budget }) {
  const { tone, shape, text } = budgetState(budget);
  const open = budget.openEscalations > 0 && `${budget.openEscalations} open`;
  return (
    <span>
      {text && (
        <Badge tone={tone} shape={shape}>
          {text}
        </Badge>
      )}
      {open && (
        <span className="small muted">
          {text ? " · " : ""}
          {open}
        </span>
      )}
    </span>
  );
}

function SetBudget({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const client = useQueryClient();
  const [amount, setAmount] = useState<number | string>(budget.amountPence != null ? budget.amountPence / 100 : "");
  const save = useMutation({
    mutationFn: () =>
      partnerActions.saveBudget(budget.schoolId, budget.year, Math.round(Number(amount) * 100), budget.version),
    onSuccess: () => {
      done("Saved.");
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["escalation", "budgets"] }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Budget of ${budget.schoolName}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        {save.error && <ErrorPanel error={save.error} />}
        <p className="small muted">
          {yearText(budget.year)}. Spent so far: {money(budget.spentPence)}.
        </p>
        <NumberInput
          label="Pounds for the year"
          prefix="£"
          thousandSeparator=","
          decimalScale={2}
          min={0}
          max={10000000}
          hideControls
          required
          withAsterisk={false}
          value={amount}
          onChange={setAmount}
        />
        <div className="actions">
          <Button type="submit" loading={save.isPending} disabled={amount === ""}>
            Save budget
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
