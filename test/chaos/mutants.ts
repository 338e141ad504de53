/** The program with one promise taken out. A checker that does not see it would see nothing. */
export interface Mutant {
  /** Compiled module, as its address ends. */
  readonly module: string;
  readonly find: string;
  readonly replace: string;
}

export const MUTANTS = {
  /** Orders live in memory, so to say: whoever starts again knows of none. */
  "outbox-disabled": {
    module: "src/storage/open-store.js",
    find: "const lifeline = new Lifeline(",
    replace: `await database.transaction(async (run) => { await run.manager.query("DELETE FROM outbox"); await run.manager.query("DELETE FROM work_item"); }).catch(() => undefined);
    const lifeline = new Lifeline(`,
  },
  /** The partner is told when the bytes are there, before the row that names them is. */
  "acknowledged-before-commit": {
    module: "src/core/incoming/receive-envelope.js",
    find: "envelope: await draft.commit(),",
    replace: `envelope: await draft.commit().then(async (kept) => {
      await adapter.acknowledge(item, "done", signal);
      await new Promise((resolve) => setTimeout(resolve, 150));
      return kept;
    }),`,
  },
  /** What may have arrived is sent again without asking. */
  "sent-again-without-asking": {
    module: "src/jobs/deliver-outgoing.js",
    find: "if (!askFirst)",
    replace: "if (true)",
  },
  /** The first report leaves from memory after the commit. */
  "receipt-from-memory": {
    module: "src/core/incoming/file-document.js",
    find: "await queueStatus(tx, arrival);",
    replace: "setTimeout(() => void needs.store.write((later) => queueStatus(later, arrival)).catch(() => undefined), 400);",
  },
} as const satisfies Readonly<Record<string, Mutant>>;
export type MutantName = keyof typeof MUTANTS;

/** Which mutant a process is: read by the module loaded before it. */
export const MUTANT_VARIABLE = "LIENTHONG_CHAOS_MUTANT";
