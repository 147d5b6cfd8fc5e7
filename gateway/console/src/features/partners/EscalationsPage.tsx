import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { escalationQueries } from "../../api/partnerApi";
import { useScope } from "../../app/session";
import { List } from "../../ui/List";
import { Back, Empty, PageHead } from "../../ui/parts";
import { FilterSelect } from "../../ui/pickers";
import { escalationColumns } from "./escalationColumns";

const route = getRouteApi("/shell/partners/escalations");
const open = "requested,unroutable,sent,acknowledged";

export default function EscalationsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { schoolId } = useScope();
  const query = {
    status: search.status === "all" ? undefined : (search.status ?? open),
    partnerId: search.partner,
    schoolId,
  };
  const escalations = useInfiniteQuery(escalationQueries.escalations(query));
  return (
    <div className="page">
      <PageHead title="Escalations" above={<Back to="/partners">Partners</Back>} />
      <search className="filters">
        <FilterSelect
          label="State"
          value={search.status ?? open}
          onChange={(status) =>
            navigate({
              to: ".",
              search: (old) => ({ ...old, status: status === open ? undefined : status }),
              replace: true,
            })
          }
          data={[
            { value: open, label: "Open" },
            { value: "unroutable", label: "No partner found" },
            { value: "sent", label: "Not acknowledged" },
            { value: "acknowledged", label: "Acknowledged" },
            { value: "resolved", label: "Solved" },
            { value: "rejected", label: "Declined" },
            { value: "cancelled", label: "Cancelled" },
            { value: "all", label: "All" },
          ]}
        />
      </search>
      <List
        name="Escalations"
        columns={escalationColumns}
        query={escalations}
        listKey={JSON.stringify(query)}
        rowNoun="new escalation"
        empty={
          <Empty
            title="No open escalation"
            text="When the team is stuck, “Escalate” on a ticket sends it to the right partner."
          />
        }
      />
    </div>
  );
}
