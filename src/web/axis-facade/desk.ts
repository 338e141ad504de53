import type { AxisDesk, AxisEvent } from "#adapters/axis/server/desk";
import { HouseError } from "../../core/fault.ts";
import type { Blobs, Clock, Store } from "../../core/ports.ts";
import type { SecretSealer } from "../../core/secret-sealer.ts";
import type { GatewayService } from "../../core/service.ts";
import type { WebLogger } from "../needs.ts";
import { tuningOf, type WebSettings } from "../settings.ts";
import { findAccount, type DoorAccount } from "./account.ts";
import { AtOnce, PerMinute } from "./counters.ts";
import { listDirectory } from "./directory.ts";
import { ownAgency } from "./own-agency.ts";
import { refusalOf } from "./refusals.ts";
import { sendEdoc } from "./send-edoc.ts";
import { sendStatus } from "./send-status.ts";
import { sentDocuments, sentStatuses } from "./sent.ts";
import { acknowledge, listWaiting, packetList } from "./waiting.ts";

export interface AxisFacadeNeeds {
  readonly service: GatewayService;
  readonly store: Store;
  readonly blobs: Blobs;
  readonly clock: Clock;
  readonly sealer: SecretSealer;
  readonly settings: WebSettings;
  readonly logger: WebLogger;
}

/** Everything outside the attachments, and how base64 swells them. */
const HEADER_BYTES = 8 * 1024 * 1024;
const BASE64 = 4 / 3;

/** The gateway behind the wire of the axis: a QLVB with the official SDK finds its documents, statuses and agencies here. */
export function gatewayDesk(needs: AxisFacadeNeeds): AxisDesk<DoorAccount> {
  const { store, blobs, clock, settings } = needs;
  const tuning = tuningOf(settings);
  const doors = { ...needs, limits: settings.limits };
  const requests = new PerMinute(tuning.requestsPerKeyPerMinute);
  const uploads = new AtOnce(tuning.uploadsPerKey);
  const emit = eventLog(needs.logger);
  return {
    maxMessageBytes: Math.ceil(settings.limits.maxDocumentBytes * BASE64) + HEADER_BYTES,
    scratchDirectory: blobs.scratchDirectory,
    hashFile: () => "required",
    account: (systemId) => findAccount(store, needs.sealer, systemId),
    admit(account, operation) {
      if (requests.isSpent(account.systemId)) throw tooMany("more requests than allowed in a minute");
      requests.add(account.systemId);
      noteUse(needs, account);
      if (operation !== "sendEdoc") return () => undefined;
      const leave = uploads.enter(account.systemId);
      if (leave === null) throw tooMany("too many uploads of this key at the same time");
      return leave;
    },
    speaksFor: async (account, code) => (await ownAgency(needs, account, code)) !== null,
    async send(account, parcel) {
      if (parcel.kind === "status") {
        const docId = await sendStatus(doors, account, parcel);
        emit("sent", "sendEdoc", account.systemId, { docId, messagetype: "status" });
        return docId;
      }
      const { docId, created } = await sendEdoc(doors, account, parcel);
      emit(created ? "sent" : "repeated", "sendEdoc", account.systemId, { docId });
      return docId;
    },
    pending: (account, kind) => listWaiting(needs, account, kind),
    count: (account, kind) => store.reader.axisDoor.countWaiting(account.agencies, packetList(kind)),
    async content(account, docId) {
      const packet = await packetOf(store, account, docId);
      return packet === null || packet.purgedAt !== null ? null : { size: packet.envelope.size, open: () => blobs.open(packet.envelope.sha256) };
    },
    async acknowledge(account, docId, verdict, description) {
      const packet = await packetOf(store, account, docId);
      if (packet === null) return false;
      await acknowledge({ store, clock, service: needs.service }, account, packet, verdict, description);
      emit("acknowledged", "updateStatus", account.systemId, { docId, status: verdict });
      return true;
    },
    sent: (account, kind, docId) => (kind === "edoc" ? sentDocuments(needs, account, docId) : sentStatuses(needs, account)),
    agencies: () => listDirectory(needs),
    registerAgency: () => Promise.reject(operatorsOnly()),
    deleteAgency: () => Promise.reject(operatorsOnly()),
    refusalOf,
    emit,
  };
}

const PACKET_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function packetOf(store: Store, account: DoorAccount, docId: string) {
  return PACKET_ID.test(docId) ? store.reader.axisDoor.packet(docId, account.agencies) : null;
}

function operatorsOnly(): HouseError {
  return new HouseError("agency-not-yours", "only operators change the directory");
}

function tooMany(message: string): HouseError {
  return new HouseError("too-many-requests", message);
}

const USE_NOTED_EVERY_MS = 60_000;

/** For people who look at the list of keys: a request never waits for it and never fails by it. */
function noteUse({ store, clock, logger }: AxisFacadeNeeds, { key }: DoorAccount): void {
  const at = clock.now();
  if (key.lastUsedAt !== null && at.getTime() - key.lastUsedAt.getTime() < USE_NOTED_EVERY_MS) return;
  store.write((tx) => tx.noteAxisKeyUse(key.id, at)).catch((error: unknown) => logger.warn("axis door: the use of a key was not noted", { key: key.id, reason: error instanceof Error ? error.message : "" }));
}

function eventLog(logger: WebLogger): AxisDesk["emit"] {
  const levels: Partial<Record<AxisEvent["kind"], "warn" | "error">> = { refused: "warn", failed: "error" };
  return (kind, operation, systemId, facts) => void logger[levels[kind] ?? "info"](`axis door: ${kind}`, { operation: operation.slice(0, 50), systemId, ...facts });
}
