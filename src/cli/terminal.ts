import type { Writable } from "node:stream";

/** Where a run of the program reads and writes; tests give their own. */
export interface Streams {
  readonly out: Writable;
  readonly err: Writable & { readonly isTTY?: boolean };
}

/** What a verb may say while it works: its answer goes to stdout when it is finished, everything else to stderr. */
export interface Terminal {
  readonly json: boolean;
  /** One line that replaces the one before. Silent unless a person watches or `--progress` asks for it. */
  progress(text: string): void;
  /** What has changed while a person waits: as `progress` where somebody watches, else a line for each change; silent with `--json` unless `--progress` asks for it. */
  change(text: string): void;
  /** A line that stays, for a person; silent with `--json`. */
  note(text: string): void;
  /** Removes the progress line. */
  settle(): void;
}

const CLEAR_LINE = "\r\u001B[2K";

export function openTerminal(streams: Streams, options: { readonly json: boolean; readonly progress: boolean }): Terminal {
  const isTty = streams.err.isTTY === true;
  const shown = options.progress || isTty;
  let last = "";
  const settle = () => {
    if (isTty && last !== "") streams.err.write(CLEAR_LINE);
    last = "";
  };
  return {
    json: options.json,
    progress(text) {
      if (!shown || text === last) return;
      last = text;
      streams.err.write(isTty ? `${CLEAR_LINE}${text}` : `${text}\n`);
    },
    change(text) {
      if ((!shown && options.json) || text === last) return;
      last = text;
      streams.err.write(isTty ? `${CLEAR_LINE}${text}` : `${text}\n`);
    },
    note(text) {
      if (options.json) return;
      settle();
      streams.err.write(`${text}\n`);
    },
    settle,
  };
}
