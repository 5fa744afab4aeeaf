import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter, Route, Routes } from "react-router";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { StartPage } from "./StartPage";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  Object.defineProperty(document, "fonts", { value: { addEventListener: () => {}, removeEventListener: () => {} } });
});
afterEach(cleanup);

const SHOP = `
kind: Pipeline
metadata: {name: shop}
spec:
  artifacts: [{name: app, image: us.gcr.io/acme/shop, prior: true}]
  parameters:
    - {name: suffix, type: string, default: -beta}
    - {name: note, type: string, required: false}
    - {name: batch, type: int, default: 4}
`;

/** The server, and what it was asked to start. */
function serve(fails = 0) {
  const state = { tired: false };
  const asked: { parameters: object; artifacts: object; idempotencyKey: string }[] = [];
  vi.stubGlobal("fetch", async (_: string, options?: RequestInit) => {
    if (state.tired) return new Response(JSON.stringify({ code: "too-many", message: "too many requests" }), { status: 429 });
    if (options?.method !== "POST") return new Response(JSON.stringify({ kind: "Pipeline", name: "shop", document: SHOP }));
    asked.push(JSON.parse(String(options.body)));
    if (asked.length <= fails) return new Response(JSON.stringify({ code: "gone", message: "no answer" }), { status: 504 });
    return new Response(JSON.stringify({ executionId: "shop-1" }));
  });
  return Object.assign(asked, { tire: () => { state.tired = true; } });
}

function show() {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  render(
    <QueryClientProvider client={queries}><MantineProvider env="test"><MemoryRouter initialEntries={["/start/shop"]}>
      <Routes><Route path="/start/:name" element={<StartPage />} /><Route path="/executions/:id" element={<p>started</p>} /></Routes>
    </MemoryRouter></MantineProvider></QueryClientProvider>,
  );
  return queries;
}

test("an emptied text is given as empty, and its default does not stand in", async () => {
  const asked = serve();
  show();
  await userEvent.clear(await screen.findByLabelText(/suffix/));
  await userEvent.click(screen.getByRole("button", { name: "Start" }));
  await screen.findByText("started");
  expect(asked[0]).toMatchObject({ parameters: { suffix: "", batch: "4" } });
  expect(asked[0]?.parameters).not.toHaveProperty("note");
});

test("an emptied number is asked for, though it has a default", async () => {
  const asked = serve();
  show();
  await userEvent.clear(await screen.findByLabelText(/batch/));
  await userEvent.click(screen.getByRole("button", { name: "Start" }));
  await screen.findByText("A value is needed");
  expect(asked).toHaveLength(0);
});

test("an image may be left out where that of the execution before stands in", async () => {
  const asked = serve();
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Start" }));
  await screen.findByText("started");
  expect(asked[0]?.artifacts).toEqual({});
});

test("the same start again is the same one, and a changed one is another", async () => {
  const asked = serve(2);
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Start" }));
  await screen.findByText("no answer");
  await userEvent.click(screen.getByRole("button", { name: "Start" }));
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  await userEvent.type(screen.getByLabelText(/note/), "again");
  await userEvent.click(screen.getByRole("button", { name: "Start" }));
  await screen.findByText("started");
  expect(asked[1]?.idempotencyKey).toBe(asked[0]?.idempotencyKey);
  expect(asked[2]?.idempotencyKey).not.toBe(asked[0]?.idempotencyKey);
});

test("what was typed stays when the definition cannot be asked for again", async () => {
  const asked = serve();
  const queries = show();
  await userEvent.type(await screen.findByLabelText(/note/), "typed");

  asked.tire();
  await act(async () => { await queries.refetchQueries(); await new Promise((heard) => setTimeout(heard)); });

  expect(screen.getByLabelText<HTMLInputElement>(/note/).value).toBe("typed");
});
