import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import test from "ava";
import { checkedDocumentId, parseOrganId, writeStatusReport, type EdxmlMessageKind, type StatusCode } from "#edxml";
import type { InboundEnvelope } from "#src/core/incoming/inbound-envelope";
import { keepInbound } from "#src/core/incoming/keep-inbound";
import { newId, type InboundId } from "#src/core/ids";
import { Collector, sampleDocument, SCRATCH, written } from "#test/edxml/support/messages";
import { becomes, dispatchTo, gatewayOf, send } from "#test/support/letters";
import { eventually, openTown, type TownGateway } from "#test/support/town";

const VPCP = { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] };
const UBND = { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] };

/** Unsigned bytes handed to this gateway as the axis would; `statedFrom` is who really sent them. Resolves when they were thought about. */
async function arrives(gateway: TownGateway, bytes: Buffer, from: { readonly messageKind: EdxmlMessageKind; readonly statedFrom: string; readonly at: Date }): Promise<InboundEnvelope> {
  const { blobs, store } = gateway.house;
  const draft = blobs.draft();
  await pipeline(Readable.from([bytes], { objectMode: false }), draft.sink);
  const envelope = await draft.commit();
  const id = newId<InboundId>();
  const { messageKind, statedFrom, at } = from;
  const fresh = { state: "kept", attempts: 0, verdict: null, fault: null, about: [], purgedAt: null } as const;
  const inbound = { ...fresh, id, channel: "axis", partnerMessageId: id, messageKind, statedFrom, statedTo: "G22", envelope, receivedAt: at, acknowledgedAt: at };
  await store.write((tx) => keepInbound(tx, [inbound], { kind: "gateway", job: "pull" }));
  return eventually("it was thought about", async () => {
    const found = await store.reader.inbound.byId(id);
    return found !== null && found.state !== "kept" && found;
  });
}

/** An unsigned report of H48 on 123/VPCP-KSTT of G22. */
async function report(statusCode: StatusCode, timestamp: Date): Promise<Buffer> {
  const sink = new Collector();
  const responseFor = { organId: parseOrganId("G22"), code: "123/VPCP-KSTT", documentId: checkedDocumentId("G22,2026/11/20,123/VPCP-KSTT") };
  await writeStatusReport({ kind: "status", from: { organId: parseOrganId("H48") }, responseFor, statusCode, timestamp }, sink, { scratchDirectory: SCRATCH });
  return sink.bytes;
}

test("an unsigned report counts only when the channel names the same sender as the envelope", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const vpcp = gatewayOf(town, "vpcp");
  const sent = await send(vpcp);
  const at = town.clock.now();
  const forged = await arrives(vpcp, await report("02", at), { messageKind: "status", statedFrom: "H46", at });
  t.like(forged, { state: "quarantined", verdict: "unsigned", fault: { code: "sender-mismatch" } });
  t.not((await dispatchTo(vpcp, sent, "H48")).state, "refused");

  const own = await arrives(vpcp, await report("03", at), { messageKind: "status", statedFrom: "000.00.00.H48", at });
  t.is(own.state, "filed", "the old code of the same agency is the same agency");
  await becomes(vpcp, sent, "H48", "accepted");
});

test("an unsigned document of an agency that signs is not believed: its signature was taken away (KD-6.2b)", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND } });
  const vpcp = gatewayOf(town, "vpcp");
  const stripped = await arrives(vpcp, await written(sampleDocument(), []), { messageKind: "document", statedFrom: "H48", at: town.clock.now() });
  t.like(stripped, { state: "quarantined", verdict: "unsigned", fault: { code: "signature-not-acceptable" } });
});
