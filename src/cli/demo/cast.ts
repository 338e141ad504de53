/**
 * Who plays in the demo and when things happen. The codes of level 1 are real (QĐ 20/2020, QĐ 09/2025); the code of the department is
 * an illustration: every province numbers its own units. Persons and the document are invented.
 */
export interface DemoAgency {
  readonly code: string;
  readonly name: string;
  readonly email: string;
  /** Its account at the axis. */
  readonly systemId: string;
  readonly folder: string;
}

export const SENDER: DemoAgency = { code: "G22", name: "Văn phòng Chính phủ", email: "vanthu@vpcp.example.vn", systemId: "demo.vpcp", folder: "vpcp" };
export const PROVINCE: DemoAgency = { code: "H48", name: "Ủy ban nhân dân tỉnh Quảng Ngãi", email: "vanthu@quangngai.example.vn", systemId: "demo.quangngai", folder: "ubnd-quang-ngai" };
export const DEPARTMENT: DemoAgency = { code: "H48.06", name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi", email: "vanthu@skhcn.quangngai.example.vn", systemId: "demo.skhcn", folder: "so-khcn-quang-ngai" };
export const AGENCIES = [SENDER, PROVINCE, DEPARTMENT] as const;

/**
 * A Friday whose following week has no open question in the calendar, so the effective receipt is final. Vietnamese time.
 * Between `sent` and `departmentUp` the gateway of the department is off: its document waits at the axis.
 */
export const INSTANTS = {
  start: new Date("2026-11-13T16:25:00+07:00"),
  sent: new Date("2026-11-13T16:30:00+07:00"),
  provincePulls: new Date("2026-11-13T16:35:00+07:00"),
  provinceAccepts: new Date("2026-11-13T16:50:00+07:00"),
  departmentPulls: new Date("2026-11-13T17:42:00+07:00"),
  departmentEffective: new Date("2026-11-16T07:30:00+07:00"),
  departmentRefuses: new Date("2026-11-16T08:10:00+07:00"),
  senderLooks: new Date("2026-11-16T08:15:00+07:00"),
} as const;

export const DOCUMENT = {
  sender: SENDER.code,
  receivers: [{ organId: PROVINCE.code }, { organId: DEPARTMENT.code }],
  code: { number: "8451", notation: "VPCP-KSTT" },
  issuedOn: "2026-11-13",
  issuedAt: "Hà Nội",
  documentType: "Công văn",
  subject: "V/v rà soát việc kết nối, liên thông văn bản điện tử qua Trục liên thông văn bản quốc gia",
  signer: { competence: "KT. BỘ TRƯỞNG, CHỦ NHIỆM", position: "PHÓ CHỦ NHIỆM", fullName: "Nguyễn Văn Thí Dụ" },
  dueOn: "2026-11-30",
  urgency: "thuong",
  toPlaces: ["Như trên", "Lưu: VT, KSTT"],
  pages: 1,
  appendixes: ["Phụ lục: Biểu rà soát kết nối, liên thông"],
  staff: { department: "Vụ Hành chính", fullName: "Lê Thị Văn Thư", email: SENDER.email },
  files: [
    { name: "8451-VPCP-KSTT.pdf", description: "Toàn văn công văn" },
    { name: "phu-luc-ra-soat.xlsx", description: "Phụ lục: Biểu rà soát" },
  ],
} as const;

export const ACCEPTANCE = { action: "accept", person: { fullName: "Trần Thị Tiếp Nhận", department: "Văn phòng UBND tỉnh", email: PROVINCE.email }, note: "Đã vào sổ văn bản đến" } as const;

export const REFUSAL = {
  action: "refuse",
  person: { fullName: "Phạm Văn Trả Lại", department: "Văn phòng Sở", email: DEPARTMENT.email },
  code: "WRONG_RECIPIENT",
  reason: "Nội dung thuộc trách nhiệm của Văn phòng UBND tỉnh, đề nghị gửi đúng nơi nhận",
} as const;
