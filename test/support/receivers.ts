import { createHash } from "node:crypto";
import { tmpdir } from "node:os";
import { Readable, Writable } from "node:stream";
import { axisAdapter } from "#adapters/axis/axis-adapter";
import { setTimeout as sleep } from "node:timers/promises";
import type { ExchangeAdapter, PendingItem } from "#adapters/adapter";
import { AdapterError } from "#adapters/errors";
import { parseOrganId, writeStatusReport, type StatusCode, type StatusReport } from "#edxml";
import { HouseError } from "#src/core/fault";

/** How a system without a gateway reaches the axis. */
export interface AxisAccount {
  readonly endpoint: string;
  readonly systemId: string;
  readonly secret: string;
}

const AT_ONCE = 10;

/** A system of many agencies behind the axis: counts what each of them gets, and reports as they would, unsigned. */
export class Receivers {
  readonly #adapter: ExchangeAdapter;
  readonly #taken = new Map<string, Map<string, number>>();
  readonly #signal = new AbortController().signal;

  constructor(account: AxisAccount) {
    this.#adapter = axisAdapter({ ...account, now: () => new Date() });
  }

  /** Fetches and acknowledges every document that waits. Resolves to how many. */
  async take(): Promise<number> {
    const documents = (await this.#adapter.listPending(this.#signal)).filter(({ messageKind }) => messageKind === "document");
    await inTurns(documents, async (item) => {
      const digest = await patiently(() => this.#digestOf(item));
      const to = item.to ?? "";
      const taken = this.#taken.get(to) ?? new Map<string, number>();
      taken.set(digest, (taken.get(digest) ?? 0) + 1);
      this.#taken.set(to, taken);
      await patiently(() => this.#adapter.acknowledge(item, "done", this.#signal));
    });
    return documents.length;
  }

  /** How often each envelope came to each agency: `lost` never, `doubled` more than once, `stray` to somebody or of something never sent. */
  judge(agencies: readonly string[], envelopes: readonly string[]): { readonly lost: number; readonly doubled: number; readonly stray: number } {
    const [sent, asked] = [new Set(envelopes), new Set(agencies)];
    let [lost, doubled, stray] = [0, 0, 0];
    for (const agency of agencies) for (const envelope of envelopes) if (!this.#taken.get(agency)?.has(envelope)) lost += 1;
    for (const [agency, taken] of this.#taken) {
      for (const [envelope, times] of taken) {
        if (!asked.has(agency) || !sent.has(envelope)) stray += times;
        else doubled += times - 1;
      }
    }
    return { lost, doubled, stray };
  }

  /** One report of one agency. Throws HouseError when the axis does not take it. */
  async report(from: string, responseFor: StatusReport["responseFor"], statusCode: StatusCode, timestamp: Date): Promise<void> {
    const sink = new Collected();
    await writeStatusReport({ kind: "status", from: { organId: parseOrganId(from) }, responseFor, statusCode, timestamp }, sink, { scratchDirectory: tmpdir() });
    const bytes = Buffer.concat(sink.chunks);
    const parcel = { messageKind: "status" as const, from: parseOrganId(from), to: [responseFor.organId], documentId: responseFor.documentId, size: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex"), open: () => Readable.from([bytes], { objectMode: false }) };
    const outcome = await this.#adapter.send(parcel, this.#signal);
    if (outcome.kind !== "entered") throw new HouseError("invariant-broken", `the axis did not take ${statusCode} of ${from}: ${JSON.stringify(outcome)}`);
  }

  async close(): Promise<void> {
    await this.#adapter.close();
  }

  async #digestOf(item: PendingItem): Promise<string> {
    const hash = createHash("sha256");
    const sink = new Writable({
      write(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        done();
      },
    });
    await this.#adapter.fetch(item, sink, this.#signal);
    return hash.digest("hex");
  }
}

const MOST_TRIES = 5;

/** A connection the axis has just closed is no reason to give up; fetching and acknowledging twice is harmless. */
async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await act();
    } catch (error) {
      if (tried === MOST_TRIES || !(error instanceof AdapterError) || error.retry !== "later") throw error;
    }
    await sleep(100 * tried);
  }
}

class Collected extends Writable {
  readonly chunks: Buffer[] = [];
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.chunks.push(Buffer.from(chunk));
    done();
  }
}

/** A few at a time, in the order given. */
export async function inTurns<Item>(items: readonly Item[], act: (item: Item) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let item = items[next++]; item !== undefined; item = items[next++]) await act(item);
    }),
  );
}
