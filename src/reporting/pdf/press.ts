import { on } from "node:events";
import { Worker } from "node:worker_threads";
import { HouseError } from "../../core/fault.ts";
import type { Letter, Printout, Row, Section } from "../../core/reports/printout.ts";

/** What a thread is started with: everything of a printout but its rows, which it asks for. */
export type Job =
  | { readonly kind: "printout"; readonly printout: Omit<Printout, "sections">; readonly sections: readonly Omit<Section, "rows">[] }
  | { readonly kind: "letter"; readonly letter: Letter; readonly at: Date };

/** The thread says one thing and waits for its answer, so neither side runs ahead of the other. */
export type PressQuestion = { readonly kind: "rows-wanted"; readonly section: number } | { readonly kind: "bytes"; readonly bytes: Uint8Array } | { readonly kind: "end" };

/** Rows of the section asked for; null after its last, and to bytes taken. */
export interface PressAnswer {
  readonly rows: readonly Row[] | null;
}

/** A register of 100,000 rows needs under 100 MiB; fonts are 25 of them. */
const HEAP_MB = 192;
/** Printouts set at once; a reader that takes its bytes slowly holds one. */
const MOST = 8;

let running = 0;

/**
 * A printout or letter as PDF, set in a thread of its own that ends with it: fonts cost 25 MiB that a gateway at rest does not keep, and a page costs
 * milliseconds that no request waits for.
 * @throws HouseError `overloaded` when too many are being set
 */
export async function* setPages(given: { readonly kind: "printout"; readonly printout: Printout } | Extract<Job, { kind: "letter" }>): AsyncGenerator<Uint8Array> {
  if (running >= MOST) throw new HouseError("overloaded", `${running} printouts are being set already`, { running, most: MOST });
  const rows = given.kind === "letter" ? [] : given.printout.sections.map((section) => section.rows[Symbol.asyncIterator]());
  const thread = new Worker(new URL("./press-thread.js", import.meta.url), { workerData: jobOf(given), resourceLimits: { maxOldGenerationSizeMb: HEAP_MB }, execArgv: [], env: {} });
  running += 1;
  try {
    for await (const [question] of on(thread, "message", { close: ["exit"] }) as AsyncIterable<[PressQuestion]>) {
      if (question.kind === "end") return;
      if (question.kind === "bytes") yield question.bytes;
      const next = question.kind === "bytes" ? undefined : await rows[question.section]?.next();
      const answer: PressAnswer = { rows: next === undefined || next.done === true ? null : next.value };
      thread.postMessage(answer, []);
    }
    throw new HouseError("invariant-broken", "the thread of the press ended before its last page");
  } finally {
    running -= 1;
    await Promise.all([thread.terminate(), ...rows.map((each) => each.return?.())]);
  }
}

function jobOf(given: Parameters<typeof setPages>[0]): Job {
  if (given.kind === "letter") return given;
  const { sections, ...printout } = given.printout;
  return { kind: "printout", printout, sections: sections.map(({ rows: _asked, ...section }) => section) };
}
