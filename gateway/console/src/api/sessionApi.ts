import { queryOptions } from "@tanstack/react-query";
import { api, body } from "./client";
import { Problem } from "./problem";
import { one, rarely } from "./queryOptions";

/** The current session; null without one. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async () => {
    try {
      return await body(api.GET("/api/session"));
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
  retry: 1,
});

/** How people sign in here: with a password, or at the identity provider of this name. */
export const signInWaysQuery = { ...one(["ways"], (signal) => api.GET("/api/session/methods", { signal })), ...rarely };

export const sessionActions = {
  signIn: (email: string, password: string) => body(api.POST("/api/session", { body: { email, password } })),
  signOut: () => body(api.DELETE("/api/session")),
  changePassword: (currentPassword: string, newPassword: string) =>
    body(api.POST("/api/session/password", { body: { currentPassword, newPassword } })),
};
