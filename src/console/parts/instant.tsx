import { Tooltip } from "antd";
import { useEffect, useState, type ReactNode } from "react";
import { sayInstant, sayRelative } from "../text/dates.ts";

/** The exact time, and how long ago it was. */
export function Instant({ at, relative = false }: { readonly at: string | null; readonly relative?: boolean }): ReactNode {
  const now = useNow(30_000);
  if (at === null) return <span className="faint">–</span>;
  return relative ? (
    <Tooltip title={sayInstant(at)}>
      <time dateTime={at}>{sayRelative(at, now)}</time>
    </Tooltip>
  ) : (
    <Tooltip title={sayRelative(at, now)}>
      <time dateTime={at} className="figures">
        {sayInstant(at)}
      </time>
    </Tooltip>
  );
}

export function useNow(everyMs: number): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = window.setInterval(() => setNow(new Date()), everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs]);
  return now;
}
