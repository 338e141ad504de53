import { buffer } from "node:stream/consumers";
import { makeCongVan } from "#src/cli/demo/cong-van";
import type { SendDocument, SendDocumentInput } from "#src/core/outgoing/send-command";
import type { Letter } from "#src/core/reports/printout";
import { printer } from "#src/reporting/printer";
import type { Teardown } from "#test/support/postgres";
import { becomes, gatewayOf, incomingAt, letter, person } from "#test/support/letters";
import { addPerson } from "#test/web/session/person";
import { openTown, type Town, type TownGateway } from "#test/support/town";

/** A morning at the gateway of Quảng Ngãi, as its people see it in the console: some of everything, in few documents. */
export interface Scene {
  readonly town: Town;
  readonly here: TownGateway;
  readonly there: TownGateway;
  /** Nobody has ever done anything here. */
  readonly empty: TownGateway;
  /** What strangers wrote into a subject and a file name. */
  readonly hostile: { readonly id: string; readonly subject: string; readonly fileName: string };
  /** A công văn as PDF. */
  readonly pdf: () => Promise<Buffer>;
  readonly ids: { readonly refused: string; readonly accepted: string; readonly recalled: string; readonly arrived: string; readonly waiting: string };
}

export const HOSTILE_SUBJECT = `V/v rà soát <img src=x onerror="window.hacked=1"> "><script>window.hacked=2</script>`;
/** The gateway refuses names with angle brackets and quotes; what is left must stay text, too. */
export const HOSTILE_FILE = "&lt;svg onload=window.hacked=3&gt; ' onclick='window.hacked=4.pdf";

/** `hostile`: what a stranger would try; the pictures of the guides do without. */
export async function openScene(t: Teardown, { hostile: tried = true }: { readonly hostile?: boolean } = {}): Promise<Scene> {
  const town = await openTown(t, {
    start: new Date("2026-11-19T08:05:00+07:00"),
    gateways: {
      vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }], run: ["web", "jobs"] },
      quangngai: {
        agencies: [
          { code: "H48", name: "Ủy ban nhân dân tỉnh Quảng Ngãi" },
          { code: "H48.06", name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi" },
        ],
        run: ["web", "jobs"],
      },
      moi: { agencies: [], run: ["web", "jobs"] },
    },
    others: { cantho: [{ code: "H13", name: "Ủy ban nhân dân thành phố Cần Thơ" }] },
  });
  const [here, there] = [gatewayOf(town, "quangngai"), gatewayOf(town, "vpcp")];
  await addPeople(here);
  const congVan = await makeCongVan();
  let number = 8450;
  const send = async (from: TownGateway, sender: string, receivers: readonly string[], subject: string, change: Partial<SendDocumentInput> = {}, fileName?: string) => {
    const by = SENDERS[sender === "G22" ? "G22" : "H48"];
    const code = { number: String(++number), notation: by.notation };
    const command = letter({ sender, receivers: receivers.map((organId) => ({ organId })), code, subject, issuedOn: town.clock.now().toISOString().slice(0, 10), issuedAt: by.place, signer: by.signer, ...change });
    const pdf = await buffer(printer(town.clock).printLetter(printed(command, by.name)));
    const file = await from.store(fileName ?? `${code.number}-${code.notation}.pdf`, pdf);
    return await from.house.service.sendDocument(command, [file, await from.store("phu-luc-bieu-mau.csv", "STT;Nội dung\n1;Danh sách\n")], from.operator, null);
  };
  const textOf = ({ document }: Awaited<ReturnType<typeof send>>): string => `${document.message.code.number}/${document.message.code.notation}`;

  const accepted = await send(there, "G22", ["H48"], "V/v tăng cường chỉ đạo công tác tiếp nhận, xử lý văn bản điện tử liên thông", { urgency: "khan" });
  const fromCentre = await send(there, "G22", ["H48", "H48.06"], "V/v rà soát việc kết nối, liên thông văn bản điện tử qua Trục liên thông văn bản quốc gia", { dueOn: "2026-11-30" });
  const recalled = await send(there, "G22", ["H48"], "V/v cung cấp số liệu chuyển đổi số quý IV năm 2026");
  const refused = await send(here, "H48", ["G22"], "Báo cáo kết quả thực hiện Đề án chuyển đổi số tỉnh Quảng Ngãi năm 2026", { documentType: "Báo cáo" });
  await Promise.all([incomingAt(there, "G22", textOf(refused)), incomingAt(here, "H48", textOf(accepted)), incomingAt(here, "H48", textOf(recalled)), incomingAt(here, "H48.06", textOf(fromCentre))]);

  town.clock.set(new Date("2026-11-19T09:20:00+07:00"));
  const acceptedHere = await incomingAt(here, "H48", textOf(accepted));
  await here.house.service.reportStatus(acceptedHere.id, { action: "accept", person }, here.operator);
  await here.house.service.reportStatus(acceptedHere.id, { action: "assign", person: { fullName: "Phạm Minh Châu", department: "Phòng Văn hóa – Xã hội" }, note: "Chủ trì tham mưu, trình trước 25/11" }, here.operator);
  const refusedThere = await incomingAt(there, "G22", textOf(refused));
  await there.house.service.reportStatus(refusedThere.id, { action: "refuse", person, code: "INCOMPLETE", reason: "Thiếu Phụ lục II nêu tại mục 3 của báo cáo" }, there.operator);
  await there.house.service.recall(recalled.document.id, { reason: "Ban hành nhầm biểu mẫu, sẽ gửi lại bản đúng", person }, there.operator);
  await becomes(here, refused, "G22", "refused");
  const recalledHere = await incomingAt(here, "H48", textOf(recalled));

  town.clock.set(new Date("2026-11-20T09:00:00+07:00"));
  await send(there, "G22", ["H48"], "CÔNG ĐIỆN về việc chủ động ứng phó mưa lũ tại khu vực Trung Bộ", { urgency: "hoa-toc", documentType: "Công điện" });
  const hostile = tried ? await send(there, "G22", ["H48"], HOSTILE_SUBJECT, {}, HOSTILE_FILE) : await send(there, "G22", ["H48"], "V/v mời dự hội nghị tổng kết công tác văn thư, lưu trữ năm 2026", { documentType: "Giấy mời" });
  const waiting = await send(here, "H48", ["H13", "H48.06"], "V/v phối hợp tổ chức hội nghị sơ kết liên thông văn bản điện tử", { responseFor: [] });
  const hostileHere = await incomingAt(here, "H48", textOf(hostile));
  await incomingAt(here, "H48.06", textOf(waiting));
  const arrivedHere = await incomingAt(here, "H48", textOf(fromCentre));
  return {
    town,
    here,
    there,
    empty: gatewayOf(town, "moi"),
    pdf: async () => await Promise.resolve(congVan),
    hostile: { id: hostileHere.id, subject: HOSTILE_SUBJECT, fileName: HOSTILE_FILE },
    ids: { refused: refused.document.id, accepted: acceptedHere.id, recalled: recalledHere.id, arrived: arrivedHere.id, waiting: waiting.document.id },
  };
}

interface Sender {
  readonly name: string;
  readonly notation: string;
  readonly place: string;
  readonly signer: SendDocumentInput["signer"];
}
const SENDERS: Readonly<Record<"G22" | "H48", Sender>> = {
  G22: { name: "Văn phòng Chính phủ", notation: "VPCP-KSTT", place: "Hà Nội", signer: { competence: "KT. BỘ TRƯỞNG, CHỦ NHIỆM", position: "PHÓ CHỦ NHIỆM", fullName: "Nguyễn Văn Thí Dụ" } },
  H48: { name: "Ủy ban nhân dân tỉnh Quảng Ngãi", notation: "UBND-VX", place: "Quảng Ngãi", signer: { competence: "TM. ỦY BAN NHÂN DÂN", position: "PHÓ CHỦ TỊCH", fullName: "Trần Thị Minh Họa" } },
};

/** The letter as its sender would have printed it. */
function printed({ code, subject, documentType, issuedOn, issuedAt, signer }: SendDocument, name: string): Letter {
  const [year, month, day] = issuedOn.split("-");
  const plain = documentType === "Công văn";
  return {
    agency: { code: "", name },
    number: `${code.number}/${code.notation}`,
    placeAndDate: `${issuedAt}, ngày ${day} tháng ${month} năm ${year}`,
    title: plain ? subject : documentType,
    subject: plain ? "" : subject,
    parts: [
      { heading: "Kính gửi: Như nơi nhận", text: "Thực hiện Quyết định số 28/2018/QĐ-TTg của Thủ tướng Chính phủ về việc gửi, nhận văn bản điện tử giữa các cơ quan trong hệ thống hành chính nhà nước, đề nghị quý cơ quan phối hợp thực hiện các nội dung nêu trên." },
      { heading: "", text: "Văn bản minh họa của phần mềm, không có giá trị pháp lý./." },
    ],
    recipients: ["Như trên;", "Lưu: VT."],
    signer: `${signer.position ?? ""} ${signer.fullName}`,
    fileName: code.number,
  };
}

const PEOPLE = {
  operator: { userName: "quantri", fullName: "Võ Quốc Hùng", roles: ["operator"] },
  clerk: { userName: "vanthu", fullName: "Nguyễn Thị Lan", roles: ["clerk"], agencies: ["H48", "H48.06"] },
  leader: { userName: "lanhdao", fullName: "Trần Quang Minh", roles: ["leader"], agencies: ["H48"] },
  supervisor: { userName: "giamsat", fullName: "Lê Thu Hà", roles: ["supervisor"], supervises: ["H48"] },
  auditor: { userName: "kiemtra", fullName: "Phạm Đức Anh", roles: ["auditor"] },
} as const;
export type Who = keyof typeof PEOPLE;

/** One account of each role. */
export async function addPeople(here: TownGateway): Promise<void> {
  for (const { userName, ...person } of Object.values(PEOPLE)) await addPerson(here, userName, person);
}

export function userNameOf(who: Who): string {
  return PEOPLE[who].userName;
}
