import { useSyncExternalStore } from "react";

/** Whether the server lets us in; nothing is known before the first answer. */
let inside = true;
const watchers = new Set<() => void>();

function set(value: boolean) {
  if (value === inside) return;
  inside = value;
  watchers.forEach((watcher) => watcher());
}

export const leave = () => set(false);
export const enter = () => set(true);
export const isInside = () => inside;

/** Calls whenever somebody comes in or goes. */
export function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export const useInside = () => useSyncExternalStore(watch, isInside);
