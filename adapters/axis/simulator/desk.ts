import { legacyOrganId, parseOrganId } from "#edxml";
import { agencyKey } from "../agency-code.ts";
import type { AxisMessageType } from "../message-type.ts";
import type { AgencyChange, AxisAgency, AxisDesk, DeliveryState, PendingMessage, SentItem } from "../server/desk.ts";
import { refuse } from "../server/refusal.ts";
import { enterMessage } from "./enter-message.ts";
import type { AxisMember } from "./members.ts";
import type { AgencyRecord, SentMessage } from "./records.ts";
import type { FoundDelivery } from "./state.ts";
import type { Workings } from "./workings.ts";

/** The axis itself behind the wire: members, messages and agencies of its own. */
export function simulatorDesk(workings: Workings, members: ReadonlyMap<string, AxisMember>): AxisDesk<AxisMember> {
  const { state, content, faults } = workings;
  const ownDelivery = (member: AxisMember, docId: string): FoundDelivery | null => {
    const found = state.delivery(docId);
    return found?.delivery.systemId === member.systemId ? found : null;
  };
  return {
    maxMessageBytes: workings.maxMessageBytes,
    scratchDirectory: content.incoming,
    hashFile: () => faults.current.hashFile,
    account: (systemId) => Promise.resolve(members.get(systemId) ?? null),
    admit: () => () => undefined,
    speaksFor: (member, code) => Promise.resolve(state.unit(code)?.systemId === member.systemId),
    send: (member, parcel) => enterMessage(workings, member, parcel),
    pending: (member, kind) => {
      const pending = pendingFor(workings, member, kind).map(pendingMessage);
      return Promise.resolve(faults.current.duplicateListing ? pending.flatMap((one) => [one, one]) : pending);
    },
    count: (member, kind) => Promise.resolve(pendingFor(workings, member, kind).length),
    content: (member, docId) => {
      const message = ownDelivery(member, docId)?.message;
      return Promise.resolve(message === undefined ? null : content.content(message.docId, message.size));
    },
    acknowledge: async (member, docId, verdict, description) => {
      const found = ownDelivery(member, docId);
      if (found === null) return false;
      if (found.delivery.state !== "done" && found.delivery.state !== verdict) {
        await state.record({ entry: "delivery", docId, state: verdict, at: workings.now().toISOString(), description });
        workings.emit("acknowledged", "updateStatus", member.systemId, { docId, status: verdict });
      }
      return true;
    },
    sent: (member, kind, docId) => {
      const sent = state.sentBy(member.systemId, kind);
      const named = sent.filter((message) => message.docId === docId);
      return Promise.resolve((named.length > 0 ? named : sent).flatMap(sentItems));
    },
    agencies: () => agenciesOf(workings),
    registerAgency: (member, agency) => registerAgency(workings, member, agency),
    deleteAgency: (member, code) => deleteAgency(workings, member, code),
    refusalOf: () => null,
    emit: (kind, operation, systemId, facts) => workings.emit(kind, operation, systemId, facts),
  };
}

function pendingFor({ state, faults }: Workings, member: AxisMember, kind: AxisMessageType): readonly FoundDelivery[] {
  const states: readonly DeliveryState[] = faults.current.failRequeues ? ["initial", "processing", "fail"] : ["initial", "processing"];
  return state.openFor(member.systemId, kind, states);
}

function pendingMessage({ message, delivery }: FoundDelivery): PendingMessage {
  return { docId: delivery.docId, kind: message.kind, from: message.from, to: delivery.toCode, createdAt: new Date(delivery.createdAt), updatedAt: new Date(delivery.updatedAt), state: delivery.state };
}

function sentItems(message: SentMessage): SentItem[] {
  return message.deliveries.map((delivery) => ({
    senderDocId: message.docId,
    receiverDocId: delivery.docId,
    kind: message.kind,
    from: message.from,
    to: delivery.toCode,
    title: message.title,
    notation: message.notation,
    sentAt: new Date(message.sentAt),
    receivedAt: delivery.state === "done" ? new Date(delivery.updatedAt) : null,
    sendState: "done",
    receiveState: delivery.state,
    description: delivery.description,
  }));
}

async function registerAgency(workings: Workings, member: AxisMember, { code, name, mail, parentCode: stated }: AgencyChange): Promise<void> {
  const known = workings.state.agencies().find((agency) => agencyKey(agency.unit.code) === agencyKey(code));
  if (known !== undefined && !known.deleted && known.systemId !== member.systemId) return refuse("request", `ma ${code} da thuoc he thong khac`);
  const parentCode = stated ?? known?.unit.parentCode;
  const unit = { ...known?.unit, code, name, ...(mail === undefined ? {} : { mail }), ...(parentCode === undefined ? {} : { parentCode }) };
  await putAgency(workings, "registerAgency", { systemId: member.systemId, unit, version: (known?.version ?? 0) + 1, modifiedAt: workings.now().toISOString(), deleted: false });
}

async function deleteAgency(workings: Workings, member: AxisMember, code: string): Promise<void> {
  const known = workings.state.unit(code);
  if (known === null || known.systemId !== member.systemId) return refuse("not-found", `don vi ${code}`);
  await putAgency(workings, "deleteAgency", { ...known, version: known.version + 1, modifiedAt: workings.now().toISOString(), deleted: true });
}

async function putAgency(workings: Workings, operation: string, agency: AgencyRecord): Promise<void> {
  await workings.state.record({ entry: "agency", agency });
  workings.emit("agency-changed", operation, agency.systemId, { code: agency.unit.code, deleted: String(agency.deleted) });
}

function* agenciesOf({ state, faults }: Workings): Iterable<AxisAgency> {
  for (const agency of state.agencies()) yield listedAgency(agency, state.member(agency.systemId)?.centerCode ?? agency.systemId);
  for (let number = 1; number <= faults.current.extraAgencies; number += 1) yield madeUp(number);
}

function listedAgency({ unit, version, modifiedAt, deleted }: AgencyRecord, centerCode: string): AxisAgency {
  const other = unit.oldCode ?? legacyOrganId(parseOrganId(unit.code));
  return {
    code: unit.code,
    name: unit.name,
    mail: unit.mail ?? "",
    parentCode: unit.parentCode ?? "",
    otherCode: other === null || other === unit.code ? "" : other,
    centerCode,
    version,
    modifiedAt: new Date(modifiedAt),
    deleted,
  };
}

function madeUp(number: number): AxisAgency {
  const code = `H${String((number % 63) + 1).padStart(2, "0")}.9${String(number).padStart(6, "0")}`;
  return { code, name: `Đơn vị mô phỏng số ${number}`, mail: "", parentCode: "", otherCode: "", centerCode: "", version: 1, modifiedAt: null, deleted: false };
}
