import { Button, SegmentedControl } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { noiseActions, noiseQueries } from "../../api/noiseApi";
import type { Silence } from "../../api/schemas";
import { useSession } from "../../app/session";
import { When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { count } from "../../ui/format";
import { Icon } from "../../ui/Icon";
import { Back, Empty, Loaded, PageHead } from "../../ui/parts";
import { isDesk } from "../../ui/permissions";
import { matcherSummary } from "./Matchers";
import { SilenceForm } from "./SilenceForm";

export default function SilencesPage() {
  const [state, setState] = useState("active");
  const [adding, setAdding] = useState(false);
  const session = useSession();
  const client = useQueryClient();
  const silences = useQuery(noiseQueries.silences(state));
  const end = useMutation({
    mutationFn: (silence: Silence) => noiseActions.endSilence(silence.id),
    onSuccess: () => done("Silence ended. Alerts still firing are reported within a minute."),
    onError: failed,
    onSettled: () => {
      client.invalidateQueries({ queryKey: ["silence"] });
      client.invalidateQueries({ queryKey: ["alert"] });
    },
  });
  return (
    <div className="page narrow">
      <PageHead title="Silences" above={<Back to="/alerts">Alerts</Back>}>
        {isDesk(session) && (
          <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setAdding(true)}>
            New silence
          </Button>
        )}
      </PageHead>
      <div className="stack">
        <SegmentedControl
          aria-label="Which silences"
          value={state}
          onChange={setState}
          data={[
            { value: "active", label: "Active" },
            { value: "over", label: "Ended" },
          ]}
        />
        <section className="card" aria-label="Silences">
          <Loaded query={silences}>
            {(data) =>
              data.items.length === 0 ? (
                <Empty
                  title={state === "active" ? "No active silences" : "No ended silences"}
                  text="A silence stops alerts about known issues or planned work from opening tickets."
                />
              ) : (
                <ul className="plain lines">
                  {data.items.map((silence) => (
                    <li key={silence.id} className="spread">
                      <span style={{ flex: "1 1 260px" }}>
                        <strong>{silence.reason}</strong>
                        <span className="small muted" style={{ display: "block" }}>
                          {matcherSummary(silence.matchers)}
                          {silence.times === "closed_days" && " on days when the school is closed"} · by{" "}
                          {silence.createdBy} · {silence.state === "over" ? "ended " : "until "}
                          <When at={silence.endsAt} />
                          {silence.endedBy && ` by ${silence.endedBy}`} · {count(silence.muting, "alert")} silenced
                        </span>
                      </span>
                      {silence.state !== "over" && isDesk(session) && (
                        <Button
                          size="xs"
                          variant="default"
                          aria-label={`End ${silence.reason}`}
                          onClick={() => end.mutate(silence)}
                        >
                          End now
                        </Button>
                      )}
                    </li>
                  ))}
                </ul>
              )
            }
          </Loaded>
        </section>
      </div>
      {adding && <SilenceForm start={[{ field: "title", op: "equal", value: "" }]} onClose={() => setAdding(false)} />}
    </div>
  );
}
