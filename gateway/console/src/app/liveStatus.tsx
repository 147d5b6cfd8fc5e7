import { useEffect, useSyncExternalStore } from "react";
import { LiveInvalidator, openStream } from "../api/live";
import { done } from "../ui/feedback";
import { timeOfDay } from "../ui/format";
import { queryClient } from "./session";

let lostSince: Date | undefined;
const listeners = new Set<() => void>();
const tell = (value: Date | undefined) => {
  lostSince = value;
  for (const listener of listeners) listener();
};

/** Keeps the pages true while somebody is signed in. */
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
          tell(undefined);
        } else if (!lostSince) {
          // A short gap is nobody's business.
          const since = new Date();
          grace = setTimeout(() => tell(since), 3000);
        }
      },
    );
    return () => {
      clearTimeout(grace);
      end();
      invalidator.stop();
      tell(undefined);
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
