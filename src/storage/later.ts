import type { EdxmlDocument } from "#edxml";
import type { WorkOrderId } from "../core/ids.ts";
import type { JournalEntry } from "../core/journal/journal-entry.ts";
import type { InboundEnvelope } from "../core/incoming/inbound-envelope.ts";
import type { Dispatch } from "../core/outgoing/dispatch.ts";
import type { Transmission } from "../core/outgoing/transmission.ts";
import type { PolicyCheck } from "../core/policy/ports.ts";
import type { WorkOrder } from "../core/ports.ts";
import { documentTerms } from "../core/search/document-terms.ts";
import { sideBySide } from "../core/side-by-side.ts";
import type { StatusRecord } from "../core/status/status-record.ts";
import type { Run } from "./database.ts";
import { Dispatches, dispatchRow } from "./entities/dispatch.ts";
import { inboundRow } from "./entities/inbound-envelope.ts";
import { Journal, journalRow } from "./entities/journal-entry.ts";
import { StatusRecords, statusRow } from "./entities/status-record.ts";
import { Transmissions, transmissionRow } from "./entities/transmission.ts";
import { planned } from "./preparing-client.ts";
import { rowsOf, type Statement } from "./rows.ts";
import { HouseError } from "../core/fault.ts";
import { ADD_MANY, FINISH } from "./work.ts";
import { QUEUE_STATUSES_FOR_AXIS_DOOR } from "./axis-door.ts";

const JOURNAL = rowsOf(Journal);
const TRANSMISSIONS = rowsOf(Transmissions);
const DISPATCHES = rowsOf(Dispatches);
const STATUSES = rowsOf(StatusRecords);

const SAVE_TERMS = planned(`
  INSERT INTO document_search (document_id, terms) SELECT given.id, array_to_tsvector(given.terms) FROM jsonb_to_recordset($1) AS given(id uuid, terms text[])
  ON CONFLICT (document_id) DO UPDATE SET terms = excluded.terms`);
const ADD_CHECKS = planned(`
  INSERT INTO policy_check (incoming_id, profile, data_version, findings, checked_at)
  SELECT "incomingId", profile, "dataVersion", findings, "checkedAt" FROM jsonb_to_recordset($1) AS given("incomingId" uuid, profile text, "dataVersion" text, findings jsonb, "checkedAt" timestamptz)
  ON CONFLICT DO NOTHING`);
const UPDATE_INBOUND = planned(`
  UPDATE inbound_envelope AS i SET state = given.state, attempts = given.attempts, verdict = given.verdict, fault = given.fault, about = given.about, acknowledged_at = given."acknowledgedAt", purged_at = given."purgedAt"
  FROM jsonb_to_recordset($1) AS given(id uuid, state text, attempts integer, verdict text, fault jsonb, about text[], "acknowledgedAt" timestamptz, "purgedAt" timestamptz)
  WHERE i.id = given.id RETURNING i.id`);

/**
 * What a transaction adds and nobody looks at before its end is written together: two statements, however many documents share the transaction, on their
 * way before the first is answered. `settle` writes it earlier for whoever does look.
 */
export class Later {
  readonly #run: Run;
  #entries: JournalEntry[] = [];
  #transmissions: Transmission[] = [];
  #dispatches: Dispatch[] = [];
  #statuses: StatusRecord[] = [];
  #checks: PolicyCheck[] = [];
  #terms = new Map<string, readonly string[]>();
  #inbound = new Map<string, InboundEnvelope>();
  #finished: WorkOrderId[] = [];
  #orders: WorkOrder[] = [];

  constructor(run: Run) {
    this.#run = run;
  }

  append(entries: readonly JournalEntry[]): void {
    this.#entries.push(...entries);
  }
  addTransmission(transmission: Transmission): void {
    this.#transmissions.push(transmission);
  }
  addDispatches(dispatches: readonly Dispatch[]): void {
    this.#dispatches.push(...dispatches);
  }
  /** What reads dispatches has them written before. */
  get hasDispatches(): boolean {
    return this.#dispatches.length > 0;
  }
  addStatus(record: StatusRecord): void {
    this.#statuses.push(record);
  }
  hasStatus(dispatchId: string, inboundId: string): boolean {
    return this.#statuses.some(({ subject }) => subject.kind === "received" && subject.dispatchId === dispatchId && subject.inboundId === inboundId);
  }
  addCheck(check: PolicyCheck): void {
    this.#checks.push(check);
  }
  /** Makes a document findable by what its message says now. */
  saveTerms(id: string, message: EdxmlDocument): void {
    this.#terms.set(id, documentTerms(message));
  }
  updateInbound(envelope: InboundEnvelope): void {
    this.#inbound.set(envelope.id, envelope);
  }
  finishWork(ids: readonly WorkOrderId[]): void {
    this.#finished.push(...ids);
  }
  addWorks(orders: readonly WorkOrder[]): void {
    this.#orders.push(...orders);
  }

  /**
   * All in one statement, but orders: they come after what they are about, as its channel is theirs too, and after what is finished, as one about the
   * same thing is a new one.
   */
  async settle(): Promise<void> {
    const [entries, transmissions, dispatches, statuses, checks, terms, inbound, finished, orders] = this.#take();
    const received = statuses.flatMap(({ id, subject, recordedAt: at }) => (subject.kind === "received" ? [{ id, dispatch: subject.dispatchId, inbound: subject.inboundId, at }] : []));
    const statements: Statement[] = [
      ...(transmissions.length > 0 ? [TRANSMISSIONS.adding(transmissions.map(transmissionRow))] : []),
      ...(dispatches.length > 0 ? [DISPATCHES.adding(dispatches.map(dispatchRow))] : []),
      ...(statuses.length > 0 ? [STATUSES.adding(statuses.map(statusRow))] : []),
      ...(received.length > 0 ? [{ text: QUEUE_STATUSES_FOR_AXIS_DOOR, values: [JSON.stringify(received)] }] : []),
      ...(checks.length > 0 ? [{ text: ADD_CHECKS, values: [JSON.stringify(checks)] }] : []),
      ...(terms.length > 0 ? [{ text: SAVE_TERMS, values: [JSON.stringify(terms)] }] : []),
      ...(entries.length > 0 ? [JOURNAL.adding(entries.map(journalRow))] : []),
      ...(finished.length > 0 ? [{ text: FINISH, values: [finished] }] : []),
      ...(inbound.length > 0 ? [{ text: UPDATE_INBOUND, values: [JSON.stringify(inbound.map(inboundRow))] }] : []),
    ];
    const work: Promise<void>[] = [];
    if (statements.length > 0) {
      work.push(this.#run(async (db) => {
        const updated: { id: string }[] = await db.query(...asOne(statements, inbound.length > 0));
        if (inbound.length > 0) checkUpdated(inbound, updated);
      }));
    }
    if (orders.length > 0) work.push(this.#run((db) => db.query(ADD_MANY, [orders.map(({ id }) => id), orders.map(({ topic }) => topic), orders.map(({ ref }) => ref), orders.map(({ urgency }) => urgency)])));
    await sideBySide(work); // throws the first: those after it only say that the transaction is broken
  }

  #take() {
    const terms = Array.from(this.#terms, ([id, words]) => ({ id, terms: words }));
    const taken = [this.#entries, this.#transmissions, this.#dispatches, this.#statuses, this.#checks, terms, [...this.#inbound.values()], this.#finished, this.#orders] as const;
    [this.#entries, this.#transmissions, this.#dispatches, this.#statuses, this.#checks, this.#finished, this.#orders] = [[], [], [], [], [], [], []];
    this.#terms = new Map();
    this.#inbound = new Map();
    return taken;
  }
}

/** By what stands in them: a handful of those that are possible ever come. */
const texts = new Map<string, string>();
const numbers = new Map<string, number>();

/** Several statements that do not look at each other's rows as one, with the parameters numbered on; `answers`: the last tells its rows. */
function asOne(statements: readonly Statement[], answers: boolean): [string, unknown[]] {
  const values = statements.flatMap((statement) => statement.values);
  const [first] = statements;
  if (first !== undefined && statements.length === 1 && !answers) return [first.text, values];
  for (const { text } of statements) if (!numbers.has(text)) numbers.set(text, numbers.size);
  const key = statements.map(({ text }) => numbers.get(text)).join();
  const text = texts.get(key) ?? planned(joined(statements, answers));
  texts.set(key, text);
  return [text, values];
}

function joined(statements: readonly Statement[], answers: boolean): string {
  let numbered = 0;
  const parts = statements.map(({ text, values }, index) => {
    const before = numbered;
    numbered += values.length;
    return `part${index} AS (${text.replaceAll(/\$(\d+)/g, (_parameter, number: string) => `$${before + Number(number)}`)})`;
  });
  return `WITH ${parts.join(",\n")} SELECT ${answers ? `id FROM part${statements.length - 1}` : "WHERE false"}`;
}

function checkUpdated(wanted: readonly InboundEnvelope[], updated: readonly { readonly id: string }[]): void {
  if (updated.length === wanted.length) return;
  throw new HouseError("invariant-broken", "an inbound envelope does not exist", { inboundId: wanted.find(({ id }) => !updated.some((row) => row.id === id))?.id ?? null });
}
