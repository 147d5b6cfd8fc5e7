import { Button, Textarea } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { caseActions, caseQueries } from "../../api/caseApi";
import type { Case } from "../../api/schemas";
import { When } from "../../ui/Badges";
import { failed } from "../../ui/feedback";
import { ErrorPanel, Lines } from "../../ui/parts";

/** What was done, newest first; nothing in it changes. */
export function CaseTimeline({ currentCase, mayAct }: { currentCase: Case; mayAct: boolean }) {
  const timeline = useInfiniteQuery(caseQueries.timeline(currentCase.reference));
  const client = useQueryClient();
  const [text, setText] = useState("");
  const add = useMutation({
    mutationFn: () => caseActions.note(currentCase.reference, text),
    onError: failed,
    onSuccess: () => setText(""),
    onSettled: () => client.invalidateQueries({ queryKey: ["case"] }),
  });
  const entries = timeline.data?.pages.flatMap((p) => p.items);
  return (
    <section className="card" aria-label="Timeline">
      <h2>Timeline</h2>
      {mayAct && (
        <form
          className="stack tight"
          style={{ marginBottom: 16 }}
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) add.mutate();
          }}
        >
          <Textarea
            label="Note"
            autosize
            minRows={2}
            maxLength={4000}
            value={text}
            onChange={(e) => setText(e.currentTarget.value)}
          />
          <div>
            <Button type="submit" size="sm" variant="light" loading={add.isPending} disabled={!text.trim()}>
              Add note
            </Button>
          </div>
        </form>
      )}
      {timeline.error && !entries && <ErrorPanel error={timeline.error} onRetry={() => timeline.refetch()} />}
      {!entries && !timeline.error && <Lines rows={4} />}
      {entries && (
        <ol className="plain lines">
          {entries.map((entry) => (
            <li key={entry.id}>
              <div className="small muted">
                <When at={entry.at} /> · {entry.actorName}
              </div>
              <div className="pre" style={{ overflowWrap: "anywhere" }}>
                {entry.text}
              </div>
            </li>
          ))}
        </ol>
      )}
      {timeline.hasNextPage && (
        <div className="more">
          <Button
            size="sm"
            variant="default"
            loading={timeline.isFetchingNextPage}
            onClick={() => timeline.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </section>
  );
}
