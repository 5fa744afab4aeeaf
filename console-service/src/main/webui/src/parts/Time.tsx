import { useEffect, useState, useSyncExternalStore } from "react";
import { between } from "../format";

let now = Date.now();
const watchers = new Set<() => void>();
let timer: number | undefined;

/** One clock for the page, ticking only while somebody looks at it. */
function subscribe(watcher: () => void) {
  watchers.add(watcher);
  timer ??= window.setInterval(() => {
    now = Date.now();
    watchers.forEach((each) => each());
  }, 1000);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

const still = () => () => {};
export const useNow = (ticking: boolean) => useSyncExternalStore(ticking ? subscribe : still, () => now);

const today = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const other = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A moment in the viewer's zone; UTC on hover. */
export function Time({ at }: { at: string | undefined }) {
  if (!at) return null;
  const when = new Date(at);
  const format = when.toDateString() === new Date().toDateString() ? today : other;
  return <time dateTime={at} title={`${when.toISOString().replace("T", " ").replace(/\.\d+Z$/, "")} UTC`}>{format.format(when)}</time>;
}

/** Time from one moment to another, or until now while it goes on. */
export function Span({ from, to, going = true }: { from: string | undefined; to?: string | undefined; going?: boolean }) {
  const ticks = useNow(!to && going);
  return <span className="number">{!to && !going ? "" : between(from, to, ticks)}</span>;
}

/** True after a while: what comes fast needs no loading sign. */
export function useLate(millis = 250) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const wait = window.setTimeout(() => setLate(true), millis);
    return () => window.clearTimeout(wait);
  }, [millis]);
  return late;
}
