import type { StaffInfo } from "#edxml";
import { mayActFor, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import type { Agency } from "../agency.ts";
import { HouseError } from "../fault.ts";
import { refuseHeld } from "../hold/conceal.ts";
import type { IncomingId } from "../ids.ts";
import type { Clock, Store } from "../ports.ts";
import { writeRefusal } from "../status/refusal-text.ts";
import { isOver } from "../status/request.ts";
import { prepareStatus, queueStatus, type StatusNeeds } from "../status/send-status.ts";
import type { StatusRecord } from "../status/status-record.ts";
import type { IncomingDocument } from "./incoming-document.ts";
import { ACTIONS, decideIncomingMove } from "./incoming-moves.ts";
import type { StatusCommand } from "./status-command.ts";

export interface ReportingNeeds extends StatusNeeds {
  readonly store: Store;
  readonly clock: Clock;
}

export interface Reported {
  readonly document: IncomingDocument;
  readonly status: StatusRecord;
  /** false: it was reported before, and this is that report. */
  readonly created: boolean;
}

/** Tiếp nhận, từ chối, phân công, xử lý, hoàn thành: moves the document and sends the report back, in one transaction. */
export async function reportStatus(needs: ReportingNeeds, id: IncomingId, command: StatusCommand, access: Access): Promise<Reported> {
  const document = await needs.store.reader.incoming.byId(id);
  if (document === null || !mayActFor(access, document.receiverCode)) throw notFound("incoming document", id);
  refuseHeld(document);
  refuseCancelled(document);
  const repeated = await repetition(needs, document, command);
  if (repeated !== null) return repeated;

  const agency = await hosted(needs, document.receiverCode);
  const at = notBefore(document.receivedAt, needs.clock.now()); // the clock may have been set back since
  const status = { code: ACTIONS[command.action].code, staff: staffOf(command), description: descriptionOf(command), statedAt: at };
  const prepared = await prepareStatus(needs, document, agency, status, at);

  const moved = await needs.store.write(async (tx) => {
    const current = await tx.lockIncoming(id);
    if (current === null) throw notFound("incoming document", id);
    refuseHeld(current);
    refuseCancelled(current);
    const move = decideIncomingMove(current.state, command.action);
    if (move.kind === "repeated") return null;
    const decided = move.to === "accepted" || move.to === "refused";
    const after: IncomingDocument = {
      ...current,
      state: move.to,
      decidedAt: decided ? at : current.decidedAt,
      refusal: command.action === "refuse" ? { code: command.code, text: command.reason, person: command.person.fullName } : current.refusal,
    };
    await tx.updateIncoming(after);
    await queueStatus(tx, prepared);
    await tx.append({ kind: "incoming.moved", at, actor: access.actor, incomingId: id, facts: { from: current.state, to: move.to, statusCode: move.code, person: command.person.fullName } });
    return after;
  });
  if (moved !== null) return { document: moved, status: prepared.record, created: true };
  return reportStatus(needs, id, command, access); // somebody else reported the same meanwhile
}

function refuseCancelled({ id, recall }: IncomingDocument): void {
  if (isOver(recall)) throw new HouseError("payload-purged", `incoming document ${id} is cancelled`, { incomingId: id });
}

/** The same action again answers with the first report; a move the table forbids throws before anything is written or signed. */
async function repetition(needs: ReportingNeeds, document: IncomingDocument, command: StatusCommand): Promise<Reported | null> {
  if (decideIncomingMove(document.state, command.action).kind === "moved") return null;
  const statuses = await needs.store.reader.statuses.ofIncoming(document.id);
  const status = statuses.find((record) => record.statusCode === ACTIONS[command.action].code);
  if (status === undefined) throw new HouseError("invariant-broken", `incoming ${document.id} is ${document.state} without a report`, { incomingId: document.id, state: document.state });
  return { document, status, created: false };
}

export async function hosted(needs: ReportingNeeds, code: string): Promise<Agency> {
  const agency = await needs.store.reader.agencies.byCode(code);
  if (agency === null) throw new HouseError("invariant-broken", `agency ${code} has documents but is not in the directory`, { agency: code });
  return agency;
}

export function staffOf({ person }: Pick<StatusCommand, "person">): StaffInfo {
  return {
    department: person.department ?? "Văn thư",
    staff: person.fullName,
    ...(person.email !== undefined && { email: person.email }),
    ...(person.phone !== undefined && { mobile: person.phone }),
  };
}

function descriptionOf(command: StatusCommand): string | null {
  return command.action === "refuse" ? writeRefusal(command.code, command.reason) : (command.note ?? null);
}

function notBefore(floor: Date, instant: Date): Date {
  return instant < floor ? floor : instant;
}
