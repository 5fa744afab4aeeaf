import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { HealthLine } from "../api/types";
import { OverviewPage } from "./OverviewPage";

/** Live connections whose server is the test. */
class Source {
  static opened: Source[] = [];
  private readonly listeners = new Map<string, (event: { data?: string }) => void>();
  constructor(readonly url: string) { Source.opened.push(this); }
  addEventListener(name: string, listener: (event: { data?: string }) => void) { this.listeners.set(name, listener); }
  close() {}
  send(data: object) { this.listeners.get("snapshot")!({ data: JSON.stringify(data) }); }
}

const judgement = (state: HealthLine["state"]): HealthLine => ({ kind: "Service", name: "judgement", service: "judgement", state, facts: {}, replicas: 1 });
const NOTHING = { delivered: 0, failed: 0 };

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  vi.stubGlobal("EventSource", Source);
  vi.stubGlobal("fetch", async (path: string) => new Response(JSON.stringify(
    path.startsWith("/api/health") ? [judgement("Up")] : path.startsWith("/api/figures") ? { days: [], current: NOTHING, previous: NOTHING } : [],
  )));
});
afterEach(cleanup);

test("the figure of what is not well follows what is told", async () => {
  render(<QueryClientProvider client={new QueryClient()}><MantineProvider env="test"><MemoryRouter><OverviewPage /></MemoryRouter></MantineProvider></QueryClientProvider>);
  const figure = async () => (await screen.findByText("not well")).closest("a")!.textContent;
  expect(await figure()).toContain("0");
  act(() => Source.opened.find(({ url }) => url === "/api/health/events")?.send([judgement("Down")]));
  expect(await figure()).toContain("1");
});
