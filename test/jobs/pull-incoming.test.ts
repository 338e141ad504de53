import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import test, { type ExecutionContext } from "ava";
import type { ExchangeAdapter, PendingItem } from "#adapters/adapter";
import { AdapterError } from "#adapters/errors";
import { pullerOf, type Puller } from "#src/jobs/pull-incoming";
import { openBlobs } from "#src/storage/blobs";
import type { Store } from "#src/core/ports";
import { testStore } from "#test/storage/stores";

/** A partner whose wire is as slow as we say. */
interface Partner {
  readonly puller: Puller;
  readonly store: Store;
  /** What it lists until it is acknowledged. */
  readonly waiting: string[];
  /** What is on the wire now, and how it ends. */
  readonly onWire: Map<string, { end(): void; fail(): void; busy(retryAfterMs: number): void }>;
  readonly fetched: string[];
  readonly acknowledged: string[];
  readonly faults: string[];
}

/** `slow`: whose fetch ends when the test says so. */
async function partner(t: ExecutionContext, slow: (id: string) => boolean): Promise<Partner> {
  const { store } = await testStore(t);
  const folder = await mkdtemp(join(tmpdir(), "lienthong-pull-"));
  const blobs = await openBlobs(folder);
  const [waiting, onWire, fetched, acknowledged, faults]: [string[], Partner["onWire"], string[], string[], string[]] = [[], new Map(), [], [], []];
  const unused = (): never => {
    throw new AdapterError("adapter-settings-invalid", "not a part of this test");
  };
  const adapter: ExchangeAdapter = {
    channel: "axis",
    send: unused,
    findSent: unused,
    listAgencies: unused,
    close: () => Promise.resolve(),
    listPending: (signal) => {
      signal.throwIfAborted();
      return Promise.resolve(waiting.map((partnerMessageId): PendingItem => ({ partnerMessageId, messageKind: "document", from: null, to: null })));
    },
    fetch: async ({ partnerMessageId: id }, sink, signal) => {
      fetched.push(id);
      sink.on("error", () => undefined);
      try {
        if (slow(id)) {
          await new Promise<void>((resolve, reject) => {
            const broken = (code: "aborted" | "partner-timeout") => (): void => reject(new AdapterError(code, `fetching ${id} ended`));
            onWire.set(id, { end: resolve, fail: broken("partner-timeout"), busy: (retryAfterMs) => reject(new AdapterError("partner-failed", "busy", { retryAfterMs })) });
            signal.addEventListener("abort", broken("aborted"), { once: true });
          });
        }
        await new Promise<void>((resolve) => sink.end(`nội dung ${id}`, () => resolve()));
      } catch (error) {
        sink.destroy();
        throw error;
      } finally {
        onWire.delete(id);
      }
    },
    acknowledge: async ({ partnerMessageId: id }) => {
      t.not(await store.reader.inbound.byPartnerMessageId("axis", id), null, "nothing is acknowledged before it is kept");
      acknowledged.push(id);
      if (waiting.includes(id)) waiting.splice(waiting.indexOf(id), 1);
    },
  };
  const puller = pullerOf({ store, blobs, clock: { now: () => new Date() }, onFault: (name, error) => faults.push(`${name} ${error instanceof Error ? error.message : ""}`) }, adapter, 0);
  t.teardown(async () => {
    await puller.close();
    await blobs.close();
    await rm(folder, { recursive: true });
  });
  return { puller, store, waiting, onWire, fetched, acknowledged, faults };
}

test("while one message crawls over the wire the partner is asked again, and what is newer is received; only this process pulls until the end", async (t) => {
  const { puller, store, waiting, onWire, fetched, acknowledged } = await partner(t, (id) => id === "gigabyte");
  waiting.push("gigabyte", "thường");
  t.is(await puller.round(), 1);
  waiting.push("hỏa tốc");
  t.is(await puller.round(), 1);
  t.deepEqual(acknowledged, ["thường", "hỏa tốc"]);
  t.deepEqual(fetched, ["gigabyte", "thường", "hỏa tốc"], "what is in flight is not fetched a second time");
  t.is(await store.asLeader("pull:axis", () => Promise.resolve("led")), null, "the fetch that outlives its round is led too");
  onWire.get("gigabyte")?.end();
  while (acknowledged.length < 3) await pause(5);
  while ((await store.asLeader("pull:axis", () => Promise.resolve("led"))) === null) await pause(5);
  const noted = await store.reader.inbound.byPartnerMessageId("axis", "gigabyte");
  t.not(noted?.acknowledgedAt ?? null, null, "and when the partner was told is written without another round");
  t.is(await puller.round(), 1, "it counts in the next round");
});

test("messages that failed slowly come after all others and have two places; a close breaks off what runs, and nothing of it is acknowledged", async (t) => {
  const { puller, store, waiting, onWire, fetched, acknowledged } = await partner(t, (id) => id.startsWith("chậm"));
  const slow = Array.from({ length: 12 }, (_each, index) => `chậm ${index}`);
  waiting.push(...slow);
  const first = puller.round();
  while (onWire.size < slow.length) await pause(5);
  for (const wire of onWire.values()) wire.fail();
  t.is(await first, 0);
  fetched.length = 0;
  waiting.push("mới 1", "mới 2");
  t.is(await puller.round(), 2);
  t.deepEqual(fetched, ["mới 1", "mới 2", "chậm 0", "chậm 1"]);
  t.deepEqual([...onWire.keys()], ["chậm 0", "chậm 1"]);
  await puller.close();
  t.is(onWire.size, 0);
  t.deepEqual(acknowledged.toSorted(), ["mới 1", "mới 2"]);
  t.is(await store.asLeader("pull:axis", () => Promise.resolve("led")), "led");
});

test("a partner that asks to wait at a message of an earlier round is left alone for so long", async (t) => {
  const { puller, store, waiting, onWire, faults } = await partner(t, (id) => id === "chậm");
  waiting.push("chậm");
  t.is(await puller.round(), 0);
  const askedAt = performance.now();
  onWire.get("chậm")?.busy(300);
  t.is(await store.asLeader("pull:axis", () => Promise.resolve("led")), null, "nobody else asks meanwhile");
  for (; faults.length === 0; await pause(5)) t.is(await puller.round(), 0);
  t.true(performance.now() - askedAt >= 299);
  t.deepEqual(faults, ["pull:axis busy"]);
});
