import { useEffect, useSyncExternalStore } from "react";
import { LiveInvalidator, openStream } from "../api/live";
import { done } from "../ui/feedback";
import { timeOfDay } from "../ui/format";
import { queryClient } from "./session";

let lostSince: Date | undefined;
const listeners = new Set<() => void>();
const publish = (value: Date | undefined) => {
  lostSince = value;
  for (const listener of listeners) listener();
};

/** Keeps queries fresh from the event stream while a session exists. */
export function useLive() {
  useEffect(() => {
    const invalidator = new LiveInvalidator(queryClient);
    let everOpen = false;
    let grace: ReturnType<typeof setTimeout> | undefined;
    const end = openStream(
      (change) => {
        if (change.topic === "alert" && change.what === "notice")
          done("An alert rule has raised a notification: see Alerts.");
        invalidator.push(change);
      },
      (state) => {
        clearTimeout(grace);
        if (state === "open") {
          if (everOpen) invalidator.everything();
          everOpen = true;
          publish(undefined);
        } else if (!lostSince) {
          // Gaps under 3 s are not shown.
          const since = new Date();
          grace = setTimeout(() => publish(since), 3000);
        }
      },
    );
    return () => {
      clearTimeout(grace);
      end();
      invalidator.stop();
      publish(undefined);
    };
  }, []);
}

export function LiveStatus() {
  const since = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lostSince,
  );
  return (
    <span role="status">
      {since && (
        <span className="stale">
          as of {timeOfDay(since)}, reconnecting<span aria-hidden="true">…</span>
        </span>
      )}
    </span>
  );
}
