import { useCallback, useEffect, useRef, useState } from "react";

// Drafts stay on the device until they are sent or the person signs out: a reload or a lost network costs nothing.

const prefix = "mat.draft.";

export function readDraft<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(prefix + key);
    return text ? (JSON.parse(text) as T) : undefined;
  } catch {
    return undefined;
  }
}

export function writeDraft(key: string, value: unknown) {
  try {
    localStorage.setItem(prefix + key, JSON.stringify(value));
  } catch {
    // Private mode or a full store: the draft then lives as long as the page.
  }
}

export function dropDraft(key: string) {
  try {
    localStorage.removeItem(prefix + key);
  } catch {
    // As above.
  }
}

export function dropAllDrafts() {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(prefix)) localStorage.removeItem(key);
  } catch {
    // As above.
  }
}

/** State that survives a reload. The third value forgets it, after sending. */
export function useDraft<T>(key: string, initial: T): [T, (value: T) => void, () => void, boolean] {
  const [found] = useState(() => readDraft<T>(key));
  const [value, setValue] = useState<T>(() =>
    found !== undefined && typeof initial === "object" && initial !== null
      ? { ...initial, ...found }
      : (found ?? initial),
  );
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef<{ value: T; dirty: boolean }>({ value, dirty: false });

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    if (latest.current.dirty) writeDraft(key, latest.current.value);
    latest.current.dirty = false;
  }, [key]);

  useEffect(() => {
    globalThis.addEventListener("pagehide", flush);
    return () => {
      globalThis.removeEventListener("pagehide", flush);
      flush();
    };
  }, [flush]);

  const set = useCallback(
    (next: T) => {
      latest.current = { value: next, dirty: true };
      setValue(next);
      clearTimeout(timer.current);
      timer.current = setTimeout(flush, 250);
    },
    [flush],
  );
  const forget = useCallback(() => {
    clearTimeout(timer.current);
    latest.current = { value: initial, dirty: false };
    dropDraft(key);
    setValue(initial);
  }, [key, initial]);
  return [value, set, forget, found !== undefined];
}
