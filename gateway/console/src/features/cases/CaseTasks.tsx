import { Button, Checkbox, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { caseActions, caseQueries } from "../../api/caseApi";
import type { Case, CaseTask } from "../../api/schemas";
import { When } from "../../ui/Badges";
import { done, failed } from "../../ui/feedback";
import { count } from "../../ui/format";
import { Loaded } from "../../ui/parts";
import { StepButtons, useMoving } from "./StepOrder";
import { TaskForm } from "./TaskForm";
import { places } from "./taskOrder";

/** Tasks in order. Ticking and moving are optimistic and rolled back on failure. */
export function CaseTasks({ currentCase, mayAct }: { currentCase: Case; mayAct: boolean }) {
  const tasks = useQuery(caseQueries.tasks(currentCase.reference));
  const hasPlaybook = useQuery({ ...caseQueries.playbooks(), enabled: mayAct }).data?.some(
    (p) => p.type === currentCase.type && p.steps.length > 0,
  );
  const client = useQueryClient();
  const [title, setTitle] = useState("");
  const [arranging, setArranging] = useState(false);
  const [editing, setEditing] = useState<CaseTask | null>(null);
  const key = caseQueries.tasks(currentCase.reference).queryKey;
  const act = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: ["case"] }),
  });
  const show = (change: (items: CaseTask[]) => CaseTask[]) =>
    client.setQueryData(key, (old) => (old ? { ...old, items: change(old.items) } : old));
  const tick = (task: CaseTask, isDone: boolean) => {
    show((items) =>
      items.map((t) => (t.id === task.id ? { ...t, doneAt: isDone ? new Date().toISOString() : null } : t)),
    );
    act.mutate(() => caseActions.changeTask(currentCase.reference, task, { done: isDone }));
  };
  const items = tasks.data?.items ?? [];
  const { said, move } = useMoving(
    items,
    (task) => task.title,
    (next) => {
      const changed = places(next);
      show(() => next);
      act.mutate(async () => {
        for (const { task, position } of changed)
          await caseActions.changeTask(currentCase.reference, task, { position });
      });
    },
  );
  const remove = (task: CaseTask) =>
    act.mutate(async () => {
      await caseActions.removeTask(currentCase.reference, task.id);
      done(`“${task.title}” was removed.`, () =>
        act.mutate(async () => {
          const again = await caseActions.addTask(currentCase.reference, {
            title: task.title,
            detail: task.detail,
            dueAt: task.dueAt,
          });
          await caseActions.changeTask(currentCase.reference, again, { position: task.position });
        }),
      );
    });
  const left = items.filter((t) => !t.doneAt).length;
  return (
    <section className="card" aria-label="Tasks">
      <div className="spread">
        <h2>Tasks</h2>
        {items.length > 0 && (
          <span className="actions">
            <span className="small muted">{left ? `${count(left, "task")} left` : "All done"}</span>
            {mayAct && (
              <Button size="xs" variant="default" aria-pressed={arranging} onClick={() => setArranging(!arranging)}>
                {arranging ? "Done" : "Edit steps"}
              </Button>
            )}
          </span>
        )}
      </div>
      <span className="hide" role="status">
        {said}
      </span>
      <Loaded query={tasks} rows={4}>
        {() => (
          <>
            {items.length === 0 && (
              <p className="muted">
                No tasks yet.{" "}
                {mayAct && hasPlaybook && (
                  <Button
                    size="xs"
                    variant="light"
                    loading={act.isPending}
                    onClick={() => act.mutate(() => caseActions.playbook(currentCase.reference))}
                  >
                    Start playbook
                  </Button>
                )}
              </p>
            )}
            {arranging && (
              <p className="small muted">
                Move steps with the buttons, or with Alt and the arrow keys. Changes apply to this case only; the
                playbook is not changed.
              </p>
            )}
            <ol className="plain lines">
              {items.map((task, at) => (
                <li key={task.id} className={arranging ? "spread" : undefined}>
                  {arranging ? (
                    <>
                      <div style={{ flex: "1 1 200px" }}>
                        <strong>{task.title}</strong>
                        {task.detail && <div className="small muted">{task.detail}</div>}
                      </div>
                      <StepButtons
                        id={task.id}
                        name={task.title}
                        first={at === 0}
                        last={at === items.length - 1}
                        onMove={(step) => act.isPending || move(at, step)}
                        onEdit={() => setEditing(task)}
                        onRemove={() => remove(task)}
                      />
                    </>
                  ) : (
                    <Checkbox
                      label={task.title}
                      checked={!!task.doneAt}
                      disabled={!mayAct}
                      onChange={(event) => tick(task, event.currentTarget.checked)}
                      description={<About task={task} />}
                    />
                  )}
                </li>
              ))}
            </ol>
            {mayAct && (
              <form
                className="row"
                style={{ marginTop: 12, alignItems: "end" }}
                onSubmit={(event) => {
                  event.preventDefault();
                  const text = title.trim();
                  if (text.length < 2) return;
                  act.mutate(() => caseActions.addTask(currentCase.reference, { title: text }));
                  setTitle("");
                }}
              >
                <TextInput
                  label="New task"
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
      {editing && <TaskForm currentCase={currentCase} task={editing} onClose={() => setEditing(null)} />}
    </section>
  );
}

function About({ task }: { task: CaseTask }) {
  return (
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
  );
}
