import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { followLists } from "./lists";

/** A connection whose server is the test. */
let changed: () => void;
class Source {
  constructor() { changed = () => {}; }
  addEventListener(name: string, listener: (event: { data: string }) => void) { if (name === "snapshot") changed = () => listener({ data: "[]" }); }
  close() {}
}

let stops: (() => void)[] = [];
beforeEach(() => { vi.useFakeTimers(); vi.stubGlobal("EventSource", Source); });
afterEach(() => { stops.forEach((stop) => stop()); stops = []; vi.useRealTimers(); vi.unstubAllGlobals(); });

/** A list on the page, of what the server knew when it was asked, that takes so long to come. */
function list(queries: QueryClient, millis: number) {
  const server = { knows: 0, asked: 0, under: 0, most: 0 };
  const queryFn = async () => {
    const answer = server.knows;
    server.asked += 1;
    server.under += 1;
    server.most = Math.max(server.most, server.under);
    await new Promise((done) => setTimeout(done, millis));
    server.under -= 1;
    return answer;
  };
  const observer = new QueryObserver(queries, { queryKey: ["executions", "overview"], queryFn });
  stops.push(observer.subscribe(() => {}));
  return { server, shown: () => observer.getCurrentResult().data };
}

test("a list shows what changed, also while more changes come faster than it can be asked for", async () => {
  const queries = new QueryClient();
  const { server, shown } = list(queries, 700);
  await vi.advanceTimersByTimeAsync(700);
  stops.push(followLists(queries));

  for (let millis = 0; millis < 20_000; millis += 100) {
    server.knows = millis;
    changed();
    await vi.advanceTimersByTimeAsync(100);
  }

  expect(shown()).toBeGreaterThan(17_000);
  expect(server.asked).toBeLessThan(25);
  expect(server.most).toBe(1);
});

test("a list that takes longer than changes are apart is not asked for twice at once", async () => {
  const queries = new QueryClient();
  const { server, shown } = list(queries, 5_000);
  await vi.advanceTimersByTimeAsync(5_000);
  stops.push(followLists(queries));

  for (let millis = 0; millis < 30_000; millis += 500) {
    server.knows = millis;
    changed();
    await vi.advanceTimersByTimeAsync(500);
  }

  expect(shown()).toBeGreaterThan(18_000);
  expect(server.most).toBe(1);
});

test("the first change is shown at once, and the last one of many is not forgotten", async () => {
  const queries = new QueryClient();
  const { server, shown } = list(queries, 10);
  await vi.advanceTimersByTimeAsync(10);
  stops.push(followLists(queries));

  server.knows = 1;
  changed();
  await vi.advanceTimersByTimeAsync(10);
  expect(shown()).toBe(1);
  server.knows = 2;
  changed();
  changed();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(shown()).toBe(2);
  expect(server.asked).toBe(3);
});

test("what changed after a list was asked for is asked for once more", async () => {
  const queries = new QueryClient();
  const { server, shown } = list(queries, 3_000);
  stops.push(followLists(queries));

  server.knows = 1;
  changed();
  await vi.advanceTimersByTimeAsync(10_000);

  expect(shown()).toBe(1);
  expect(server.most).toBe(1);
});

test("nothing is asked for after the page has gone", async () => {
  const queries = new QueryClient();
  const { server } = list(queries, 10);
  await vi.advanceTimersByTimeAsync(10);
  const stop = followLists(queries);

  changed();
  await vi.advanceTimersByTimeAsync(10);
  changed();
  stop();
  await vi.advanceTimersByTimeAsync(10_000);

  expect(server.asked).toBe(2);
});
