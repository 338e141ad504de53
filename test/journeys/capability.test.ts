import test from "ava";
import type { AgencyLayer } from "#src/core/directory/facts";
import { changeAgency } from "#src/core/directory/change-agency";
import { FieldsRefused } from "#src/core/fault";
import { updateCommandSchema } from "#src/core/outgoing/update-command";
import { becomes, codesIn, dispatchTo, gatewayOf, incomingAt, letter, person } from "#test/support/letters";
import { makeOffice } from "#test/support/office";
import { eventually, openTown, type TownGateway } from "#test/support/town";

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
  t.deepEqual(await codesIn(vpcp, alone.document.envelope), ["000.00.00.G22", "000.00.06.H48"]);
  const arrived = await incomingAt(ubnd, "H48.06");
  t.deepEqual([arrived.senderCode, arrived.receiverCode, arrived.verdict.kind], ["G22", "H48.06", "intact"]);
  await becomes(vpcp, alone, "H48.06", "arrived");

  const department = await ubnd.house.store.reader.agencies.byCode("H48.06");
  if (department?.hosting == null) return t.fail();
  const hosting = { ...department.hosting, recallPolicy: "always-ask" as const };
  await ubnd.house.store.write((tx) => tx.saveAgency({ ...department, hosting }));
  const recallAt = async () => (await ubnd.house.service.incoming(arrived.id, ubnd.operator)).recall;
  const { service } = vpcp.house;
  await service.update(alone.document.id, updateCommandSchema.parse({ reason: "Sửa trích yếu", change: { subject: "V/v đã sửa" } }), vpcp.operator);
  await eventually("the update is agreed to", async () => (await dispatchTo(vpcp, alone, "H48.06")).update?.state === "agreed");
  await service.takeBack(alone.document.id, { reason: "Gửi nhầm nơi nhận" }, vpcp.operator);
  await eventually("the receiver's clerk is asked to give it back", async () => (await recallAt())?.takeBack === true);
  t.true((await service.recall(alone.document.id, { reason: "Thu hồi theo Đ.8.2" }, vpcp.operator)).created, "the recall takes the place of the take back that is open");
  t.false((await service.takeBack(alone.document.id, { reason: "Gửi nhầm nơi nhận" }, vpcp.operator)).created, "a take back adds nothing to a recall");
  await eventually("the receiver's clerk is asked for what the law asks", async () => (await recallAt())?.reason === "Thu hồi theo Đ.8.2");
  t.is((await recallAt())?.takeBack, undefined);
  await ubnd.house.service.answerRecall(arrived.id, { answer: "agree", person }, ubnd.operator);
  await eventually("the recall is agreed to", async () => (await dispatchTo(vpcp, alone, "H48.06")).recall?.state === "agreed");
  const sent = await service.transmissionsOf(alone.document.id, vpcp.operator);
  t.deepEqual(await Promise.all(sent.map((transmission) => codesIn(vpcp, transmission.envelope))), sent.map(() => ["000.00.00.G22", "000.00.06.H48"]), "document, update, 13 and recall all say the codes it reads");
  t.is(sent.length, 4);

  const together = await vpcp.house.service.sendDocument(letter({ receivers: [{ organId: "H48" }, { organId: "H48.06" }], code: { number: "124", notation: "VPCP-KSTT" } }), [main], vpcp.operator, null);
  t.deepEqual(await codesIn(vpcp, together.document.envelope), ["G22", "H48", "H48.06"]);
  await becomes(vpcp, together, "H48.06", "arrived");
  await becomes(vpcp, together, "H48", "arrived");
});
