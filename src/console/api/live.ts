import { useEffect, useRef } from "react";

/**
 * What happens at the gateway, as it happens: one stream of server-sent events for all pages. The browser reconnects by itself and says
 * how far it had come, so nothing is missed in between.
 */
type Listener = (type: string) => void;

const TYPES = [
  "document.submitted", "document.duplicate-alarm", "document.changed", "document.held", "document.released", "document.discarded", "dispatch.moved", "dispatch.contradiction",
  "transmission.failed", "incoming.arrived", "incoming.fetched", "incoming.moved", "incoming.changed", "incoming.held", "incoming.discarded", "inbound.quarantined",
  "inbound.reprocess", "work.dead", "receipt.renewed", "deadline.near", "deadline.late", "calendar.corrected", "clock.offset", "report.issued", "notice.issued", "notice.ended", "channel.paused", "channel.resumed",
]; // prettier-ignore
/** What happens together is shown together. */
const GATHER_MS = 400;

const listeners = new Set<Listener>();
let source: EventSource | null = null;

export function openLive(): () => void {
  source?.close();
  const opened = new EventSource("/api/v1/events/stream?after=end", { withCredentials: true });
  for (const type of TYPES) opened.addEventListener(type, () => listeners.forEach((listener) => listener(type)));
  source = opened;
  return () => opened.close();
}

/** Calls `then` shortly after something of these types happened. */
export function useHappenings(types: readonly string[], then: () => void): void {
  const latest = useRef(then);
  latest.current = then;
  const wanted = types.join();
  useEffect(() => {
    if (wanted === "") return undefined;
    const prefixes = wanted.split(",");
    let timer: number | undefined;
    const listener: Listener = (type) => {
      if (!prefixes.some((prefix) => type === prefix || (prefix.endsWith(".") && type.startsWith(prefix)))) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(() => latest.current(), GATHER_MS);
    };
    listeners.add(listener);
    return () => {
      window.clearTimeout(timer);
      listeners.delete(listener);
    };
  }, [wanted]);
}
