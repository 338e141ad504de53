import { bundleGateway } from "#src/gateway-build/build";
import { TestSetupError } from "#test/support/setup-error";

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
    replace: `await database.once((db) => db.query("DELETE FROM outbox"));
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

/** Bundles the program as this mutant. Throws when it no longer has the text: a mutant that changes nothing must not pass for one that was caught. */
export async function bundleMutant(name: MutantName, target: string): Promise<void> {
  const { module, find, replace } = MUTANTS[name];
  let changed = false;
  await bundleGateway(target, (address, text) => {
    if (!address.endsWith(module) || !text.includes(find)) return null;
    changed = true;
    return text.replace(find, () => replace);
  });
  if (!changed) throw new TestSetupError(`${module} has no longer the text that the mutant changes: ${find}`);
}
