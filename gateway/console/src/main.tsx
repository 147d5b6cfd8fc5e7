import "./mantine";
import { createTheme, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { router } from "./app/router";
import { queryClient } from "./app/session";

// The variables come from theme.css and not from style elements, so that the content policy stays strict.
const theme = createTheme({
  primaryColor: "indigo",
  respectReducedMotion: true,
  cursorType: "pointer",
  // Its scroll lock works with a style element; app.css does the same.
  components: { Modal: { defaultProps: { lockScroll: false } } },
});

createRoot(document.getElementById("root") as HTMLElement).render(
  <MantineProvider theme={theme} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
      <Notifications position="bottom-right" containerWidth={400} limit={4} />
    </QueryClientProvider>
  </MantineProvider>,
);
