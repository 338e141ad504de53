import { asId } from "#src/core/ids";
import type { TransmissionId } from "#src/core/ids";
import { openStore } from "#src/storage/open-store";
import { claimOne } from "./attempts.ts";

/* A process that claims the transmission given to it and then waits to be killed. */
const [databaseUrl = "", transmission = ""] = process.argv.slice(2);
const id = asId<TransmissionId>(transmission);
if (id !== null) {
  const store = await openStore({ databaseUrl, onEvent: () => undefined });
  const claim = await store.write((tx) => claimOne(tx, id));
  process.send?.(claim.kind);
  setInterval(() => undefined, 60_000);
}
