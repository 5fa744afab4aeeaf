import { MutationCache, QueryCache, QueryClient, queryOptions } from "@tanstack/react-query";
import { api, Refused } from "./api/client";
import { layout, shapeOf } from "./execution/layout";
import { isInside, leave, watch } from "./session";

const isOutside = (error: Error) => error instanceof Refused && error.status === 401;
const outside = (error: Error) => {
  if (isOutside(error)) leave();
};

export const queries = new QueryClient({
  queryCache: new QueryCache({ onError: outside }),
  mutationCache: new MutationCache({ onError: outside }),
  defaultOptions: {
    queries: { staleTime: 5_000, retry: (failures, error) => !(error instanceof Refused && error.status >= 400 && error.status < 500) && failures < 2 },
  },
});

// What one person was shown, and what they still wait for, is not for the next one.
watch(() => { if (!isInside()) queries.clear(); });

export const me = queryOptions({ queryKey: ["me"], queryFn: api.me });

/** Asks the server; whom it does not let in any more is led to the log-in by that. True also when it does not say. */
export const stillInside = () => queries.fetchQuery({ ...me, staleTime: 0, retry: false }).then(() => true, (error: Error) => !isOutside(error));

export const executionOf = (id: string) => queryOptions({ queryKey: ["execution", id], queryFn: () => api.execution(id) });

/** What the page of an execution will ask for, asked for before there is a page: its document, and the places of its stages. */
function ahead(path: string) {
  const id = /^\/executions\/([^/]+)$/.exec(path)?.[1];
  // What goes wrong is shown by the page, which asks again.
  if (id) void queries.fetchQuery(executionOf(decodeURIComponent(id))).then(({ stages }) => layout(shapeOf(stages))).catch(() => {});
}

ahead(location.pathname);
