import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { canonicalOrNull } from "../agency-code.ts";
import { notFound, requireOperator } from "../access.ts";
import type { Access } from "../actor.ts";
import { localDateOf } from "../calendar/index.ts";
import { FieldsRefused, HouseError, type FieldProblem } from "../fault.ts";
import type { OutgoingView } from "../service.ts";
import { sendDocument, type SendingNeeds } from "../outgoing/send-document.ts";
import { sendDocumentSchema, type SubmittedFile } from "../outgoing/send-command.ts";
import { sayDate, type Letter, type Printer } from "../reports/printout.ts";

export interface TestDocumentNeeds extends SendingNeeds {
  readonly printer: Printer;
}

const code = (label: string) => z.string({ error: `${label}: phải ghi rõ` }).trim().min(1, { error: `${label}: phải ghi rõ` }).max(50);
export const testDocumentSchema = z
  .strictObject({
    sender: code("Bên gửi").meta({ description: "Cơ quan của cổng này", example: "H48" }),
    receiver: code("Bên nhận").meta({ description: "Cơ quan trong `reaches` của kết nối", example: "H36.05" }),
    reason: z.string().trim().min(1, { error: "Lý do: phải ghi rõ" }).max(500),
  })
  .meta({ id: "TestDocument" });
export type TestDocument = z.output<typeof testDocumentSchema>;

/** How every such document begins, so that nobody takes it for a real one. */
const SUBJECT = "VĂN BẢN KIỂM THỬ KẾT NỐI, không có giá trị pháp lý, không xử lý";
const NOTATION = "KT-LTVB";

/**
 * A real document on the real road, marked as a test in number, subject and page: it shows that addresses, signatures, policies and answers fit, which no look at the
 * connection can. It stands in the registers of both sides as what it is. Throws `move-illegal` while the connection is not active, FieldsRefused.
 */
export async function sendTestDocument(needs: TestDocumentNeeds, peerCode: string, { sender, receiver, reason }: TestDocument, access: Access): Promise<OutgoingView> {
  requireOperator(access);
  await needs.peers.refresh(true);
  const peer = needs.peers.list().find((known) => known.code === peerCode);
  if (peer === undefined) throw notFound("peer", peerCode.slice(0, 100));
  if (peer.state !== "active") throw new HouseError("move-illegal", `peer ${peerCode} is ${peer.state}: documents go by an active one`, { peer: peerCode, state: peer.state });
  const to = codeOf(receiver, "/receiver");
  if (needs.peers.routeTo(to)?.peer.code !== peerCode) throw refused("/receiver", `Văn bản cho ${receiver} không đi bằng kết nối này; chọn cơ quan mà kết nối khai báo (${peer.settings.reaches.join(", ")}).`);
  const from = codeOf(sender, "/sender");
  const now = needs.clock.now();
  const issuedOn = localDateOf(now);
  const number = `KT${String(Math.floor(now.getTime() / 1000)).slice(-9)}`;
  const name = (await needs.store.reader.agencies.byCode(from))?.organization.organName ?? from;
  const letter: Letter = {
    agency: { code: from, name },
    number: `${number}/${NOTATION}`,
    placeAndDate: `Ngày ${sayDate(issuedOn)}`,
    title: "Văn bản kiểm thử",
    subject: SUBJECT,
    parts: [{ heading: "1. Nội dung", text: `Văn bản này chỉ để kiểm tra đường gửi, nhận giữa hai hệ thống qua kết nối “${peer.name}”.` }, { heading: "2. Đề nghị bên nhận", text: "Từ chối tiếp nhận với lý do “văn bản kiểm thử”, hoặc tiếp nhận để thử đủ các bước; không xử lý, không lưu hồ sơ." }],
    recipients: [to, "Lưu: không."],
    signer: "",
    fileName: "van-ban-kiem-thu",
  };
  const command = sendDocumentSchema.parse({ sender: from, receivers: [{ organId: to }], code: { number, notation: NOTATION }, issuedOn, issuedAt: "Việt Nam", documentType: "Công văn", subject: SUBJECT, signer: { fullName: "Quản trị cổng liên thông" } });
  const sent = await sendDocument(needs, command, [await keep(needs, letter)], access, null);
  await needs.store.write((tx) => tx.append({ kind: "peer.test-document", at: now, actor: access.actor, outgoingId: sent.document.id, facts: { peer: peerCode, sender: from, receiver: to, reason } }));
  return sent;
}

async function keep({ blobs, printer }: TestDocumentNeeds, letter: Letter): Promise<SubmittedFile> {
  const draft = blobs.draft();
  try {
    await pipeline(printer.printLetter(letter), draft.sink);
    const { sha256, size } = await draft.commit();
    return { name: `${letter.fileName}.pdf`, sha256, size };
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

function codeOf(given: string, field: string): string {
  const code = canonicalOrNull(given);
  if (code === null) throw refused(field, "Mã cơ quan: cần dạng H48 hoặc H48.06.");
  return code;
}

function refused(field: string, message: string): FieldsRefused {
  const problem: FieldProblem = { field, code: "field-invalid", message, rule: "docs/peers.md" };
  return new FieldsRefused([problem]);
}
