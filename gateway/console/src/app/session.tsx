import { QueryClient, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { setCsrfToken, whenSignedOut } from "../api/client";
import { Problem } from "../api/problem";
import type { Session, SessionSchool } from "../api/schemas";
import { sessionQuery } from "../api/sessionApi";

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      gcTime: 15 * 60_000,
      refetchOnWindowFocus: true,
      // Only transient errors are retried.
      retry: (tries, error) => tries < 2 && error instanceof Problem && error.isPassing,
    },
    mutations: { retry: false },
  },
});

// The anti-forgery value follows the session wherever it was read.
queryClient.getQueryCache().subscribe((event) => {
  if (event.query.queryKey[0] !== "session") return;
  const session = event.query.state.data as Session | null | undefined;
  if (session !== undefined) setCsrfToken(session?.csrfToken ?? "");
});

// The server has ended the session: the page that asks again finds the way to the sign-in.
whenSignedOut(() => queryClient.setQueryData(["session"], null));

/** The current session. For use below the shell, which requires one. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery);
  return data ?? noSession;
}

const noSession: Session = {
  person: { id: "", name: "", email: "", jobTitle: null, schoolId: null },
  grants: [],
  roles: [],
  schools: [],
  allSchools: false,
  csrfToken: "",
  mustChangePassword: false,
};

/** The school of the address (?school=URN); everything below it shows only that school. */
export function useScope(): { school?: SessionSchool; schoolId?: string; choose: (urn: string | undefined) => void } {
  const session = useSession();
  const { school: urn } = useSearch({ strict: false }) as { school?: string };
  const navigate = useNavigate();
  const school = urn ? session.schools.find((candidate) => String(candidate.urn) === urn) : undefined;
  const choose = useCallback(
    (next: string | undefined) => {
      navigate({ to: ".", search: ((old: Record<string, unknown>) => ({ ...old, school: next })) as never });
    },
    [navigate],
  );
  return { school, schoolId: school?.id, choose };
}
