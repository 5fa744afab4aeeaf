import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { Time } from "./Time";

// Before the page's own formats are made.
vi.hoisted(() => vi.stubEnv("TZ", "Asia/Tokyo"));
afterEach(cleanup);

test("a moment is shown on the viewer's clocks, with UTC on hover", () => {
  render(<Time at="2026-03-05T22:07:09.120Z" />);
  const shown = screen.getByText(/2026/);
  expect(shown.textContent).toMatch(/Mar 6, 2026/);
  expect(shown.textContent).toMatch(/7:07/);
  expect(shown.getAttribute("title")).toBe("2026-03-05 22:07:09 UTC");
  expect(shown.getAttribute("datetime")).toBe("2026-03-05T22:07:09.120Z");
});

test("a moment of today is its time alone", () => {
  const now = new Date();
  now.setHours(0, 0, 1, 0);
  const { container } = render(<Time at={now.toISOString()} />);
  expect(container.textContent).not.toContain(String(now.getFullYear()));
  expect(container.querySelector("time")!.title).toMatch(/UTC$/);
});

test("what has not happened has no time", () => {
  expect(render(<Time at={undefined} />).container.textContent).toBe("");
});
