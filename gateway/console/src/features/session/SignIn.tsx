import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { session } from "../../api/actions";
import { queryClient } from "../../app/session";
import { ErrorPanel } from "../../ui/parts";

const route = getRouteApi("/sign-in");

/** Only an address of this console; never somewhere else. */
export function safeBack(back: string | undefined) {
  return back?.startsWith("/") && !back.startsWith("//") && !back.startsWith("/\\") ? back : "/";
}

export default function SignIn() {
  const { back } = route.useSearch();
  const router = useRouter();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const signIn = useMutation({
    mutationFn: () => session.signIn(email.trim(), password),
    onSuccess: (found) => {
      queryClient.clear();
      queryClient.setQueryData(["session"], found);
      router.history.push(safeBack(back));
    },
  });
  useEffect(() => {
    document.title = "Sign in – Mat";
  }, []);
  return (
    <main className="door">
      <form
        className="card form"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate();
        }}
      >
        <div className="row">
          <img src="/mat.svg" alt="" width={32} height={32} />
          <h1>Sign in to Mat</h1>
        </div>
        <p className="muted small">ICT for every school of the trust.</p>
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
    </main>
  );
}
