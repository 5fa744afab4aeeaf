import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { follow, useLive } from "./live";
import { enter, useInside } from "./session";

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

/** What the server says to who asks who they are. */
let asked = 0;
function answer(status: number) {
  asked = 0;
  vi.stubGlobal("fetch", async () => { asked += 1; return new Response(JSON.stringify({ user: "ann", roles: [] }), { status }); });
}

/** The server refuses the newest connection. */
function refuse() {
  const newest = Source.opened.at(-1)!;
  newest.readyState = Source.CLOSED;
  newest.send("error");
}

beforeEach(() => { Source.opened = []; vi.useFakeTimers(); vi.stubGlobal("EventSource", Source); answer(200); });
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals(); enter(); });

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

test("after a refusal, which the browser does not mend, it connects again", async () => {
  const seen: unknown[] = [];
  const stop = follow("/api/events", (data) => seen.push(data));
  refuse();
  await vi.advanceTimersByTimeAsync(2_000);
  Source.opened[1]!.send("snapshot", { stages: 3 });
  expect(seen).toEqual([{ stages: 3 }]);
  stop();
  expect(Source.opened[1]!.readyState).toBe(Source.CLOSED);
});

test("who is not let in any more is shown the log-in, and does not connect again", async () => {
  const inside = renderHook(() => useInside());
  answer(401);
  const stop = follow("/api/events", () => {});
  await act(async () => { refuse(); await vi.advanceTimersByTimeAsync(3_600_000); });
  expect(inside.result.current).toBe(false);
  expect(Source.opened).toHaveLength(1);
  expect(asked).toBe(1);
  stop();
});

test.each([200, 429, 503])("what is refused again and again is tried less and less often, and soon again after a success (%i)", async (status) => {
  answer(status);
  const stop = follow("/api/events", () => {});
  for (const wait of [2_000, 4_000, 8_000, 16_000, 30_000, 30_000]) {
    const before = Source.opened.length;
    refuse();
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(Source.opened).toHaveLength(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(Source.opened).toHaveLength(before + 1);
  }
  const before = Source.opened.length;
  Source.opened.at(-1)!.send("open");
  refuse();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(Source.opened).toHaveLength(before + 1);
  stop();
});

test("who goes while it is asked who they are does not connect again", async () => {
  const stop = follow("/api/events", () => {});
  refuse();
  stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(Source.opened).toHaveLength(1);
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
