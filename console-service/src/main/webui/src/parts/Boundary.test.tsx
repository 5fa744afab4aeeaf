import { MantineProvider } from "@mantine/core";
import { cleanup, render, screen } from "@testing-library/react";
import { lazy, Suspense } from "react";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { Boundary } from "./Boundary";

beforeAll(() => vi.stubGlobal("matchMedia", () => ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} })));
afterEach(cleanup);

const Unreached = lazy(() => Promise.reject(new Error("Failed to fetch dynamically imported module")));

const page = (path: string) => (
  <MantineProvider>
    <Boundary path={path}>
      <Suspense>{path === "/graph" ? <Unreached /> : <p>All is well</p>}</Suspense>
    </Boundary>
  </MantineProvider>
);

test("a page that cannot be fetched says so, and the others are still there", async () => {
  vi.spyOn(console, "error").mockImplementation(() => {});
  const { rerender } = render(page("/graph"));
  expect((await screen.findByRole("alert")).textContent).toContain("Failed to fetch");
  expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
  rerender(page("/"));
  expect(screen.getByText("All is well")).toBeTruthy();
});
