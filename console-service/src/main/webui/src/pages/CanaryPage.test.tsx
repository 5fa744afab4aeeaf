import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import { MemoryRouter, Route, Routes } from "react-router";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { CanaryPage } from "./CanaryPage";

// The charts ask when they are imported.
vi.hoisted(() => vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} })));

/** The connection; its server is the test. */
let changed: (execution: object) => void;
beforeAll(() => {
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  vi.stubGlobal("EventSource", class {
    addEventListener(name: string, listener: (event: { data: string }) => void) { if (name === "snapshot") changed = (execution) => listener({ data: JSON.stringify(execution) }); }
    close() {}
  });
});
beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { cleanup(); vi.useRealTimers(); });

const REPORT = {
  report: {
    verdict: "Failed", score: 40, pass: 90, marginal: 75, workload: "shop", namespace: "shop", judge: "kayenta", cluster: { name: "production" }, judgedAt: "2026-01-01T00:10:00Z",
    from: "2026-01-01T00:00:00Z", to: "2026-01-01T00:10:00Z", step: "PT1M", reasons: ["too many errors"], scores: [], groups: [], metrics: [],
  },
  earlier: [],
};

/** The server, which takes 100 ms to answer. */
function serve() {
  const server = { asked: 0, report: false, tired: false };
  vi.stubGlobal("fetch", async () => {
    server.asked += 1;
    if (server.tired) return new Response(JSON.stringify({ code: "too-many", message: "too many requests with this token" }), { status: 429 });
    const answer = server.report ? new Response(JSON.stringify(REPORT)) : new Response(JSON.stringify({ code: "not-found", message: "no report" }), { status: 404 });
    await new Promise((done) => setTimeout(done, 100));
    return answer;
  });
  return server;
}

function show() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}><MantineProvider env="test"><MemoryRouter initialEntries={["/executions/shop-1/canary/canary/analysis/1"]}>
      <Routes><Route path="/executions/:id/canary/*" element={<CanaryPage />} /></Routes>
    </MemoryRouter></MantineProvider></QueryClientProvider>,
  );
  return queries;
}
const pass = (millis: number) => act(() => vi.advanceTimersByTimeAsync(millis));

test("a report that is not there yet is asked for once after each change, and not all the time", async () => {
  const server = serve();
  show();
  await pass(1_000);
  await act(async () => changed({ id: "shop-1", status: "Running" }));
  await pass(10_000);
  expect(server.asked).toBe(2);

  await act(async () => changed({ id: "shop-1", status: "Compensating" }));
  await pass(10_000);
  expect(server.asked).toBe(3);
  screen.getByText("There is no report yet");
});

test("a report appears when the analysis has ended", async () => {
  const server = serve();
  show();
  await pass(1_000);
  server.report = true;
  await act(async () => changed({ id: "shop-1", status: "Compensating" }));
  await pass(1_000);
  screen.getByText("too many errors");
  expect(server.asked).toBe(2);
});

test("a report appears that came after the last change of its execution", async () => {
  const server = serve();
  show();
  await act(async () => changed({ id: "shop-1", status: "Failed" }));
  await pass(1_000);
  screen.getByText("There is no report yet");
  server.report = true;
  await act(async () => changed({ id: "shop-1", status: "Failed" }));
  await pass(1_000);
  screen.getByText("too many errors");
});

test("a report that came while it was asked for is asked for again", async () => {
  const server = serve();
  show();
  server.report = true;
  await act(async () => changed({ id: "shop-1", status: "Compensating" }));
  await pass(1_000);
  screen.getByText("too many errors");
});

test("a report that is there is not asked for again", async () => {
  const server = serve();
  server.report = true;
  show();
  await pass(1_000);
  await act(async () => changed({ id: "shop-1", status: "Compensating" }));
  await pass(10_000);
  expect(server.asked).toBe(1);
});

test("a report that is there stays when it cannot be asked for again", async () => {
  const server = serve();
  server.report = true;
  const queries = show();
  await pass(1_000);

  server.tired = true;
  void queries.refetchQueries();
  await pass(1_000);

  expect(server.asked).toBe(2);
  screen.getByText("too many errors");
});
