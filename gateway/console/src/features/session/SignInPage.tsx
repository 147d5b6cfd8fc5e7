import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { sessionActions, signInWaysQuery } from "../../api/sessionApi";
import { queryClient } from "../../app/session";
import { ErrorPanel, Lines } from "../../ui/parts";

const route = getRouteApi("/sign-in");

/** Only an address of this console; never somewhere else. */
export function safeBack(back: string | undefined) {
  return back?.startsWith("/") && !back.startsWith("//") && !back.startsWith("/\\") ? back : "/";
}

/** Reasons why sign-in through the identity provider failed (`?problem=`); listed in the gateway's documentation. */
const problems: Record<string, string> = {
  cancelled: "You stopped before signing in. Nothing has changed.",
  expired: "That took too long, or began in another window. Please try again.",
  unverified: "Your account's email address has not been confirmed, so we cannot tell who you are. Ask your ICT team.",
  unknown: "There is no account with that email address. Ask your ICT team to add you.",
  away: "The sign-in service is not responding. Please try again in a moment.",
  refused:
    "The sign-in service's response could not be accepted. Please try again; if this continues, tell your ICT team.",
};

export default function SignIn() {
  const { back, problem } = route.useSearch();
  const ways = useQuery(signInWaysQuery);
  useEffect(() => {
    document.title = "Sign in – Mat";
  }, []);
  return (
    <main className="door">
      <div className="card form">
        <div className="row">
          <img src="/mat.svg" alt="" width={32} height={32} />
          <h1>Sign in to Mat</h1>
        </div>
        <p className="muted small">ICT for every school of the trust.</p>
        {problem && (
          <div className="problem" role="alert">
            <strong>You are not signed in</strong>
            <span>{problems[problem] ?? problems.refused}</span>
          </div>
        )}
        {ways.isPending && <Lines rows={3} height={44} />}
        {ways.data?.provider && (
          <Button
            component="a"
            href={`/api/session/oidc?back=${encodeURIComponent(safeBack(back))}`}
            size="md"
            fullWidth
          >
            Sign in with {ways.data.provider}
          </Button>
        )}
        {(ways.isError || ways.data?.password) && <PasswordForm back={safeBack(back)} />}
      </div>
    </main>
  );
}

function PasswordForm({ back }: { back: string }) {
  const router = useRouter();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => sessionActions.signIn(email.trim(), password),
    onSuccess: (found) => {
      queryClient.clear();
      queryClient.setQueryData(["session"], found);
      router.history.push(back);
    },
  });
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        signIn.mutate();
      }}
    >
      {signIn.error && <ErrorPanel error={signIn.error} />}
      <TextInput
        label="Email"
        type="email"
        size="md"
        autoComplete="username"
        required
        withAsterisk={false}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <PasswordInput
        label="Password"
        size="md"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        visibilityToggleButtonProps={{ "aria-label": "Show password", tabIndex: 0 }}
      />
      <Button type="submit" size="md" loading={signIn.isPending}>
        Sign in
      </Button>
      <p className="muted small">Forgotten it? Ask your ICT team for a one-time password.</p>
    </form>
  );
}
