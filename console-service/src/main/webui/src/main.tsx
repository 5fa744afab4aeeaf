import "@mantine/core/styles.css";
import "@xyflow/react/dist/style.css";
import "./styles.css";
import { MantineProvider } from "@mantine/core";
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter } from "react-router";
import { Refused } from "./api/client";
import { App } from "./App";
import { leave } from "./session";
import { nonce } from "./nonce";
import { theme } from "./theme";

const outside = (error: Error) => {
  if (error instanceof Refused && error.status === 401) leave();
};

const queries = new QueryClient({
  queryCache: new QueryCache({ onError: outside }),
  mutationCache: new MutationCache({ onError: outside }),
  defaultOptions: {
    queries: { staleTime: 5_000, retry: (failures, error) => !(error instanceof Refused && error.status >= 400 && error.status < 500) && failures < 2 },
  },
});

// Addresses of the page before it had paths.
if (location.pathname === "/" && location.hash.startsWith("#/executions/")) {
  history.replaceState(null, "", location.hash.slice(1));
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
        <BrowserRouter>
          <App />
        </BrowserRouter>
      </MantineProvider>
    </QueryClientProvider>
  </StrictMode>,
);
