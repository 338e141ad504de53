import { parentPort, workerData } from "node:worker_threads";
import type { Row } from "../../core/reports/printout.ts";
import type { Job, PressAnswer, PressQuestion } from "./press.ts";
import { writeLetter } from "./write-letter.ts";
import { writePdf } from "./write-pdf.ts";

/** A thread of the press: sets one printout, asking for its rows and handing over its bytes one piece at a time. */
async function set(job: Job): Promise<void> {
  const pieces = job.kind === "letter" ? writeLetter(job.letter, job.at) : writePdf({ ...job.printout, sections: job.sections.map((section, at) => ({ ...section, rows: rowsOf(at) })) });
  for await (const bytes of pieces) await ask({ kind: "bytes", bytes });
  say({ kind: "end" });
}

async function* rowsOf(section: number): AsyncGenerator<readonly Row[]> {
  for (;;) {
    const { rows } = await ask({ kind: "rows-wanted", section });
    if (rows === null) return;
    yield rows;
  }
}

function ask(question: PressQuestion): Promise<PressAnswer> {
  return new Promise((resolve) => {
    parentPort?.once("message", resolve);
    say(question);
  });
}

function say(question: PressQuestion): void {
  parentPort?.postMessage(question, []);
}

await set(workerData as Job);
