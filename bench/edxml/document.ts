import { formatDocumentId, parseLocalDate, parseOrganId, type EdxmlDocument } from "#edxml";

/** An ordinary công văn; its envelope is about 5 KB before signing. */
export function benchDocument(): EdxmlDocument {
  const organId = parseOrganId("H48");
  const date = parseLocalDate("2026-03-06");
  return {
    kind: "document",
    from: { organId, organName: "UBND tỉnh Quảng Ngãi", organizationInCharge: "UBND tỉnh Quảng Ngãi", organAdd: "52 Hùng Vương, Quảng Ngãi", email: "ubnd@example.gov.vn" },
    to: [{ organId: parseOrganId("G22"), organName: "Văn phòng Chính phủ", organAdd: "Số 1 Hoàng Hoa Thám, Hà Nội" }],
    documentId: formatDocumentId({ organId, date, number: "125", notation: "UBND-TH" }),
    code: { number: "125", notation: "UBND-TH" },
    promulgation: { place: "Quảng Ngãi", date },
    documentType: { type: 2, typeDetail: 18, typeName: "Công văn" },
    subject: "V/v kết nối, liên thông văn bản điện tử",
    content: "V/v kết nối, liên thông văn bản điện tử",
    signer: { competence: "TM. ỦY BAN NHÂN DÂN", position: "Chủ tịch", fullName: "Nguyễn Văn A" },
    toPlaces: ["Như trên", "Lưu: VT, TH"],
    otherInfo: { priority: 0, promulgationAmount: 3, pageAmount: 2, direction: false },
    responseFor: [],
    steeringType: 0,
    business: { kind: "new", reason: "Văn bản điện tử mới", paper: false, staff: [{ department: "Văn thư", staff: "Trần Thị B", email: "vt@example.gov.vn", mobile: "0912000001" }] },
    traceHeaders: [{ organId, timestamp: new Date("2026-03-06T10:42:00+07:00") }],
  };
}
