import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { GraphPage } from "./GraphPage";

/** The addresses of the streams that were opened. */
let opened: string[] = [];
beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  Object.defineProperty(document, "fonts", { value: { addEventListener: () => {}, removeEventListener: () => {} } });
  vi.stubGlobal("EventSource", class {
    constructor(url: string) { opened.push(url); }
    addEventListener() {}
    close() {}
  });
});
beforeEach(() => { opened = []; });
afterEach(cleanup);

const show = (places: number, at: string) => {
  vi.stubGlobal("fetch", async () => new Response(JSON.stringify(Array.from({ length: places }, (_, number) => ({ cluster: "a", namespace: `n-${number}` })))));
  render(<QueryClientProvider client={new QueryClient()}><MantineProvider env="test"><MemoryRouter initialEntries={[at]}><GraphPage /></MemoryRouter></MantineProvider></QueryClientProvider>);
};

test("a place beyond those that are listed is shown, too", async () => {
  show(200, "/graph?place=z-last/n-1201");
  await screen.findByText("Asking the mesh");
  expect(opened).toEqual(["/api/graph/events?cluster=z-last&namespace=n-1201"]);
});

test("a place where nothing was delivered is said to be none", async () => {
  show(2, "/graph?place=z-last/n-1201");
  await screen.findByText("Nothing was delivered to z-last/n-1201");
  expect(opened).toEqual([]);
});
