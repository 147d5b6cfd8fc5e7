import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { messageOf } from "../api/problem";

/** It is done; with a way back where there is one. */
export function done(message: string, undo?: () => void) {
  const id = crypto.randomUUID();
  notifications.show({
    id,
    autoClose: undo ? 8000 : 4000,
    withBorder: true,
    closeButtonProps: { "aria-label": "Close message" },
    message: undo ? (
      <span className="spread">
        <span>{message}</span>
        <Button
          size="xs"
          variant="light"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </span>
    ) : (
      message
    ),
  });
}

export function failed(error: unknown) {
  const { title, text, traceId } = messageOf(error);
  notifications.show({
    color: "red",
    autoClose: 12_000,
    withBorder: true,
    title,
    closeButtonProps: { "aria-label": "Close message" },
    message: traceId ? `${text} (${traceId})` : text,
  });
}
