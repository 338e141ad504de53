import test from "ava";
import { readEnvelope } from "#edxml";
import type { AgencyLayer } from "#src/core/directory/facts";
import { changeAgency } from "#src/core/directory/change-agency";
import { FieldsRefused } from "#src/core/fault";
import type { OutgoingView } from "#src/core/service";
import { becomes, gatewayOf, incomingAt, letter } from "#test/support/letters";
import { makeOffice } from "#test/support/office";
import { openTown, type TownGateway } from "#test/support/town";

const VPCP = { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] };
const PROVINCE = { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }, { code: "H48.06", name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi" }] };
const MB = 1024 * 1024;

/** What the sender's gateway knows of a receiver, as its operator writes it down. */
async function know({ house, operator }: TownGateway, code: string, set: AgencyLayer): Promise<void> {
  await changeAgency(house, { code, set, release: [], reason: "công văn 12/SKHCN-VP về năng lực nhận" }, operator);
}

test("a document is refused for what its receiver cannot take, said per receiver, and goes out when it can", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: PROVINCE } });
  const vpcp = gatewayOf(town, "vpcp");
  await know(vpcp, "H48.06", { name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi", formats: ["pdf"], maxFileMb: 1, maxDocumentMb: 2 });
  const receivers = [{ organId: "H48" }, { organId: "H48.06" }];
  const main = await vpcp.store("cong-van.pdf", "%PDF-1.7 công văn");
  const table = await vpcp.store("phu-luc.xlsx", makeOffice("xlsx"));
  const large = await vpcp.store("ban-ve.pdf", Buffer.alloc(MB + 1, "%PDF-1.7 "));
  const more = await vpcp.store("ban-ve-2.pdf", Buffer.alloc(MB, "%PDF-1.7 hai "));

  const command = letter({ receivers });
  const refused = await t.throwsAsync(vpcp.house.service.sendDocument(command, [main, table, large, more], vpcp.operator, null), { instanceOf: FieldsRefused });
  t.deepEqual(refused?.problems.map(({ field, code }) => [field, code]), [["/files/1", "file-format-not-allowed"], ["/files/2", "file-too-large"], ["/files", "file-too-large"]]);
  for (const { message, rule } of refused?.problems ?? []) {
    t.regex(message, /^Sở Khoa học và Công nghệ tỉnh Quảng Ngãi \(H48\.06\)/);
    t.regex(rule, /năng lực nhận của H48\.06/);
  }
  t.deepEqual((await vpcp.house.service.checkDocument(command, [main, table], vpcp.operator)).problems.map(({ code }) => code), ["file-format-not-allowed"], "a dry run says the same");
  t.deepEqual((await vpcp.house.service.listOutgoing({ limit: 5 }, vpcp.operator)).rows, []);

  const toProvince = await vpcp.house.service.sendDocument(letter({ receivers: [{ organId: "H48" }] }), [main, table, large], vpcp.operator, null);
  await becomes(vpcp, toProvince, "H48", "arrived");
  const small = await vpcp.house.service.sendDocument(letter({ receivers, code: { number: "124", notation: "VPCP-KSTT" } }), [main], vpcp.operator, null);
  await becomes(vpcp, small, "H48.06", "arrived");
});

test("a receiver that knows only the 13-character codes is written to with them; together with others everybody gets the codes as they are", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: PROVINCE } });
  const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
  await know(vpcp, "H48.06", { name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi", dialect: "qcvn-102-2016" });
  const main = await vpcp.store("cong-van.pdf", "%PDF-1.7 công văn");

  const alone = await vpcp.house.service.sendDocument(letter({ receivers: [{ organId: "H48.06" }] }), [main], vpcp.operator, null);
  t.deepEqual(await codesIn(vpcp, alone), ["000.00.00.G22", "000.00.06.H48"]);
  const arrived = await incomingAt(ubnd, "H48.06");
  t.deepEqual([arrived.senderCode, arrived.receiverCode, arrived.verdict.kind], ["G22", "H48.06", "intact"]);
  await becomes(vpcp, alone, "H48.06", "arrived");

  const together = await vpcp.house.service.sendDocument(letter({ receivers: [{ organId: "H48" }, { organId: "H48.06" }], code: { number: "124", notation: "VPCP-KSTT" } }), [main], vpcp.operator, null);
  t.deepEqual(await codesIn(vpcp, together), ["G22", "H48", "H48.06"]);
  await becomes(vpcp, together, "H48.06", "arrived");
  await becomes(vpcp, together, "H48", "arrived");
});

/** Sender and receivers as they stand in the envelope that went out. */
async function codesIn({ house }: TownGateway, { document }: OutgoingView): Promise<readonly string[]> {
  const { unverified } = await readEnvelope(house.blobs.open(document.envelope.sha256), { scratchDirectory: house.blobs.scratchDirectory });
  return unverified.kind === "document" ? [unverified.from.organId, ...unverified.to.map(({ organId }) => organId)] : [];
}
