import type { PendingItem } from "#adapters/adapter";
import type { InboundEnvelope } from "../core/incoming/inbound-envelope.ts";

/** One message at a time waits for the network, the disk, a commit, the network and a commit: with sixteen of them a commit is shared by several. */
export const AT_ONCE = 16;
/** Messages that failed and took their time about it: so many at once, that they never hold the others up. */
const SLOW_AT_ONCE = 2;
const SLOW_MS = 15_000;

/** A message to be received, with its row when we had it already. */
export interface Wanted {
  readonly item: PendingItem;
  readonly known: InboundEnvelope | null;
}

interface Failures {
  readonly times: number;
  readonly slow: boolean;
}

/**
 * The places in which the messages of one channel are received. They outlive a round of asking the partner: a gigabyte on a slow wire runs for up to an
 * hour, and what is urgent must not wait for it. `receive` never rejects; it tells whether the message is done, `broken-off` when that is nobody's fault.
 */
export class FetchPlaces {
  readonly #receive: (wanted: Wanted) => Promise<"done" | "failed" | "broken-off">;
  readonly #onIdle: () => void;
  readonly #slowMs: number;
  /** In whose round each began. */
  readonly #running = new Map<string, number>();
  readonly #slow = new Set<string>();
  readonly #failed = new Map<string, Failures>();
  #line: Wanted[] = [];
  /** What ran when the partner was asked: what it lists of that may be overtaken. */
  #inHand: ReadonlySet<string> = new Set();
  #round = 0;
  #stopped = false;
  #notify: () => void = () => undefined;

  constructor(receive: (wanted: Wanted) => Promise<"done" | "failed" | "broken-off">, onIdle: () => void, slowMs = SLOW_MS) {
    this.#receive = receive;
    this.#onIdle = onIdle;
    this.#slowMs = slowMs;
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  get idle(): boolean {
    return this.#running.size === 0;
  }

  /** Before the partner is asked what waits. What waited here comes again with its answer. */
  newRound(): void {
    this.#round += 1;
    this.#line = [];
    this.#inHand = new Set(this.#running.keys());
    this.#stopped = false;
  }

  /** Of what the partner lists: what is not in hand, in the order of the list; what failed before goes after all others, what failed least first. */
  inOrder(pending: readonly PendingItem[]): readonly PendingItem[] {
    const listed = new Set(pending.map(({ partnerMessageId }) => partnerMessageId));
    for (const id of this.#failed.keys()) if (!listed.has(id) && !this.#running.has(id)) this.#failed.delete(id);
    const times = ({ partnerMessageId }: PendingItem): number => this.#failed.get(partnerMessageId)?.times ?? 0;
    return pending.filter(({ partnerMessageId }) => !this.#inHand.has(partnerMessageId)).toSorted((one, other) => times(one) - times(other));
  }

  /** While the partner is out of reach every message fails: that says nothing about them. */
  forgetFailures(): void {
    this.#failed.clear();
  }

  add(wanted: readonly Wanted[]): void {
    if (this.#stopped) return;
    this.#line.push(...wanted);
    this.#fill();
  }

  /** Nothing more begins until the next round. */
  stop(): void {
    this.#stopped = true;
    this.#line = [];
    this.#notify();
  }

  /** Resolves when all that was added has begun, but for what is kept waiting because it is slow. */
  async begun(): Promise<void> {
    await this.#until(() => this.#line.every(({ item }) => this.#isSlow(item)));
  }

  /** Resolves when all that began in this round is over, or the time is. */
  async settled(withinMs: number): Promise<void> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#notify();
    }, withinMs);
    await this.#until(() => late || Array.from(this.#running.values()).every((round) => round !== this.#round));
    clearTimeout(timer);
  }

  async #until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise<void>((resolve) => (this.#notify = resolve));
  }

  #isSlow({ partnerMessageId }: PendingItem): boolean {
    return this.#failed.get(partnerMessageId)?.slow === true;
  }

  #fill(): void {
    while (this.#running.size < AT_ONCE && !this.#stopped) {
      const place = this.#line.findIndex(({ item }) => !this.#isSlow(item) || this.#slow.size < SLOW_AT_ONCE);
      const [wanted] = place < 0 ? [] : this.#line.splice(place, 1);
      if (wanted === undefined) return;
      void this.#run(wanted);
    }
  }

  async #run(wanted: Wanted): Promise<void> {
    const id = wanted.item.partnerMessageId;
    const begun = performance.now();
    this.#running.set(id, this.#round);
    if (this.#isSlow(wanted.item)) this.#slow.add(id);
    const outcome = await this.#receive(wanted);
    if (outcome === "done") this.#failed.delete(id);
    if (outcome === "failed") this.#failed.set(id, { times: (this.#failed.get(id)?.times ?? 0) + 1, slow: performance.now() - begun >= this.#slowMs });
    this.#running.delete(id);
    this.#slow.delete(id);
    this.#fill();
    this.#notify();
    if (this.idle) this.#onIdle();
  }
}
