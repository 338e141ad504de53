import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { connection } from "./connection.ts";
import { faultOf, type Fault } from "./fault.ts";
import { useHappenings } from "./live.ts";

/** What a page knows of its question. While it asks again, and when that fails, the last answer stays to be seen. */
export interface Asked<Data> {
  readonly data: Data | null;
  readonly fault: Fault | null;
  readonly asking: boolean;
  readonly reload: () => void;
}

export interface AskOptions {
  /** Asks again when events of these types happen; `prefix.` stands for all that begin so. */
  readonly live?: readonly string[];
}

/** Asks when `key` changes, when the connection returns and when something of `live` happens. null: nothing to ask yet. */
export function useAsk<Data>(key: string | null, ask: (signal: AbortSignal) => Promise<Data>, options: AskOptions = {}): Asked<Data> {
  const [known, setKnown] = useState<{ readonly key: string | null; readonly data: Data | null; readonly fault: Fault | null; readonly asking: boolean }>({ key: null, data: null, fault: null, asking: true });
  const [round, setRound] = useState(0);
  const returns = useSyncExternalStore(connection.subscribe, connection.returns);
  const latest = useRef(ask);
  latest.current = ask;
  const reload = useCallback(() => setRound((before) => before + 1), []);
  useHappenings(options.live ?? NONE, reload);

  useEffect(() => {
    if (key === null) return undefined;
    const leaving = new AbortController();
    setKnown((before) => ({ key, data: before.key === key ? before.data : null, fault: before.key === key ? before.fault : null, asking: true }));
    latest
      .current(leaving.signal)
      .then((data) => leaving.signal.aborted || setKnown({ key, data, fault: null, asking: false }))
      .catch((error: unknown) => leaving.signal.aborted || setKnown((before) => ({ ...before, fault: faultOf(error), asking: false })));
    return () => leaving.abort();
  }, [key, round, returns]);

  const current = known.key === key;
  return { data: current ? known.data : null, fault: current ? known.fault : null, asking: !current || known.asking, reload };
}

const NONE: readonly string[] = [];
