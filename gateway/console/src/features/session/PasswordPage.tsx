import { Button, PasswordInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { fieldErrors } from "../../api/problem";
import { sessionActions } from "../../api/sessionApi";
import { queryClient, useSession } from "../../app/session";
import { done } from "../../ui/feedback";
import { ErrorPanel } from "../../ui/parts";
import { safeBack } from "./SignInPage";

const route = getRouteApi("/password");
const shortest = 12;

export default function Password() {
  const { back } = route.useSearch() as { back?: string };
  const session = useSession();
  const router = useRouter();
  const [current, setCurrent] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [tried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: () => sessionActions.changePassword(current, next),
    onSuccess: async () => {
      await queryClient.resetQueries({ queryKey: ["session"] });
      done("Your password is changed.");
      router.history.push(safeBack(back));
    },
  });
  useEffect(() => {
    document.title = "Choose a new password – Mat";
  }, []);
  const short =
    next.length < shortest ? `At least ${shortest} characters. Three words together are easy to remember.` : "";
  const differs = next !== again ? "The two are not the same." : "";
  const errors = fieldErrors(change.error);
  const field = { size: "md", required: true, withAsterisk: false } as const;
  const eye = (name: string) => ({ "aria-label": `Show ${name}`, tabIndex: 0 });
  return (
    <main className="door">
      <form
        className="card form"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!short && !differs) change.mutate();
        }}
      >
        <h1>Choose a new password</h1>
        {session.mustChangePassword && (
          <p className="muted small">You signed in with a one-time password. Choose your own to continue.</p>
        )}
        {change.error && <ErrorPanel error={change.error} />}
        <input type="hidden" name="username" autoComplete="username" value={session.person.email} />
        <PasswordInput
          {...field}
          label="Current password"
          autoComplete="current-password"
          value={current}
          error={errors.currentPassword}
          onChange={(event) => setCurrent(event.currentTarget.value)}
          visibilityToggleButtonProps={eye("current password")}
        />
        <PasswordInput
          {...field}
          label="New password"
          description={`At least ${shortest} characters`}
          autoComplete="new-password"
          value={next}
          error={(tried && short) || errors.newPassword}
          onChange={(event) => setNext(event.currentTarget.value)}
          visibilityToggleButtonProps={eye("new password")}
        />
        <PasswordInput
          {...field}
          label="New password again"
          autoComplete="new-password"
          value={again}
          error={tried && !short && differs}
          onChange={(event) => setAgain(event.currentTarget.value)}
          visibilityToggleButtonProps={eye("new password again")}
        />
        <Button type="submit" size="md" loading={change.isPending}>
          Save password
        </Button>
        {!session.mustChangePassword && <Link to="/">Leave it as it is</Link>}
      </form>
    </main>
  );
}
