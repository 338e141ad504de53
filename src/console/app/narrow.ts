import { useSyncExternalStore } from "react";

const NARROW = window.matchMedia("(max-width: 860px)");

/** A phone, or a window as small: the menu opens over the page and tables become cards. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      NARROW.addEventListener("change", listener);
      return () => NARROW.removeEventListener("change", listener);
    },
    () => NARROW.matches,
  );
}
