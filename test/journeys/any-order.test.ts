import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import test from "ava";
import * as fc from "fast-check";
import { HouseError } from "#src/core/fault";
import { newId, type InboundId } from "#src/core/ids";
import { keepInbound } from "#src/core/incoming/keep-inbound";
import type { IncomingDocument } from "#src/core/incoming/incoming-document";
import type { StatusCommand } from "#src/core/incoming/status-command";
import { updateCommandSchema } from "#src/core/outgoing/update-command";
import type { OutgoingView } from "#src/core/service";
import type { StoredEnvelope } from "#src/core/stored-file";
import { openHouse } from "#src/house";
import { openLog } from "#src/log";
import { dispatchTo, gatewayOf, person, send } from "#test/support/letters";
import { eventually, openTown, type TownGateway } from "#test/support/town";
import { claimOne, settleOne } from "#test/storage/attempts";

/*
 * The signed envelopes of a real sender, brought to two real receivers in any order and number of copies, while their clerks accept, refuse and
 * answer whenever they can; then everything the receivers said, brought back to the sender in any order and number of copies.
 */

const VPCP = { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }], run: [] };
const RECEIVERS = ["H48", "H57"] as const;
type Receiver = (typeof RECEIVERS)[number];
const PROVINCES = { agencies: RECEIVERS.map((code) => ({ code, name: `UBND tỉnh ${code}` })) };
const REFUSE: StatusCommand = { action: "refuse", person, code: "WRONG_RECIPIENT", reason: "không thuộc thẩm quyền" };
const ACCEPT: StatusCommand = { action: "accept", person };

/** What happens at the receivers: a message of the sender comes, or a clerk decides on what is there. */
type Step = { readonly to: Receiver; readonly envelope: StoredEnvelope } | { readonly to: Receiver; readonly decision: StatusCommand };

const HISTORIES: readonly { readonly recalled: boolean; readonly decisions: Readonly<Record<Receiver, StatusCommand>>; readonly answer: "agree" | "decline" }[] = [
  { recalled: false, decisions: { H48: ACCEPT, H57: REFUSE }, answer: "agree" },
  { recalled: true, decisions: { H48: ACCEPT, H57: ACCEPT }, answer: "decline" },
  { recalled: true, decisions: { H48: REFUSE, H57: ACCEPT }, answer: "agree" },
];

/** As if the axis had taken all of it, so that a recall is asked and not just withdrawn. */
async function entered({ house }: TownGateway, sent: OutgoingView): Promise<void> {
  for (const { id } of await house.store.reader.transmissions.about(sent.document.id)) {
    await house.store.write(async (tx) => {
      const claim = await claimOne(tx, id);
      if (claim.kind !== "claimed") return;
      const at = house.clock.now();
      await settleOne(tx, { ...claim.transmission, state: "entered", partnerMessageId: id, leftAt: at, enteredAt: at }, null);
    });
  }
}

async function copyTo(from: TownGateway, { sha256 }: StoredEnvelope, to: TownGateway): Promise<StoredEnvelope> {
  return await to.store("goi-tin.edxml", await buffer(from.house.blobs.open(sha256)));
}

async function bring({ house }: TownGateway, messageKind: "document" | "status", statedFrom: string, statedTo: string, envelope: StoredEnvelope): Promise<InboundId> {
  const id = newId<InboundId>();
  const at = house.clock.now();
  const partner = { channel: "axis", partnerMessageId: randomUUID(), messageKind, statedFrom, statedTo };
  await house.store.write((tx) => keepInbound(tx, [{ id, ...partner, envelope, receivedAt: at, acknowledgedAt: at, state: "kept", attempts: 0, verdict: null, fault: null, about: [], purgedAt: null }], { kind: "gateway", job: "test" }));
  await eventually("it was thought about", async () => (await house.store.reader.inbound.byId(id))?.state !== "kept");
  return id;
}

function anyOrder<Item>(items: readonly Item[]): readonly Item[] {
  return fc.sample(fc.shuffledSubarray([...items, ...items], { minLength: items.length * 2 }), 1)[0] ?? [];
}

async function documentAt({ house }: TownGateway, receiver: Receiver, sent: OutgoingView): Promise<IncomingDocument | null> {
  return await house.store.reader.incoming.byIdentity(receiver, "G22", sent.document.identityKey);
}

/** A clerk decides on what is there; what cannot be done just then is not done. */
async function decide(document: IncomingDocument | null, act: (id: IncomingDocument["id"]) => Promise<unknown>): Promise<void> {
  if (document === null) return;
  await act(document.id).catch((error: unknown) => {
    if (!(error instanceof HouseError) || !["move-illegal", "payload-purged"].includes(error.code)) throw error;
  });
}

test("documents with updates, recalls and the decisions of two receivers' clerks end the same at both ends, in whatever order and number of copies anything comes", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, provinces: PROVINCES } });
  const [vpcp, provinces] = [gatewayOf(town, "vpcp"), gatewayOf(town, "provinces")];
  town.axis.control.setFaults({ rules: [{ operation: "sendEdoc", kind: "drop", when: "before" }] }); // nothing travels by itself
  const { service } = provinces.house;
  const sents: OutgoingView[] = [];
  for (const [index, { recalled }] of HISTORIES.entries()) {
    const sent = await send(vpcp, { code: { number: `${500 + index}`, notation: "VPCP-KSTT" }, receivers: RECEIVERS.map((organId) => ({ organId })) });
    await entered(vpcp, sent);
    for (const subject of ["V/v lần một", "V/v lần hai"]) await vpcp.house.service.update(sent.document.id, updateCommandSchema.parse({ reason: "Sửa trích yếu", change: { subject } }), vpcp.operator);
    if (recalled) await vpcp.house.service.recall(sent.document.id, { reason: "Phát hành nhầm" }, vpcp.operator);
    await entered(vpcp, sent);
    sents.push(sent);
  }

  for (const [index, { decisions, answer }] of HISTORIES.entries()) {
    const sent = sents[index];
    if (sent === undefined) return t.fail();
    const transmissions = await vpcp.house.store.reader.transmissions.about(sent.document.id);
    const envelopes = await Promise.all(transmissions.map(({ envelope }) => copyTo(vpcp, envelope, provinces)));
    const steps = anyOrder<Step>(RECEIVERS.flatMap((to) => [...envelopes.map((envelope) => ({ to, envelope })), { to, decision: decisions[to] }]));
    const brought: InboundId[] = [];
    for (const step of steps) {
      if ("envelope" in step) brought.push(await bring(provinces, "document", "G22", step.to, step.envelope));
      else await decide(await documentAt(provinces, step.to, sent), (id) => service.reportStatus(id, step.decision, provinces.operator));
    }
    await eventually("nothing waits any more", async () => {
      const states = await Promise.all(brought.map(async (id) => (await provinces.house.store.reader.inbound.byId(id))?.state));
      return states.every((state) => state === "filed" || state === "duplicate");
    });
    for (const to of RECEIVERS) {
      const command = answer === "agree" ? ({ answer, person } as const) : ({ answer, person, reason: "đã thực hiện" } as const);
      await decide(await documentAt(provinces, to, sent), (id) => service.answerRecall(id, command, provinces.operator));
    }
  }

  const house = await openHouse(vpcp.config, { clock: town.clock, log: openLog({ level: "error", silent: true }), run: ["jobs"] });
  t.teardown(() => house.close());
  for (const [index, sent] of sents.entries()) {
    const said: { readonly from: Receiver; readonly code: string; readonly envelope: StoredEnvelope }[] = [];
    for (const from of RECEIVERS) {
      const document = await documentAt(provinces, from, sent);
      for (const { subject, statusCode } of document === null ? [] : await provinces.house.store.reader.statuses.ofIncoming(document.id)) {
        const report = subject.kind === "sent" ? await provinces.house.store.reader.transmissions.byId(subject.transmissionId) : null;
        if (report !== null) said.push({ from, code: statusCode, envelope: await copyTo(provinces, report.envelope, vpcp) });
      }
    }
    for (const { from, envelope } of anyOrder(said)) await bring(vpcp, "status", from, "G22", envelope);

    for (const receiver of RECEIVERS) {
      const [dispatch, document] = [await dispatchTo(vpcp, sent, receiver), await documentAt(provinces, receiver, sent)];
      const which = `history ${index} at ${receiver}`;
      const reported = said.some(({ from, code }) => from === receiver && code === "01"); // not when it was recalled before it came
      t.is(dispatch.state, reported || document?.state !== "arrived" ? (document?.state ?? "queued") : "queued", which);
      t.is(dispatch.recall?.state ?? null, document?.recall?.state ?? null, which);
      t.is(document?.recall?.state === "agreed", document?.purgedAt != null, which);
      t.deepEqual(document?.files.map((file) => file.sha256), sent.document.files.map((file) => file.sha256), which);
      if (document?.purgedAt != null) t.notRegex(document.message.subject, /lần|kết nối/, which);
      else t.deepEqual([document?.message.subject, ...(document?.versions ?? []).map((version) => version.message.subject)], ["V/v lần hai", sent.document.message.subject, "V/v lần một"], which);
    }
  }
});
