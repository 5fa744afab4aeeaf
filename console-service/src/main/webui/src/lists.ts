import type { QueryClient } from "@tanstack/react-query";
import { follow } from "./live";

/** What is asked for again after a change. */
const LISTS = [["executions"], ["judgements"]];
const APART_MILLIS = 1000;

/**
 * Whatever changes anywhere makes lists be asked for again; nothing is polled. Once a second at most, and not before the
 * last answers have come: else lists of a busy place would never come to an end, and would use up what a token may ask.
 */
export function followLists(queries: QueryClient): () => void {
  let changed = false;
  let resting = false;
  let ended = false;
  const refresh = async () => {
    if (!changed || resting || ended) return;
    resting = true;
    // What somebody else waits for is not cut off, but may be older than the change.
    changed = LISTS.some((queryKey) => queries.isFetching({ queryKey }) > 0);
    await Promise.all([
      new Promise((rested) => window.setTimeout(rested, APART_MILLIS)),
      ...LISTS.map((queryKey) => queries.invalidateQueries({ queryKey }, { cancelRefetch: false })),
    ]);
    resting = false;
    void refresh();
  };
  const stop = follow("/api/events", () => {
    changed = true;
    void refresh();
  });
  return () => {
    ended = true;
    stop();
  };
}
