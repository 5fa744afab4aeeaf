import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import type { Judgement } from "../api/types";
import { queries } from "../queries";
import { enter, leave, watch } from "../session";
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

/** The server: who is logged in, and what it answers to what is posted. */
function serve(answer: (body: object, path: string) => Response, user = "erin") {
  vi.stubGlobal("fetch", async (path: string, options?: RequestInit) => (path === "/api/me" ? new Response(JSON.stringify({ user, roles: [] })) : answer(JSON.parse(String(options?.body)), path)));
}
const OK = () => new Response("{}");
const ASKING = {
  ...JUDGEMENT,
  spec: {
    ...JUDGEMENT.spec!, quorum: 2,
    form: {
      choices: [{ name: "all", title: "Release to all", decision: "Approve" }, { name: "half", title: "Half of the fleet", decision: "Approve" }],
      inputs: [{ name: "ticket", type: "String", title: "Change ticket", required: true, values: [] }, { name: "batch", type: "Int", required: false, defaultValue: "4", values: [] }],
    },
  },
} as unknown as Judgement;
const DANA = { user: "dana", decision: "Approve", channel: "Web", at: "2026-01-01T00:01:00Z", form: { choice: "half", inputs: { ticket: "OPS-7", batch: "8" } } } as Judgement["answers"][number];

const show = (judgement: Judgement, client = new QueryClient()) =>
  render(<QueryClientProvider client={client}><MantineProvider><JudgementPanel judgement={judgement} /></MantineProvider></QueryClientProvider>);

test("an answer that is repeated after a failure names the same request", async () => {
  const bodies: { requestId: string; decision: string; comment: string }[] = [];
  const answers = [new Response(JSON.stringify({ code: "no-answer", message: "did not answer in 10 s" }), { status: 504 }), new Response("{}")];
  serve((body) => { bodies.push(body as (typeof bodies)[number]); return answers.shift()!; });
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

test("an approval gives its choice and its inputs, and none is sent without those that are needed", async () => {
  const bodies: object[] = [];
  serve((body) => { bodies.push(body); return OK(); });
  show(ASKING);

  await userEvent.click(screen.getByRole("button", { name: "Release to all" }));
  expect(bodies).toHaveLength(0);
  screen.getByText("A value is needed");
  await userEvent.type(screen.getByLabelText(/Change ticket/), "OPS-9");
  await userEvent.click(screen.getByRole("button", { name: "Release to all" }));

  await screen.findByText("Your answer is recorded.");
  expect(bodies[0]).toMatchObject({ decision: "Approve", choice: "all", inputs: { ticket: "OPS-9", batch: "4" } });
});

test("a rejection asks for nothing", async () => {
  const bodies: object[] = [];
  serve((body) => { bodies.push(body); return OK(); });
  show(ASKING);

  await userEvent.click(screen.getByRole("button", { name: "Reject" }));

  await screen.findByText("Your answer is recorded.");
  expect(bodies[0]).toMatchObject({ decision: "Reject" });
  expect(bodies[0]).not.toHaveProperty("inputs");
});

test("what somebody put in is there for those who agree", () => {
  serve(OK);
  show({ ...ASKING, answers: [DANA] });
  expect((screen.getByLabelText(/Change ticket/) as HTMLInputElement).value).toBe("OPS-7");
  screen.getByText(/1 of 2 approvals that say the same/);
});

test("one's own answer can be taken back, and not given again before", async () => {
  const sent: string[] = [];
  serve((_, path) => { sent.push(path); return OK(); }, "dana");
  show({ ...ASKING, answers: [DANA] });

  await userEvent.click(await screen.findByRole("button", { name: "Take it back" }));

  await screen.findByText("It is taken back.");
  expect(sent).toEqual(["/api/judgements/revocations"]);
  expect(screen.queryByRole("button", { name: "Release to all" })).toBeNull();
});

test("the decision is handed on, and a comment decides nothing", async () => {
  const sent: [string, object][] = [];
  serve((body, path) => { sent.push([path, body]); return OK(); });
  show(JUDGEMENT);

  await userEvent.type(screen.getByLabelText("Comment"), "p99 is up");
  await userEvent.click(screen.getByRole("button", { name: "Only comment" }));
  await screen.findByText("Your comment is recorded.");
  await userEvent.click(screen.getByText("Let somebody else decide"));
  await userEvent.type(screen.getByLabelText("Name of the person"), "fred");
  await userEvent.click(screen.getByRole("button", { name: "Hand on" }));

  await screen.findByText("fred may decide instead of you.");
  expect(sent.map(([path]) => path)).toEqual(["/api/judgements/comments", "/api/judgements/delegations"]);
  expect(sent[0]![1]).toMatchObject({ text: "p99 is up" });
  expect(sent[1]![1]).toMatchObject({ to: "fred" });
});

test("who logs in after somebody else is not taken for them", async () => {
  serve(OK, "dana");
  show({ ...ASKING, answers: [DANA] }, queries);
  await screen.findByText("You have approved.");

  leave();
  cleanup();
  serve(OK, "erin");
  enter();
  show({ ...ASKING, answers: [DANA] }, queries);

  await waitFor(() => expect(queries.getQueryData(["me"])).toMatchObject({ user: "erin" }));
  await screen.findByRole("button", { name: "Release to all" });
  expect(screen.queryByText("You have approved.")).toBeNull();
});

test("who has logged in as somebody else in another tab is not taken for who they were", async () => {
  serve(OK, "dana");
  show({ ...ASKING, answers: [DANA] });
  await screen.findByText("You have approved.");

  serve(OK, "erin");
  window.dispatchEvent(new Event("visibilitychange"));

  await screen.findByRole("button", { name: "Release to all" });
  expect(screen.queryByText("You have approved.")).toBeNull();
});

test("what was asked for by who has left does not lead the next one out", async () => {
  vi.useFakeTimers();
  let answer = (_: Response) => {};
  vi.stubGlobal("fetch", () => new Promise<Response>((answered) => { answer = answered; }));
  show(JUDGEMENT, queries);

  leave();
  cleanup();
  enter();
  const left = vi.fn();
  const stop = watch(left);
  answer(new Response("{}", { status: 401 }));
  await vi.advanceTimersByTimeAsync(10_000);

  expect(left).not.toHaveBeenCalled();
  stop();
  vi.useRealTimers();
});
