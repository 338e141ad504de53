import type { SentItem } from "#adapters/axis/server/desk";
import type { SentStatus } from "../../core/axis-door/axis-door-ports.ts";
import { HouseError } from "../../core/fault.ts";
import { asId, type OutgoingId } from "../../core/ids.ts";
import type { Dispatch, DispatchState } from "../../core/outgoing/dispatch.ts";
import type { Store } from "../../core/ports.ts";
import type { GatewayService, OutgoingView } from "../../core/service.ts";
import type { DoorAccount } from "./account.ts";

export interface SentNeeds {
  readonly service: GatewayService;
  readonly store: Store;
}

/** The protocol has no pages either: the newest documents; an older one is asked for by its docId. */
const DOCUMENTS_AT_MOST = 500;
const PAGE = 100;

type States = Pick<SentItem, "sendState" | "receiveState" | "description">;
const STATES: Readonly<Record<DispatchState, States>> = {
  held: { sendState: "sending", receiveState: "initial", description: "Tam giu, cho nguoi co trach nhiem quyet dinh" },
  queued: { sendState: "sending", receiveState: "initial", description: "" },
  sending: { sendState: "sending", receiveState: "initial", description: "" },
  unknown: { sendState: "sending", receiveState: "initial", description: "" },
  failed: { sendState: "fail", receiveState: "initial", description: "" },
  expired: { sendState: "fail", receiveState: "initial", description: "Qua han gui" },
  withdrawn: { sendState: "fail", receiveState: "initial", description: "Da thu hoi truoc khi gui" },
  sent: { sendState: "done", receiveState: "initial", description: "" },
  arrived: { sendState: "done", receiveState: "done", description: "01 da den" },
  refused: { sendState: "done", receiveState: "done", description: "02 tu choi tiep nhan" },
  accepted: { sendState: "done", receiveState: "done", description: "03 da tiep nhan" },
  assigned: { sendState: "done", receiveState: "done", description: "04 phan cong" },
  processing: { sendState: "done", receiveState: "done", description: "05 dang xu ly" },
  completed: { sendState: "done", receiveState: "done", description: "06 hoan thanh" },
};

/** One item per receiver. A docId that names no send of the caller is one left over from an earlier call. */
export async function sentDocuments(needs: SentNeeds, account: DoorAccount, docId: string | null): Promise<readonly SentItem[]> {
  const named = docId === null ? null : await sentDocument(needs, account, docId);
  if (named !== null) return itemsOf(named);
  const items: SentItem[] = [];
  let after: string | null = null;
  for (let listed = 0; listed < DOCUMENTS_AT_MOST; listed += PAGE) {
    const page: Awaited<ReturnType<GatewayService["listOutgoing"]>> = await needs.service.listOutgoing({ limit: PAGE, ...(after !== null && { after }) }, account.access);
    items.push(...page.rows.flatMap(itemsOf));
    after = page.next;
    if (after === null) break;
  }
  return items;
}

async function sentDocument({ service }: SentNeeds, account: DoorAccount, docId: string): Promise<OutgoingView | null> {
  const id = asId<OutgoingId>(docId);
  if (id === null) return null;
  try {
    return await service.outgoing(id, account.access);
  } catch (error) {
    if (error instanceof HouseError && error.code === "not-found") return null;
    throw error;
  }
}

function itemsOf({ document, dispatches }: OutgoingView): SentItem[] {
  const { message } = document;
  return dispatches.map((dispatch: Dispatch) => ({
    ...STATES[dispatch.state],
    senderDocId: document.id,
    receiverDocId: dispatch.id,
    kind: "edoc",
    from: message.from.organId,
    to: dispatch.receiver,
    title: message.subject,
    notation: `${message.code.number}/${message.code.notation}`,
    sentAt: document.submittedAt,
    receivedAt: dispatch.instants.receivedAt,
  }));
}

export async function sentStatuses({ store }: SentNeeds, account: DoorAccount): Promise<readonly SentItem[]> {
  const statuses = await store.reader.axisDoor.sentStatuses(account.agencies, DOCUMENTS_AT_MOST);
  return statuses.map((status) => ({
    senderDocId: status.id,
    receiverDocId: status.id,
    kind: "status",
    from: status.receiverCode,
    to: status.senderOrganId,
    title: status.statusCode,
    notation: status.code,
    sentAt: status.statedAt,
    receivedAt: status.enteredAt,
    sendState: SEND_STATES[status.transmissionState],
    receiveState: status.enteredAt === null ? "initial" : "done",
    description: "",
  }));
}

const SEND_STATES: Readonly<Record<SentStatus["transmissionState"], SentItem["sendState"]>> = { queued: "sending", sending: "sending", unknown: "sending", entered: "done", failed: "fail" };
