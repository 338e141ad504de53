import { useEffect } from "react";

/** Asks again every so often while something is under way. */
export function useAgain(reload: () => void, everyMs: number, isUnderWay: boolean): void {
  useEffect(() => {
    if (!isUnderWay) return undefined;
    const timer = window.setInterval(reload, everyMs);
    return () => window.clearInterval(timer);
  }, [reload, everyMs, isUnderWay]);
}
