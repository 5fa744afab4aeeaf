import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import type { ReactNode } from "react";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { TemplateUses } from "../definition/TemplateUses";
import { AuditPage } from "./AuditPage";
import { DeadLettersPage } from "./DeadLettersPage";
import { DefinitionsPage } from "./DefinitionsPage";
import { ExecutionsPage } from "./ExecutionsPage";
import { ImagesPage } from "./ImagesPage";
import { JudgementsPage } from "./JudgementsPage";
import { OverviewPage } from "./OverviewPage";
import { TriggersPage } from "./TriggersPage";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  vi.stubGlobal("EventSource", class { addEventListener() {} close() {} });
  Object.defineProperty(document, "fonts", { value: { addEventListener: () => {}, removeEventListener: () => {} } });
});
afterEach(cleanup);

const AT = "2026-01-01T00:00:00Z";
const execution = (number: number) => ({ id: `shop-${number}`, pipeline: "shop", application: "shop", status: "Running", trigger: "image", images: [], openJudgements: 0, acceptedAt: AT });
const event = (number: number) => ({ event: `e-${number}`, at: AT, kind: "image", source: "registry", subject: `push ${number}`, lines: [], omitted: 0 });
const JUDGEMENT = { id: "shop-1/a/b/1", executionId: "shop-1", pipeline: "shop", decidedBy: [], withdrawn: false, answers: [], openedAt: AT, endedAt: AT, outcome: "Approved", spec: { title: "Promote shop?", users: [], roles: [], quorum: 1, links: [] } };

const TEMPLATE = { name: "web", channels: [], versions: [], moves: [] };
const LAG = { template: "web", pipeline: "shop", channel: "stable", digest: "sha256:1", wanted: "sha256:2", behind: 1, state: "WAITING" };

const OTHERS = {
  "/api/definitions": { kind: "Pipeline", name: "shop", fileName: "shop.yaml", digest: "sha256:1111111111111111", by: "ann", at: AT },
  "/api/dead-letters": { id: "letter-1", at: AT, topic: "facts", type: "deployment.succeeded", reason: "unreadable" },
  "/api/audit": { id: 1, at: AT, user: "ann", channel: "TOKEN", action: "POST start", path: "/api/pipelines/shop", status: 202, address: "127.0.0.1" },
  "/api/images": { pipeline: "shop", application: "shop", image: "us.gcr.io/acme/shop:v2", by: "ann", reason: "has a leak", at: AT },
};

/** The server, until it has answered enough. It knows so many of each. */
function serve(length = 2) {
  const server = { tired: false };
  vi.stubGlobal("fetch", async (path: string) => {
    if (server.tired) return new Response(JSON.stringify({ code: "too-many", message: "too many requests with this token" }), { status: 429 });
    if (path.startsWith("/api/executions")) return new Response(JSON.stringify(Array.from({ length }, (_, number) => execution(number))));
    if (path.startsWith("/api/trigger-events")) return new Response(JSON.stringify(Array.from({ length }, (_, number) => event(number))));
    if (path.startsWith("/api/judgements")) return new Response(JSON.stringify([JUDGEMENT]));
    if (path.startsWith("/api/templates")) return new Response(JSON.stringify(path === "/api/templates/web" ? TEMPLATE : [LAG]));
    const others = Object.entries(OTHERS).find(([start]) => path.startsWith(start));
    if (others) return new Response(JSON.stringify([others[1]]));
    return path.startsWith("/api/figures") ? new Response("{}", { status: 404 }) : new Response("[]");
  });
  return server;
}

function show(page: ReactNode) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(<QueryClientProvider client={queries}><MantineProvider env="test"><MemoryRouter>{page}</MemoryRouter></MantineProvider></QueryClientProvider>);
  return queries;
}

const PAGES: [string, ReactNode, string][] = [
  ["overview", <OverviewPage />, "shop-1"],
  ["executions", <ExecutionsPage />, "shop-1"],
  ["judgements", <JudgementsPage />, "Promote shop?"],
  ["triggers", <TriggersPage />, "push 1"],
  ["definitions", <DefinitionsPage />, "shop.yaml"],
  ["dead letters", <DeadLettersPage />, "deployment.succeeded"],
  ["audit", <AuditPage />, "POST start"],
  ["images", <ImagesPage />, "has a leak"],
  ["uses of a template", <TemplateUses name="web" />, "comes in a later wave"],
];

test.each(PAGES)("what is shown stays when it cannot be asked for again (%s)", async (_, page, shown) => {
  const server = serve();
  const queries = show(page);
  await screen.findAllByText(shown);

  server.tired = true;
  // The page hears of the answers a moment after they came.
  await act(async () => { await queries.refetchQueries(); await new Promise((heard) => setTimeout(heard)); });

  expect(screen.getAllByText(shown).length).toBeGreaterThan(0);
  expect(screen.queryByRole("alert")).toBeNull();
});

test.each(PAGES)("what was never there could not be shown, and why (%s)", async (_, page) => {
  serve().tired = true;
  show(page);
  expect((await screen.findByRole("alert")).textContent).toContain("too many requests with this token");
});

test.each([["executions", <ExecutionsPage />, "Show older ones", "shop-1"], ["triggers", <TriggersPage />, "Older", "push 1"]] as [string, ReactNode, string, string][])("older ones that do not come are told beside those that are there (%s)", async (_, page, button, shown) => {
  const server = serve(50);
  show(page);
  await screen.findAllByText(shown);

  server.tired = true;
  await userEvent.click(screen.getByRole("button", { name: button }));

  expect((await screen.findByRole("alert")).textContent).toContain("too many requests with this token");
  screen.getAllByText(shown);
});
