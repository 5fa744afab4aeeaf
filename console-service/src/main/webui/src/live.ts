import { replaceEqualDeep } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { stillInside } from "./queries";

export type Connection = "connecting" | "live" | "lost";

const RETRY_MILLIS = 2000;
const LONGEST_RETRY_MILLIS = 30_000;
let states = new Map<string, Connection>();
const watchers = new Set<() => void>();

function report(url: string, state: Connection | undefined) {
  states = new Map(states);
  if (state) states.set(url, state);
  else states.delete(url);
  watchers.forEach((watcher) => watcher());
}

/** The worst of all live connections of the page. */
export function useConnection(): Connection {
  const all = useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => states,
  );
  const values = [...all.values()];
  return values.includes("lost") ? "lost" : values.includes("live") ? "live" : "connecting";
}

/**
 * Follows a stream of snapshots. Each is whole, so that the first one after a lost connection holds all that was missed.
 * The browser connects again by itself after a broken connection, and not after a refusal: that is done here, and less and
 * less often. A stream does not tell why it was refused, so that is asked first: who is not let in any more must not go on.
 */
export function follow(url: string, onSnapshot: (data: unknown) => void): () => void {
  let source: EventSource;
  let retry: number | undefined;
  let wait = RETRY_MILLIS;
  let ended = false;
  const open = () => {
    source = new EventSource(url);
    source.addEventListener("open", () => {
      wait = RETRY_MILLIS;
      report(url, "live");
    });
    source.addEventListener("snapshot", (event) => {
      report(url, "live");
      onSnapshot(JSON.parse((event as MessageEvent<string>).data));
    });
    source.addEventListener("error", () => {
      report(url, "lost");
      if (source.readyState === EventSource.CLOSED) void again();
    });
  };
  const again = async () => {
    if (!(await stillInside()) || ended) return;
    retry = window.setTimeout(open, wait);
    wait = Math.min(2 * wait, LONGEST_RETRY_MILLIS);
  };
  report(url, "connecting");
  open();
  return () => {
    ended = true;
    window.clearTimeout(retry);
    source.close();
    report(url, undefined);
  };
}

/**
 * The newest snapshot, or what was asked for before the first. Parts that did not change stay the same objects, so that what
 * shows them is not drawn again.
 */
export function useLive<T>(url: string, asked?: T): T | undefined {
  const [seen, setSeen] = useState<{ url: string; data: T }>();
  const shown = seen?.url === url ? seen.data : asked;
  const last = useRef(shown);
  useEffect(() => { last.current = shown; }, [shown]);
  useEffect(() => follow(url, (data) => setSeen({ url, data: replaceEqualDeep(last.current, data) as T })), [url]);
  return shown;
}
