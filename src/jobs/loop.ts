import { setTimeout as sleep } from "node:timers/promises";

/** Runs one round after another: soon when woken, else after the pause. A round that throws is reported and the loop goes on. */
export interface Loop {
  wake(): void;
  /** No new round; resolves when the running one is over. */
  close(): Promise<void>;
}

export interface LoopOptions {
  readonly name: string;
  /** Resolves to true when there was more to do than fitted in one round, or to how many ms to wait instead of `pauseMs`. */
  readonly round: (signal: AbortSignal) => Promise<boolean | number>;
  readonly pauseMs: number;
  /** Rounds begin so far apart however often it is woken: under load one round serves many. Default: at once. */
  readonly atMostEveryMs?: number;
  /** After a failed round: about one second, doubled up to this; by chance different in every process. */
  readonly longestFaultPauseMs: number;
  readonly onFault: (name: string, error: unknown) => void;
}

const FIRST_FAULT_PAUSE_MS = 1_000;

export function startLoop(options: LoopOptions): Loop {
  const abort = new AbortController();
  let woken = false;
  let wakeUp: (() => void) | null = null;
  let failures = 0;
  let askedToWaitMs = 0;

  const done = (async () => {
    while (!abort.signal.aborted) {
      const begun = performance.now();
      woken = false;
      const more = await oneRound();
      if (abort.signal.aborted) return;
      if (more === true || woken) {
        const left = (options.atMostEveryMs ?? 0) - (performance.now() - begun);
        if (more !== true && left > 0) await sleep(left, undefined, { signal: abort.signal }).catch(() => undefined);
        continue;
      }
      await pause(failures === 0 ? (more === false ? options.pauseMs : more) : Math.max(faultPause(), askedToWaitMs));
    }
  })();

  function faultPause(): number {
    return Math.min(FIRST_FAULT_PAUSE_MS * 2 ** Math.min(failures - 1, 20), options.longestFaultPauseMs) * (0.7 + 0.3 * Math.random());
  }

  async function oneRound(): Promise<boolean | number> {
    try {
      const more = await options.round(abort.signal);
      failures = 0;
      return more;
    } catch (error) {
      if (abort.signal.aborted) return false;
      failures += 1;
      askedToWaitMs = waitAskedBy(error);
      options.onFault(options.name, error);
      woken = false; // a fault waits its pause, or a broken database would be asked in a tight loop
      return false;
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(end, ms);
      abort.signal.addEventListener("abort", end, { once: true });
      wakeUp = end;
      function end(): void {
        clearTimeout(timer);
        abort.signal.removeEventListener("abort", end);
        wakeUp = null;
        resolve();
      }
    });
  }

  return {
    wake() {
      woken = true;
      if (failures === 0) wakeUp?.();
    },
    async close() {
      abort.abort();
      await done;
    },
  };
}

/** A partner that said when to come again is not asked before. */
export function waitAskedBy(error: unknown): number {
  if (!(error instanceof Error) || !("facts" in error)) return 0;
  const { facts } = error;
  const ms: unknown = typeof facts === "object" && facts !== null && "retryAfterMs" in facts ? facts.retryAfterMs : 0;
  return typeof ms === "number" ? ms : 0;
}
