import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { cleanup, render, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { MemoryRouter } from "react-router";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { ImagesPage } from "./ImagesPage";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }));
  vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
  Object.defineProperty(document, "fonts", { value: { addEventListener: () => {}, removeEventListener: () => {} } });
  Element.prototype.scrollIntoView = () => {};
});
afterEach(cleanup);

const IMAGE = `us.gcr.io/acme/shop@sha256:${"a".repeat(64)}`;
const BACK = { pipeline: "shop", application: "shop", image: IMAGE, by: "Gennaker", execution: "shop-7", reason: "canary failed", at: "2026-01-01T00:00:00Z" };

/** The server: what is withdrawn, and what it was asked. */
function serve(images: object[]) {
  const asked: { path: string; body: unknown }[] = [];
  vi.stubGlobal("fetch", async (path: string, options?: RequestInit) => {
    if (options?.method === "POST") asked.push({ path, body: JSON.parse(String(options.body)) });
    if (path.startsWith("/api/definitions")) return new Response(JSON.stringify([{ kind: "Pipeline", name: "shop" }]));
    return new Response(options?.method === "POST" ? "{}" : JSON.stringify(images));
  });
  return asked;
}

const show = (at = "/images") =>
  render(<QueryClientProvider client={new QueryClient()}><MantineProvider env="test"><MemoryRouter initialEntries={[at]}><ImagesPage /></MemoryRouter></MantineProvider></QueryClientProvider>);

test("an image that was taken back names its execution and the reason, and its permalink marks it", async () => {
  serve([BACK]);
  show(`/images?${new URLSearchParams({ pipeline: "shop", image: IMAGE })}`);
  const row = (await screen.findByText("canary failed")).closest("tr")!;
  expect(within(row).getByRole("link", { name: "an execution" }).getAttribute("href")).toBe("/executions/shop-7");
  expect(row.className).toContain("chosen");
});

test("an image is reinstated with a reason", async () => {
  const asked = serve([BACK]);
  show();
  await userEvent.click(await screen.findByRole("button", { name: "Reinstate" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.type(within(dialog).getByLabelText(/Reason/), "the errors were the mesh's");
  await userEvent.click(within(dialog).getByRole("button", { name: "Reinstate" }));
  expect(asked).toEqual([{ path: "/api/images/withdrawn/reinstate", body: { pipeline: "shop", image: IMAGE, reason: "the errors were the mesh's" } }]);
});

test("an image is withdrawn by its digest, and not by its tag", async () => {
  const asked = serve([]);
  show("/images?pipeline=shop");
  await screen.findByText("No image is withdrawn from shop");
  await userEvent.click(screen.getByRole("button", { name: "Withdraw an image" }));
  const dialog = await screen.findByRole("dialog");
  await userEvent.type(within(dialog).getByLabelText(/Reason/), "leaks");
  await userEvent.click(within(dialog).getByLabelText(/Image/));
  await userEvent.paste("us.gcr.io/acme/shop:v1");
  within(dialog).getByText("It needs a digest of 64 hexadecimal digits");
  expect((within(dialog).getByRole("button", { name: "Withdraw" }) as HTMLButtonElement).disabled).toBe(true);
  await userEvent.clear(within(dialog).getByLabelText(/Image/));
  await userEvent.paste(IMAGE);
  await userEvent.click(within(dialog).getByRole("button", { name: "Withdraw" }));
  expect(asked).toEqual([{ path: "/api/images/withdrawn", body: { pipeline: "shop", image: IMAGE, reason: "leaks" } }]);
});
