import { join } from "node:path";
import type { AxisMessageType } from "../message-type.ts";
import { agencyKey } from "../agency-code.ts";
import type { DeliveryState } from "../server/desk.ts";
import { Journal } from "./journal.ts";
import type { AxisMember, AxisUnit } from "./members.ts";
import type { AgencyRecord, Delivery, JournalEntry, SentMessage } from "./records.ts";

/** Not worth a rewrite below this many lines. */
const COMPACT_FROM = 5_000;

export interface FoundDelivery {
  readonly message: SentMessage;
  readonly delivery: Delivery;
}

/** Everything the simulator knows, in memory, mirrored by the journal. Changes become visible only when they are durable. */
export class AxisState {
  readonly #members: readonly AxisMember[];
  readonly #messages = new Map<string, SentMessage>();
  readonly #deliveries = new Map<string, FoundDelivery>();
  readonly #agencies = new Map<string, AgencyRecord>();
  /** Per receiving member what is not `done`, so that polling costs what is pending and not what ever was. */
  readonly #open = new Map<string, Set<FoundDelivery>>();
  readonly #sent = new Map<string, Set<SentMessage>>();
  #journal: Journal | null = null;

  private constructor(members: readonly AxisMember[]) {
    this.#members = members;
    for (const member of members) {
      for (const unit of member.units) this.#putAgency({ systemId: member.systemId, unit, version: 1, modifiedAt: "1970-01-01T00:00:00.000Z", deleted: false });
    }
  }

  static async open(directory: string, members: readonly AxisMember[]): Promise<AxisState> {
    const state = new AxisState(members);
    state.#journal = await Journal.open(join(directory, "journal.jsonl"), (entry) => state.#apply(entry));
    state.#compactIfWorth();
    return state;
  }

  /** Durable first, then visible. */
  async record(entry: JournalEntry): Promise<void> {
    await this.#journal?.append(entry, () => this.#apply(entry));
    this.#compactIfWorth();
  }

  /** The unit of a code in either generation; deleted ones do not count. */
  unit(code: string): AgencyRecord | null {
    const found = this.#agencies.get(agencyKey(code));
    return found === undefined || found.deleted ? null : found;
  }

  /** Every unit once, deleted ones included. */
  agencies(): readonly AgencyRecord[] {
    return [...new Set(this.#agencies.values())];
  }

  member(systemId: string): AxisMember | null {
    return this.#members.find((one) => one.systemId === systemId) ?? null;
  }

  message(docId: string): SentMessage | null {
    return this.#messages.get(docId) ?? null;
  }

  messages(): Iterable<SentMessage> {
    return this.#messages.values();
  }

  delivery(docId: string): FoundDelivery | null {
    return this.#deliveries.get(docId) ?? null;
  }

  /** Not acknowledged `done`, oldest first. */
  openFor(systemId: string, kind: AxisMessageType, states: readonly DeliveryState[]): readonly FoundDelivery[] {
    return [...(this.#open.get(systemId) ?? [])].filter(({ message, delivery }) => message.kind === kind && states.includes(delivery.state));
  }

  sentBy(systemId: string, kind: AxisMessageType): readonly SentMessage[] {
    return [...(this.#sent.get(systemId) ?? [])].filter((message) => message.kind === kind);
  }

  async close(): Promise<void> {
    await this.#journal?.close();
  }

  #apply(entry: JournalEntry): void {
    if (entry.entry === "message") this.#putMessage(entry.message);
    else if (entry.entry === "delivery") this.#move(entry);
    else if (entry.entry === "agency") this.#putAgency(entry.agency);
    else this.#forget(entry.docId);
  }

  #putMessage(message: SentMessage): void {
    this.#messages.set(message.docId, message);
    setOf(this.#sent, message.systemId).add(message);
    for (const delivery of message.deliveries) {
      const found = { message, delivery };
      this.#deliveries.set(delivery.docId, found);
      if (delivery.state !== "done") setOf(this.#open, delivery.systemId).add(found);
    }
  }

  #move({ docId, state, at, description }: Extract<JournalEntry, { entry: "delivery" }>): void {
    const found = this.#deliveries.get(docId);
    if (found === undefined) return;
    const { delivery } = found;
    delivery.state = state;
    delivery.updatedAt = at;
    delivery.description = description;
    const waiting = setOf(this.#open, delivery.systemId);
    if (state === "done") waiting.delete(found);
    else waiting.add(found);
  }

  #forget(docId: string): void {
    const message = this.#messages.get(docId);
    if (message === undefined) return;
    this.#messages.delete(docId);
    this.#sent.get(message.systemId)?.delete(message);
    for (const delivery of message.deliveries) {
      const found = this.#deliveries.get(delivery.docId);
      this.#deliveries.delete(delivery.docId);
      if (found !== undefined) this.#open.get(delivery.systemId)?.delete(found);
    }
  }

  #putAgency(agency: AgencyRecord): void {
    for (const key of keysOf(agency.unit)) this.#agencies.set(key, agency);
  }

  #compactIfWorth(): void {
    const journal = this.#journal;
    const needed = this.#messages.size + this.#agencies.size;
    if (journal !== null && journal.lines > Math.max(COMPACT_FROM, 3 * needed)) journal.compact(() => this.#entries());
  }

  *#entries(): Iterable<JournalEntry> {
    for (const agency of this.agencies()) if (agency.version > 1 || !this.#isConfigured(agency)) yield { entry: "agency", agency };
    for (const message of this.#messages.values()) yield { entry: "message", message };
  }

  #isConfigured(agency: AgencyRecord): boolean {
    return this.member(agency.systemId)?.units.some((unit) => unit.code === agency.unit.code) ?? false;
  }
}

function keysOf(unit: AxisUnit): ReadonlySet<string> {
  return new Set([unit.code, unit.oldCode ?? unit.code].map(agencyKey));
}

function setOf<T>(sets: Map<string, Set<T>>, key: string): Set<T> {
  const found = sets.get(key) ?? new Set<T>();
  sets.set(key, found);
  return found;
}
