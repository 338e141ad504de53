import { randomUUID } from "node:crypto";
import { buffer } from "node:stream/consumers";
import test from "ava";
import * as fc from "fast-check";
import { newId, type InboundId } from "#src/core/ids";
import { keepInbound } from "#src/core/incoming/keep-inbound";
import { updateCommandSchema } from "#src/core/outgoing/update-command";
import type { OutgoingView } from "#src/core/service";
import { gatewayOf, incomingAt, send } from "#test/support/letters";
import { eventually, openTown, type TownGateway } from "#test/support/town";

/* The signed envelopes of a real sender, brought to a real receiver in any order and number of copies. */

const VPCP = { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }], run: [] };
const UBND = { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] };
const ORDERS = 4;

/** As if the axis had taken it, so that a recall is asked and not just withdrawn. */
async function entered({ house }: TownGateway, sent: OutgoingView): Promise<void> {
  const [transmission] = await house.store.reader.transmissions.about(sent.document.id);
  await house.store.write(async (tx) => {
    const claim = transmission === undefined ? null : await tx.claimTransmission(transmission.id);
    if (claim?.kind !== "claimed") return;
    const at = house.clock.now();
    await tx.settleTransmission({ ...claim.transmission, state: "entered", partnerMessageId: "1", leftAt: at, enteredAt: at }, null);
  });
}

async function envelopesOf(sender: TownGateway, sent: OutgoingView, receiver: TownGateway): Promise<readonly { readonly sha256: string; readonly size: number }[]> {
  const transmissions = await sender.house.store.reader.transmissions.about(sent.document.id);
  return Promise.all(transmissions.map(async ({ envelope }) => receiver.store("goi-tin.edxml", await buffer(sender.house.blobs.open(envelope.sha256)))));
}

async function bring({ house }: TownGateway, { sha256, size }: { readonly sha256: string; readonly size: number }): Promise<InboundId> {
  const id = newId<InboundId>();
  const at = house.clock.now();
  const partner = { channel: "axis", partnerMessageId: randomUUID(), messageKind: "document", statedFrom: "G22", statedTo: "H48" } as const;
  await house.store.write((tx) => keepInbound(tx, [{ id, ...partner, envelope: { sha256, size }, receivedAt: at, acknowledgedAt: at, state: "kept", attempts: 0, verdict: null, fault: null, about: [], purgedAt: null }], { kind: "gateway", job: "test" }));
  await eventually("it was thought about", async () => (await house.store.reader.inbound.byId(id))?.state !== "kept");
  return id;
}

for (const recalled of [false, true]) {
  test(`a document with two updates${recalled ? " and a recall" : ""} ends the same in whatever order and number of copies it comes`, async (t) => {
    const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
    const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
    const messages = recalled ? 4 : 3;
    const copies = Array.from({ length: messages * 2 }, (_, index) => index % messages);
    for (const [index, order] of fc.sample(fc.shuffledSubarray(copies, { minLength: copies.length }), ORDERS).entries()) {
      const number = `${500 + index}`;
      const sent = await send(vpcp, { code: { number, notation: "VPCP-KSTT" } });
      await entered(vpcp, sent);
      for (const subject of ["V/v lần một", "V/v lần hai"]) await vpcp.house.service.update(sent.document.id, updateCommandSchema.parse({ reason: "Sửa trích yếu", change: { subject } }), vpcp.operator);
      if (recalled) await vpcp.house.service.recall(sent.document.id, { reason: "Phát hành nhầm" }, vpcp.operator);
      const envelopes = await envelopesOf(vpcp, sent, ubnd);
      t.is(envelopes.length, messages);

      const brought: InboundId[] = [];
      for (const place of order) brought.push(await bring(ubnd, envelopes[place] ?? { sha256: "", size: 0 }));
      await eventually(`nothing waits any more (${order.join()})`, async () => {
        const states = await Promise.all(brought.map(async (id) => (await ubnd.house.store.reader.inbound.byId(id))?.state));
        return states.every((state) => state === "filed" || state === "duplicate");
      });
      const { message, versions, recall, purgedAt, files } = await incomingAt(ubnd, "H48", `${number}/VPCP-KSTT`);
      t.deepEqual(files.map((file) => file.sha256), sent.document.files.map((file) => file.sha256), order.join());
      t.is(recall?.state ?? null, recalled ? "agreed" : null, order.join());
      t.is(purgedAt !== null, recalled, order.join());
      if (recalled) t.notRegex(message.subject, /lần|kết nối/, order.join());
      else t.deepEqual([message.subject, ...versions.map((version) => version.message.subject)], ["V/v lần hai", sent.document.message.subject, "V/v lần một"], order.join());
    }
  });
}
