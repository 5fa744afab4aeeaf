import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { follow, useLive } from "./live";

/** A connection whose server is the test. */
class Source {
  static CLOSED = 2;
  static opened: Source[] = [];
  readyState = 1;
  private readonly listeners = new Map<string, (event: { data?: string }) => void>();
  constructor(readonly url: string) { Source.opened.push(this); }
  addEventListener(name: string, listener: (event: { data?: string }) => void) { this.listeners.set(name, listener); }
  close() { this.readyState = Source.CLOSED; }
  send(name: string, data?: object) { this.listeners.get(name)!({ data: JSON.stringify(data) }); }
}

beforeEach(() => { Source.opened = []; vi.useFakeTimers(); vi.stubGlobal("EventSource", Source); });
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); });

test("what changed while the connection was lost is in the first snapshot after it", () => {
  const seen: unknown[] = [];
  const stop = follow("/api/events", (data) => seen.push(data));
  Source.opened[0]!.send("snapshot", { stages: 1 });
  Source.opened[0]!.readyState = 0;
  Source.opened[0]!.send("error");
  Source.opened[0]!.send("snapshot", { stages: 3 });
  expect(seen).toEqual([{ stages: 1 }, { stages: 3 }]);
  expect(Source.opened).toHaveLength(1);
  stop();
});

test("after a refusal, which the browser does not mend, it connects again", () => {
  const seen: unknown[] = [];
  const stop = follow("/api/events", (data) => seen.push(data));
  Source.opened[0]!.readyState = Source.CLOSED;
  Source.opened[0]!.send("error");
  vi.advanceTimersByTime(2_000);
  Source.opened[1]!.send("snapshot", { stages: 3 });
  expect(seen).toEqual([{ stages: 3 }]);
  stop();
  expect(Source.opened[1]!.readyState).toBe(Source.CLOSED);
});

test("what a snapshot does not change stays the same object, from what was asked for on", () => {
  const asked = { stages: [{ id: "a", status: "Running" }, { id: "b", status: "Waiting" }] };
  const { result, unmount } = renderHook(() => useLive("/api/events", asked));
  const [a, b] = result.current!.stages;
  act(() => Source.opened[0]!.send("snapshot", { stages: [{ id: "a", status: "Running" }, { id: "b", status: "Running" }] }));
  expect(result.current!.stages[0]).toBe(a);
  expect(result.current!.stages[1]).not.toBe(b);
  expect(result.current!.stages[1]!.status).toBe("Running");
  unmount();
});
