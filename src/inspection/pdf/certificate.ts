import type { X509Certificate } from "node:crypto";
import type { PdfSignature } from "../../core/policy/file-finding.ts";

type SignerFacts = Pick<PdfSignature, "kind" | "kindReason" | "signerName" | "subject" | "organization" | "issuer" | "serialNumber">;

/** Who a certificate names. null: the signature carries none that can be read. */
export function signerFacts(certificate: X509Certificate | null, timestamp: boolean): SignerFacts {
  const subject = certificate === null ? null : attributesOf(certificate.subject);
  const kind = subject === null ? { kind: "unknown" as const, kindReason: "không đọc được chứng thư trong chữ ký" } : kindOf(subject);
  return {
    ...(timestamp ? { kind: "timestamp" as const, kindReason: "dấu thời gian của tổ chức cấp dấu thời gian" } : kind),
    signerName: subject?.get("CN") ?? null,
    subject: certificate?.subject.split("\n").join(", ") ?? null,
    organization: subject?.get("O") ?? null,
    issuer: certificate?.issuer.split("\n").join(", ") ?? null,
    serialNumber: certificate?.serialNumber.toLowerCase() ?? null,
  };
}

function attributesOf(name: string): ReadonlyMap<string, string> {
  return new Map(
    name.split("\n").map((line) => {
      const at = line.indexOf("=");
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

/** Identity numbers certificate authorities write into UID or serialNumber: of a person, of an organisation. */
const PERSON_NUMBER = /^(CMND|CCCD|CC|HC|PNO|IDC|PAS)[:-]/i;
const AGENCY_NUMBER = /^(MST|MNS|MDDCQ|MDD|QD|VAT|NTR)[:-]/i;
const AGENCY_WORDS =
  /^(ủy ban|uỷ ban|ubnd|hội đồng|hđnd|văn phòng|bộ|sở|ban|cục|tổng cục|chi cục|vụ|viện|trung tâm|trường|bệnh viện|thanh tra|tòa án|toà án|phòng|chính phủ|quốc hội|thành ủy|tỉnh ủy|huyện ủy|quận ủy|đảng ủy|đảng|đoàn|hội|liên đoàn|liên hiệp|mặt trận|kho bạc|bảo hiểm|công an|bộ chỉ huy|ngân hàng|công ty|tổng công ty|tập đoàn|học viện|đại học|báo|đài|thông tấn|kiểm toán|chi nhánh|cơ quan|trạm|quỹ|nhà|tạp chí)(?=\s|$)/iu;
/** Family names of almost everybody; a name that begins with one and is two to six words long is a person's. */
const FAMILY_NAMES = new Set(
  "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đào đoàn vương trịnh trương đinh lâm phùng mai tô hà tạ lương cao châu tăng thái thân quách kiều nông hứa la lưu chu tống triệu mạc khuất nghiêm bạch doãn giang quan từ lục vi hầu sầm ma giàng vàng thào sùng lò cầm điêu quàng lường y rơ siu ksor nay rah đàm văn thạch sơn kim danh ông trà thiều cù âu lại ninh phí tiêu ưng viên diệp".split(" "),
);

/** NĐ 30/2020 Đ.5.1 asks for the signature of a person and of the agency; the certificate's subject tells which it is. */
function kindOf(subject: ReadonlyMap<string, string>): Pick<PdfSignature, "kind" | "kindReason"> {
  const name = (subject.get("CN") ?? "").normalize("NFC").trim();
  const numbers = [subject.get("UID"), subject.get("serialNumber")].filter((value) => value !== undefined);
  if (numbers.some((value) => PERSON_NUMBER.test(value))) return { kind: "person", kindReason: "chứng thư có số giấy tờ của cá nhân" };
  if (subject.has("GN") || subject.has("SN") || subject.has("title")) return { kind: "person", kindReason: "chứng thư ghi họ, tên đệm hoặc chức vụ của cá nhân" };
  if (numbers.some((value) => AGENCY_NUMBER.test(value)) || subject.has("organizationIdentifier")) return { kind: "agency", kindReason: "chứng thư có mã số của tổ chức" };
  if (name !== "" && name === (subject.get("O") ?? "").normalize("NFC").trim()) return { kind: "agency", kindReason: "tên chủ thể trùng tên tổ chức" };
  const [family = "", ...rest] = name.toLowerCase().split(/\s+/);
  const agency = AGENCY_WORDS.test(name);
  if (agency && !(FAMILY_NAMES.has(family) && rest.length <= 2 && name !== name.toUpperCase())) return { kind: "agency", kindReason: "tên chủ thể là tên cơ quan, tổ chức" };
  if (FAMILY_NAMES.has(family) && rest.length >= 1 && rest.length <= 5) return { kind: "person", kindReason: "tên chủ thể là họ tên người" };
  return { kind: "unknown", kindReason: "tên chủ thể không cho biết là cá nhân hay cơ quan" };
}
