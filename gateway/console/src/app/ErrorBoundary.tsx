import { Button } from "@mantine/core";
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { ErrorPanel, PageHead } from "../ui/parts";

export function NotFound() {
  return (
    <div className="page narrow">
      <PageHead title="Page not found" />
      <div className="card stack">
        <p>
          There is nothing at this address. It may have been typed wrongly, or it belongs to a school that you do not
          see.
        </p>
        <p>
          <Link to="/">Go to the overview</Link>
        </p>
      </div>
    </div>
  );
}

export function ErrorBoundary({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  return (
    <div className="page narrow">
      <PageHead title="Something went wrong" />
      <div className="stack">
        <ErrorPanel error={error} />
        <div className="actions">
          <Button
            onClick={() => {
              reset();
              router.invalidate();
            }}
          >
            Try again
          </Button>
          <Link to="/">Go to the overview</Link>
        </div>
      </div>
    </div>
  );
}
