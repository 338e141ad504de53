import { setTimeout as pause } from "node:timers/promises";
import test from "ava";
import { newId, type TransmissionId } from "#src/core/ids";
import { keepSending } from "#src/jobs/keep-sending";

test("the order of what is sent for long is kept, of what was sent in between it is not", async (t) => {
  const [long, short, later] = [newId<TransmissionId>(), newId<TransmissionId>(), newId<TransmissionId>()];
  const running = new Set([long, short]);
  const kept: (readonly string[])[] = [];
  const store = {
    keepWork: (_topic: string, refs: readonly string[]): Promise<void> => {
      kept.push(refs);
      return Promise.resolve();
    },
  };
  const loop = keepSending({ store, running, onFault: (name) => t.fail(name) }, 20);
  await Promise.resolve(); // the first round has seen both
  running.delete(short);
  running.add(later);
  while (kept.length < 2) await pause(5);
  await loop.close();
  t.deepEqual(kept.slice(0, 2), [[long], [long, later]]);
});
