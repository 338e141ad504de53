import type { StatusCommand } from "../incoming/status-command.ts";
import { SAMPLE_PROVINCE } from "./sample-codes.ts";

/** Who and what the samples are: a morning of a province that does not exist. Every name is invented and says so. */
const P = SAMPLE_PROVINCE;
export const SAMPLE_AGENCIES = [
  { code: P, name: "Ủy ban nhân dân tỉnh Mẫu (dữ liệu mẫu)", place: "Tỉnh Mẫu", signer: { competence: "TM. ỦY BAN NHÂN DÂN", position: "CHỦ TỊCH", fullName: "Nguyễn Văn Mẫu" } },
  { code: `${P}.01`, name: "Sở Nội vụ tỉnh Mẫu (dữ liệu mẫu)", place: "Tỉnh Mẫu", signer: { position: "GIÁM ĐỐC", fullName: "Trần Thị Thí Dụ" } },
  { code: `${P}.02`, name: "Sở Tài chính tỉnh Mẫu (dữ liệu mẫu)", place: "Tỉnh Mẫu", signer: { position: "GIÁM ĐỐC", fullName: "Lê Văn Minh Họa" } },
  { code: `${P}.03`, name: "Ủy ban nhân dân xã Thí Dụ (dữ liệu mẫu)", place: "Thí Dụ", signer: { competence: "TM. ỦY BAN NHÂN DÂN", position: "CHỦ TỊCH", fullName: "Phạm Thị Ví Dụ" } },
] as const;

/** Accounts to look around with; bound to the sample agencies alone. */
export const SAMPLE_PEOPLE = [
  { userName: "vanthu.mau", fullName: "Văn thư Mẫu", roles: ["clerk"], agencies: [P], supervises: [] },
  { userName: "lanhdao.mau", fullName: "Lãnh đạo Mẫu", roles: ["leader"], agencies: [P], supervises: [] },
  { userName: "giamsat.mau", fullName: "Giám sát Mẫu", roles: ["supervisor"], agencies: [], supervises: [P] },
] as const;

export interface SampleLetter {
  readonly from: string;
  readonly to: readonly string[];
  readonly code: { readonly number: string; readonly notation: string };
  readonly type: string;
  readonly subject: string;
  readonly text: readonly string[];
  readonly urgency?: "khan" | "hoa-toc";
  /** Days from today. */
  readonly dueIn?: number;
  /** Answers the letter with this number. */
  readonly answers?: string;
  /** What its receivers do, in this order. */
  readonly acts?: readonly { readonly at: string; readonly do: StatusCommand }[];
  /** The sender takes it back afterwards. */
  readonly recalled?: string;
}

const clerk = (fullName: string) => ({ fullName, department: "Văn phòng" });
const accept = (at: string) => ({ at, do: { action: "accept", person: clerk("Hoàng Thị Tiếp Nhận") } }) as const;

export const SAMPLE_LETTERS: readonly SampleLetter[] = [
  {
    from: P,
    to: [`${P}.01`, `${P}.02`, `${P}.03`],
    code: { number: "101", notation: "UBND-VP" },
    type: "Công văn",
    subject: "V/v tăng cường gửi, nhận văn bản điện tử giữa các cơ quan trong tỉnh",
    text: ["Ủy ban nhân dân tỉnh yêu cầu các cơ quan gửi, nhận văn bản hoàn toàn bằng điện tử, trừ văn bản mật và văn bản quy định phải gửi kèm bản giấy.", "Văn thư tiếp nhận hoặc từ chối trong ngày làm việc; trường hợp từ chối phải nêu rõ lý do để bên gửi khắc phục."],
    dueIn: 14,
    acts: [accept(`${P}.01`), { at: `${P}.01`, do: { action: "assign", person: { fullName: "Vũ Thị Chuyên Viên", department: "Phòng Văn thư – Lưu trữ" }, note: "Tham mưu trong tuần" } }, accept(`${P}.02`), { at: `${P}.02`, do: { action: "complete", person: clerk("Hoàng Thị Tiếp Nhận") } }],
  },
  {
    from: P,
    to: [`${P}.03`],
    code: { number: "102", notation: "UBND-VP" },
    type: "Công điện",
    subject: "Về việc chủ động ứng phó mưa lũ",
    text: ["Yêu cầu trực ban 24/24 giờ, rà soát các hộ dân vùng trũng thấp, sẵn sàng phương án di dời."],
    urgency: "hoa-toc",
  },
  {
    from: P,
    to: [`${P}.02`],
    code: { number: "103", notation: "UBND-VP" },
    type: "Công văn",
    subject: "V/v báo cáo tình hình giải ngân vốn đầu tư công",
    text: ["Đề nghị Sở Tài chính tổng hợp số liệu giải ngân vốn đầu tư công, kèm Phụ lục theo mẫu."],
    dueIn: 5,
    acts: [{ at: `${P}.02`, do: { action: "refuse", person: clerk("Hoàng Thị Tiếp Nhận"), code: "INCOMPLETE", reason: "Thiếu Phụ lục nêu trong văn bản" } }],
  },
  {
    from: `${P}.01`,
    to: [P],
    code: { number: "21", notation: "BC-SNV" },
    type: "Báo cáo",
    subject: "Báo cáo kết quả công tác văn thư, lưu trữ quý III",
    text: ["Sở Nội vụ báo cáo Ủy ban nhân dân tỉnh kết quả công tác văn thư, lưu trữ quý III như sau."],
    acts: [accept(P), { at: P, do: { action: "process", person: clerk("Văn thư Mẫu") } }],
  },
  {
    from: `${P}.02`,
    to: [P],
    code: { number: "34", notation: "TTr-STC" },
    type: "Tờ trình",
    subject: "Về việc phê duyệt dự toán chi thường xuyên quý IV",
    text: ["Sở Tài chính kính trình Ủy ban nhân dân tỉnh xem xét, phê duyệt dự toán chi thường xuyên quý IV."],
    urgency: "khan",
    dueIn: 7,
  },
  {
    from: `${P}.03`,
    to: [P],
    code: { number: "7", notation: "BC-UBND" },
    type: "Báo cáo",
    subject: "Báo cáo việc gửi, nhận văn bản điện tử của xã Thí Dụ",
    text: ["Thực hiện Công văn số 101/UBND-VP, Ủy ban nhân dân xã báo cáo kết quả gửi, nhận văn bản điện tử."],
    answers: "101",
  },
  {
    from: `${P}.01`,
    to: [P],
    code: { number: "22", notation: "SNV-VTLT" },
    type: "Công văn",
    subject: "V/v cung cấp số liệu cán bộ, công chức",
    text: ["Sở Nội vụ gửi số liệu cán bộ, công chức theo biểu đính kèm."],
    acts: [accept(P)],
    recalled: "Gửi nhầm biểu số liệu, sẽ gửi lại bản đúng",
  },
  {
    from: `${P}.03`,
    to: [P, `${P}.01`],
    code: { number: "8", notation: "GM-UBND" },
    type: "Giấy mời",
    subject: "Mời dự hội nghị tổng kết phong trào thi đua",
    text: ["Ủy ban nhân dân xã trân trọng kính mời đại diện lãnh đạo dự hội nghị tổng kết phong trào thi đua."],
  },
];
