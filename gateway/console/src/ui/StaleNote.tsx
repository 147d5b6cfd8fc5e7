import { Button } from "@mantine/core";
import { Problem } from "../api/problem";

/** After a 412: the newer state is loaded behind the form; saving over it is the person's own decision. */
export function StaleNote({
  error,
  now,
  mine,
  onSeen,
}: {
  error: unknown;
  now: number;
  mine: number;
  onSeen: () => void;
}) {
  if (!(error instanceof Problem && error.isStale) || now === mine) return null;
  return (
    <div className="card spread">
      <span>What you typed is still here. Saving again changes only the fields that you touched.</span>
      <Button size="xs" variant="default" onClick={onSeen}>
        Use the newer version and continue
      </Button>
    </div>
  );
}
