import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { MemoryRouter } from "react-router";
import type { Execution, Stage } from "../api/types";
import { StageDetail } from "./Stages";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
});
afterEach(cleanup);

const STAGE = {
  id: "blackbox", kind: "job", needs: ["deploy"], status: "Failed", reason: "exit code 1", attempts: [], outputs: { passed: "1" },
  steps: [{ id: "run", title: "run the job", status: "Failed", compensation: false, operationId: "shop-1/blackbox/run/1" }],
} as unknown as Stage;
const EXECUTION = {
  id: "shop-1", status: "Failed", finishedAt: "2026-01-01T00:05:00Z", stages: [STAGE], progress: {}, judgements: [], changes: [],
  jobLogs: [
    { stage: "blackbox", step: "run", pod: "blackbox-x1", container: "test", exitCode: 1, log: "checkout: 500" },
    { stage: "other", step: "run", pod: "other-x1", container: "test", exitCode: 0, log: "not of this stage" },
  ],
  tests: [{
    operationId: "shop-1/blackbox/run/1", pod: "blackbox-x1", container: "test", passed: 1, failed: 1, skipped: 0,
    tests: [
      { suite: "shop", name: "catalogue", outcome: "Passed" },
      { suite: "shop", name: "checkout", outcome: "Failed", message: "expected 200, was 500" },
    ],
  }],
} as unknown as Execution;

const show = (stage: Stage, execution = EXECUTION) =>
  render(<QueryClientProvider client={new QueryClient()}><MantineProvider><MemoryRouter><StageDetail execution={execution} stage={stage} /></MemoryRouter></MantineProvider></QueryClientProvider>);

test("the output of a stage's pods is there, with its exit code, and no other's", async () => {
  show(STAGE);
  await userEvent.click(screen.getByText(/Output of blackbox-x1 \/ test, exit code 1/));
  const log = screen.getByText("checkout: 500");
  expect(log.tagName).toBe("PRE");
  expect(log.getAttribute("tabindex")).toBe("0");
  expect(screen.queryByText("not of this stage")).toBeNull();
});

test("what tests reported is open where some failed, the failures first, with their messages", () => {
  show(STAGE);
  expect(screen.getByText(/1 passed/).closest("details")!.open).toBe(true);
  expect(screen.getAllByRole("listitem").map((item) => item.textContent).filter((text) => /Passed|Failed /.test(text ?? "")).map((text) => text!.replace(/.*?(Failed|Passed)/, "$1")).at(-1)).toContain("catalogue");
  screen.getByText("expected 200, was 500");
});

test("tests that all passed are folded", () => {
  const passed = { ...EXECUTION, tests: [{ ...EXECUTION.tests[0]!, passed: 2, failed: 0, tests: [{ suite: "shop", name: "catalogue", outcome: "Passed" }] }] } as unknown as Execution;
  show(STAGE, passed);
  expect(screen.getByText(/2 passed/).closest("details")!.open).toBe(false);
});
