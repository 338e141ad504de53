import { DIALECTS } from "#edxml";
import { z } from "zod";
import { PEER_KINDS } from "./peer.ts";

const words = (label: string, max: number) => z.string({ error: `${label}: phải ghi rõ` }).trim().min(1, { error: `${label}: phải ghi rõ` }).max(max, { error: `${label}: tối đa ${max} ký tự` });
const end = (label: string) => z.string({ error: `${label}: cần có` }).regex(/^[a-z0-9][a-z0-9-]{0,39}$/, { error: `${label}: chỉ gồm chữ thường, số, gạch nối; tối đa 40` });
const reason = words("Lý do", 500).meta({ description: "Ghi vào nhật ký" });
const secret = words("Bí mật", 2_000).meta({ description: "Mật khẩu hoặc khóa bí mật ở hệ thống bên kia; cổng niêm phong, không bao giờ hiện lại" });
const pem = z.string().max(20_000).regex(/-----BEGIN CERTIFICATE-----/, { error: "Chứng thư: cần dạng PEM" });

const ENTRY = /^(\*|[0-9A-Za-z][0-9A-Za-z.\-_]{0,60}(\.\*)?)$/;
const DIALECT_NAMES = Object.keys(DIALECTS) as [keyof typeof DIALECTS, ...(keyof typeof DIALECTS)[]];

/** What an operator says of a peer; the same in requests and in the configuration file. */
const described = {
  name: words("Tên", 200).meta({ example: "LGSP tỉnh Quảng Ngãi" }),
  endpoint: z.string({ error: "Địa chỉ: cần có" }).trim().max(500).meta({ description: "axis: http(s)://…; amqp: amqp(s)://máy:cổng/vhost. Không kèm tài khoản", example: "amqps://mq.example.gov.vn:5671/lienthong" }),
  account: words("Tài khoản", 200).meta({ description: "axis: systemid; amqp: người dùng RabbitMQ", example: "cong-h48" }),
  reaches: z
    .array(z.string().trim().regex(ENTRY, { error: "Cơ quan: một mã (H48.06), mọi đơn vị bên dưới (H48.*), hoặc *" }))
    .max(5_000)
    .meta({ description: "Cơ quan đi qua kết nối này. Kết nối chỉ được gửi thay các cơ quan này", example: ["H36", "H36.*"] }),
  dialect: z.enum(DIALECT_NAMES, { error: `Biến thể: một trong ${DIALECT_NAMES.join(", ")}` }).nullable().default(null).meta({ description: "Biến thể edXML của các cơ quan này, khi danh bạ không nêu khác" }),
  policyProfile: z.string().max(60).nullable().default(null).meta({ description: "Hồ sơ chính sách kiểm tra thêm trước khi gửi qua kết nối này" }),
  maxDocumentMb: z.int().min(1).max(4096).nullable().default(null).meta({ description: "Dung lượng lớn nhất mỗi văn bản; null: không giới hạn riêng" }),
  whenPaused: z.enum(["wait", "fall-back"], { error: "wait hoặc fall-back" }).default("wait").meta({ description: "Khi tạm dừng: wait – văn bản mới chờ; fall-back – đi bằng kênh của bên gửi (Trục)" }),
  takesDirectory: z.boolean().default(false).meta({ description: "Đưa danh sách cơ quan của hệ thống này vào danh bạ" }),
  pullSeconds: z.int().min(1).max(3600).default(15).meta({ description: "Bao lâu hỏi văn bản đến một lần" }),
  link: z.strictObject({ here: end("Tên phía ta"), there: end("Tên phía bạn") }).nullable().default(null).meta({ description: "amqp: tên hai đầu tại RabbitMQ, hai bên thống nhất (docs/peer-amqp.md)" }),
  certificate: pem.nullable().default(null).meta({ description: "Chứng thư máy chủ được ghim (PEM); null: tin theo hệ điều hành" }),
  nextCertificate: pem.nullable().default(null).meta({ description: "Chứng thư sắp thay: trong lúc chuyển, cả hai đều được tin" }),
};
const RESERVED = ["axis", "local", "configuration"];
export const PEER_CODE = end("Mã kết nối")
  .refine((code) => !RESERVED.includes(code), { error: `Mã kết nối: không dùng ${RESERVED.join(", ")}` })
  .meta({ description: "Không đổi được; kênh mang tên peer:<mã>", example: "lgsp-h36" });
const kind = z.enum(PEER_KINDS, { error: `Loại: một trong ${PEER_KINDS.join(", ")}` }).meta({ description: "axis: hệ thống nói giao thức của Trục (LGSP tỉnh); amqp: cổng hoặc QLVB trao đổi qua RabbitMQ" });

export const newPeerSchema = z.strictObject({ code: PEER_CODE, kind, ...described, secret, reason }).meta({ id: "NewPeer" });
export type NewPeer = z.output<typeof newPeerSchema>;

const own = <Schema extends z.ZodType>(schema: Schema): z.ZodOptional<Schema> => schema.optional();
export const changePeerSchema = z
  .strictObject({
    reason,
    revision: z.int().optional().meta({ description: "Bản đã đọc; người khác đã sửa thì từ chối" }),
    name: own(described.name),
    endpoint: own(described.endpoint),
    account: own(described.account),
    reaches: own(described.reaches),
    dialect: own(described.dialect.unwrap()),
    policyProfile: own(described.policyProfile.unwrap()),
    maxDocumentMb: own(described.maxDocumentMb.unwrap()),
    whenPaused: own(described.whenPaused.unwrap()),
    takesDirectory: own(described.takesDirectory.unwrap()),
    pullSeconds: own(described.pullSeconds.unwrap()),
    link: own(described.link.unwrap()),
    certificate: own(described.certificate.unwrap()),
    nextCertificate: own(described.nextCertificate.unwrap()),
  })
  .meta({ id: "ChangePeer", description: "Trường nào không nêu thì giữ nguyên" });
export type ChangePeer = z.output<typeof changePeerSchema>;

export const peerReasonSchema = z.strictObject({ reason }).meta({ id: "PeerReason" });
export const rotatePeerSchema = z
  .strictObject({
    reason,
    secret: secret.optional(),
    keepHours: z.int().min(0).max(720).default(24).meta({ description: "Bí mật cũ còn được dùng bao nhiêu giờ, khi bên kia chưa nhận bí mật mới" }),
    promoteCertificate: z.boolean().default(false).meta({ description: "Chứng thư sắp thay trở thành chứng thư được ghim, chứng thư cũ thôi được tin" }),
  })
  .refine((given) => given.secret !== undefined || given.promoteCertificate, { error: "Cần secret hoặc promoteCertificate" })
  .meta({ id: "RotatePeerKey" });
export type RotatePeerKey = z.output<typeof rotatePeerSchema>;

/** Cấu hình các kết nối as a file people review. Never a secret, never a state. */
export const peerFileSchema = z
  .strictObject({ version: z.literal(1), peers: z.array(z.strictObject({ code: PEER_CODE, kind, ...described })).max(1_000) })
  .meta({ id: "PeerFile", description: "Cấu hình các kết nối, không có bí mật và trạng thái" });
export type PeerFile = z.output<typeof peerFileSchema>;
export type PeerInFile = PeerFile["peers"][number];

export const applyPeersSchema = z
  .strictObject({ reason, review: z.string().regex(/^[0-9a-f]{64}$/, { error: "Mã duyệt: lấy từ kết quả so sánh" }).meta({ description: "Mã của lần so sánh đã được duyệt: tệp và hiện trạng phải còn đúng như lúc đó" }), file: peerFileSchema })
  .meta({ id: "ApplyPeers" });
export type ApplyPeers = z.output<typeof applyPeersSchema>;
