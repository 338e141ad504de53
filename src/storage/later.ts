import type { EdxmlDocument } from "#edxml";
import type { WorkOrderId } from "../core/ids.ts";
import type { JournalEntry } from "../core/journal/journal-entry.ts";
import type { InboundEnvelope } from "../core/incoming/inbound-envelope.ts";
import type { Transmission } from "../core/outgoing/transmission.ts";
import type { PolicyCheck } from "../core/policy/ports.ts";
import type { WorkOrder } from "../core/ports.ts";
import { documentTerms } from "../core/search/document-terms.ts";
import type { StatusRecord } from "../core/status/status-record.ts";
import type { Run } from "./database.ts";
import { inboundRow } from "./entities/inbound-envelope.ts";
import { Journal, journalRow } from "./entities/journal-entry.ts";
import { StatusRecords, statusRow } from "./entities/status-record.ts";
import { Transmissions, transmissionRow } from "./entities/transmission.ts";
import { planned } from "./preparing-client.ts";
import { rowsOf } from "./rows.ts";
import { HouseError } from "../core/fault.ts";
import { ADD_MANY, FINISH } from "./work.ts";

const JOURNAL = rowsOf(Journal);
const TRANSMISSIONS = rowsOf(Transmissions);
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
 * What a transaction adds and nobody looks at before its end is written together: one statement a table, however many documents share the transaction,
 * and all of them on their way before the first is answered. `settle` writes it earlier for whoever does look.
 */
export class Later {
  readonly #run: Run;
  #entries: JournalEntry[] = [];
  #transmissions: Transmission[] = [];
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

  /** What is finished goes before what is added: an order about the same thing is a new one. Orders come after what they are about. */
  async settle(): Promise<void> {
    const work: Promise<void>[] = [];
    const send = (rows: number, statement: Parameters<Run>[0]): void => {
      if (rows > 0) work.push(this.#run(statement).then(() => undefined));
    };
    const [entries, transmissions, statuses, checks, terms, inbound, finished, orders] = this.#take();
    send(transmissions.length, (db) => TRANSMISSIONS.add(db, transmissions.map(transmissionRow)));
    send(statuses.length, (db) => STATUSES.add(db, statuses.map(statusRow)));
    send(checks.length, (db) => db.query(ADD_CHECKS, [JSON.stringify(checks)]));
    send(terms.length, (db) => db.query(SAVE_TERMS, [JSON.stringify(terms)]));
    send(inbound.length, async (db) => {
      const [updated]: [{ id: string }[], number] = await db.query(UPDATE_INBOUND, [JSON.stringify(inbound.map(inboundRow))]);
      if (updated.length !== inbound.length) throw new HouseError("invariant-broken", "an inbound envelope does not exist", { inboundId: inbound.find(({ id }) => !updated.some((row) => row.id === id))?.id ?? null });
    });
    send(entries.length, (db) => JOURNAL.add(db, entries.map(journalRow)));
    send(finished.length, (db) => db.query(FINISH, [finished]));
    send(orders.length, (db) => db.query(ADD_MANY, [orders.map(({ id }) => id), orders.map(({ topic }) => topic), orders.map(({ ref }) => ref), orders.map(({ urgency }) => urgency)]));
    const failed = (await Promise.allSettled(work)).find((result) => result.status === "rejected");
    if (failed !== undefined) throw failed.reason; // the first: those after it only say that the transaction is broken
  }

  #take() {
    const terms = Array.from(this.#terms, ([id, words]) => ({ id, terms: words }));
    const taken = [this.#entries, this.#transmissions, this.#statuses, this.#checks, terms, [...this.#inbound.values()], this.#finished, this.#orders] as const;
    [this.#entries, this.#transmissions, this.#statuses, this.#checks, this.#finished, this.#orders] = [[], [], [], [], [], []];
    this.#terms = new Map();
    this.#inbound = new Map();
    return taken;
  }
}
