import { Button } from "@mantine/core";
import { useState } from "react";
import { Icon } from "../../ui/Icon";

/** Moves one of the items up or down, says so to a screen reader and keeps the focus on the button that did it. */
export function useMoving<T>(items: T[], nameOf: (item: T) => string, onMoved: (next: T[]) => void) {
  const [said, setSaid] = useState("");
  const move = (at: number, step: -1 | 1) => {
    const to = at + step;
    const moved = items[at];
    if (!moved || to < 0 || to >= items.length) return;
    const next = items.toSpliced(at, 1).toSpliced(to, 0, moved);
    setSaid(`${nameOf(moved)} is now ${to + 1} of ${items.length}.`);
    // Moving a row takes the focus from its buttons.
    const focused = document.activeElement?.id;
    if (focused) requestAnimationFrame(() => document.getElementById(focused)?.focus());
    onMoved(next);
  };
  return { said, move };
}

/** What can be done to one step while the steps are changed; Alt with the arrow keys moves it as well. */
export function StepButtons(props: {
  id: string;
  name: string;
  first: boolean;
  last: boolean;
  onMove: (step: -1 | 1) => void;
  onEdit?: () => void;
  onRemove?: () => void;
}) {
  const { id, name } = props;
  const keys = (event: React.KeyboardEvent) => {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    props.onMove(event.key === "ArrowUp" ? -1 : 1);
  };
  return (
    <span className="actions">
      <Button
        id={`up-${id}`}
        size="xs"
        variant="default"
        aria-label={`Move up: ${name}`}
        aria-disabled={props.first}
        onClick={() => props.onMove(-1)}
        onKeyDown={keys}
      >
        <Icon name="up" size={16} />
      </Button>
      <Button
        id={`down-${id}`}
        size="xs"
        variant="default"
        aria-label={`Move down: ${name}`}
        aria-disabled={props.last}
        onClick={() => props.onMove(1)}
        onKeyDown={keys}
      >
        <Icon name="down" size={16} />
      </Button>
      {props.onEdit && (
        <Button
          id={`edit-${id}`}
          size="xs"
          variant="default"
          aria-label={`Edit: ${name}`}
          onClick={props.onEdit}
          onKeyDown={keys}
        >
          Edit
        </Button>
      )}
      {props.onRemove && (
        <Button size="xs" variant="default" aria-label={`Remove: ${name}`} onClick={props.onRemove}>
          Remove
        </Button>
      )}
    </span>
  );
}
