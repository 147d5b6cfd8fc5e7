import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type Case, type CaseTask, caseActions, cq } from "../../api/cases";
import { failed } from "../../ui/feedback";
import { When } from "../../ui/Marks";
import { Loaded } from "../../ui/parts";
import { count } from "../../ui/words";

/** What is to be done, in order; ticked off at once and put back if the server says no. */
export function CaseTasks({ c, mayAct }: { c: Case; mayAct: boolean }) {
  const tasks = useQuery(cq.tasks(c.reference));
  const client = useQueryClient();
  const [title, setTitle] = useState("");
  const key = cq.tasks(c.reference).queryKey;
  const act = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: ["case"] }),
  });
  const tick = (task: CaseTask, isDone: boolean) => {
    client.setQueryData(key, (old) =>
      old
        ? {
            ...old,
            items: old.items.map((t) =>
              t.id === task.id ? { ...t, doneAt: isDone ? new Date().toISOString() : null } : t,
            ),
          }
        : old,
    );
    act.mutate(() => caseActions.tick(c.reference, task, isDone));
  };
  const left = tasks.data?.items.filter((t) => !t.doneAt).length ?? 0;
  return (
    <section className="card" aria-label="Tasks">
      <div className="spread">
        <h2>Tasks</h2>
        {tasks.data && tasks.data.items.length > 0 && (
          <span className="small muted">{left ? `${count(left, "task")} left` : "All done"}</span>
        )}
      </div>
      <Loaded query={tasks} rows={4}>
        {(page) => (
          <>
            {page.items.length === 0 && (
              <p className="muted">
                No tasks yet.{" "}
                {mayAct && c.type !== "near_miss" && c.type !== "other" && (
                  <Button
                    size="xs"
                    variant="light"
                    loading={act.isPending}
                    onClick={() => act.mutate(() => caseActions.playbook(c.reference))}
                  >
                    Start the playbook
                  </Button>
                )}
              </p>
            )}
            <ul className="plain lines">
              {page.items.map((task) => (
                <li key={task.id}>
                  <Checkbox
                    label={task.title}
                    checked={!!task.doneAt}
                    disabled={!mayAct}
                    onChange={(event) => tick(task, event.currentTarget.checked)}
                    description={
                      <>
                        {task.detail}{" "}
                        {task.doneAt ? (
                          <>
                            Done by {task.doneBy ?? "you"}, <When at={task.doneAt} />.
                          </>
                        ) : (
                          task.dueAt && (
                            <>
                              By <When at={task.dueAt} />.
                            </>
                          )
                        )}
                      </>
                    }
                  />
                </li>
              ))}
            </ul>
            {mayAct && (
              <form
                className="row"
                style={{ marginTop: 12, alignItems: "end" }}
                onSubmit={(event) => {
                  event.preventDefault();
                  const text = title.trim();
                  if (text.length < 2) return;
                  act.mutate(() => caseActions.addTask(c.reference, text));
                  setTitle("");
                }}
              >
                <TextInput
                  label="Another task"
                  value={title}
                  maxLength={200}
                  onChange={(e) => setTitle(e.currentTarget.value)}
                  style={{ flex: 1 }}
                />
                <Button type="submit" variant="default">
                  Add
                </Button>
              </form>
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
