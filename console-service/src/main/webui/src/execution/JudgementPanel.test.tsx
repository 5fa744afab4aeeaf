import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Judgement } from "../api/types";
import { JudgementPanel } from "./JudgementPanel";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  Object.defineProperty(document, "fonts", { value: { addEventListener: () => {}, removeEventListener: () => {} } });
});
afterEach(cleanup);

const JUDGEMENT = {
  id: "shop-1/canary/approve/1", executionId: "shop-1", decidedBy: [], withdrawn: false, answers: [], openedAt: "2026-01-01T00:00:00Z",
  spec: { title: "Promote shop v2?", instructions: "Look at the **errors** first.", users: [], roles: ["release"], quorum: 1, requesterMayDecide: false, expiresAfter: "PT3H", onExpiry: "Reject", links: [] },
} as unknown as Judgement;

const show = (judgement: Judgement) =>
  render(<QueryClientProvider client={new QueryClient()}><MantineProvider><JudgementPanel judgement={judgement} /></MantineProvider></QueryClientProvider>);

test("an answer that is repeated after a failure names the same request", async () => {
  const bodies: { requestId: string; decision: string; comment: string }[] = [];
  const answers = [new Response(JSON.stringify({ code: "no-answer", message: "did not answer in 10 s" }), { status: 504 }), new Response("{}")];
  vi.stubGlobal("fetch", async (_: string, options: RequestInit) => { bodies.push(JSON.parse(String(options.body))); return answers.shift(); });
  show(JUDGEMENT);

  await userEvent.type(screen.getByLabelText("Comment"), "looks good");
  await userEvent.click(screen.getByRole("button", { name: "Approve" }));
  await screen.findByText("did not answer in 10 s");
  await userEvent.click(screen.getByRole("button", { name: "Approve" }));

  await screen.findByText("Your answer is recorded.");
  await waitFor(() => expect(bodies).toHaveLength(2));
  expect(bodies[0]).toMatchObject({ decision: "Approve", comment: "looks good" });
  expect(bodies[1]!.requestId).toBe(bodies[0]!.requestId);
});

test("a judgement that is over has no buttons", () => {
  show({ ...JUDGEMENT, endedAt: "2026-01-01T00:05:00Z", outcome: "Approved" } as Judgement);
  expect(screen.queryByRole("button")).toBeNull();
  expect(screen.getByText("errors").tagName).toBe("STRONG");
});

test("instructions are Markdown, without HTML, pictures and scripts", () => {
  const instructions = "See [the diff](https://git.example/diff).\n\n- errors\n\n<b>bold</b> ![spy](https://spy.example/1.png) [run](javascript:alert(1))";
  show({ ...JUDGEMENT, spec: { ...JUDGEMENT.spec!, instructions } });
  expect(screen.getByRole("link", { name: "the diff" }).getAttribute("href")).toBe("https://git.example/diff");
  expect(screen.getByRole("listitem").textContent).toBe("errors");
  expect(document.querySelector("img, b")).toBeNull();
  expect(screen.getByText("run").getAttribute("href") ?? "").not.toContain("javascript");
});
