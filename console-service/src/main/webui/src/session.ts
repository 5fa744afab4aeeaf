import { useSyncExternalStore } from "react";

/** Whether the server lets us in; nothing is known before the first answer. */
let inside = true;
const watchers = new Set<() => void>();

function set(value: boolean) {
  inside = value;
  watchers.forEach((watcher) => watcher());
}

export const leave = () => set(false);
export const enter = () => set(true);

export const useInside = () =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => inside,
  );
