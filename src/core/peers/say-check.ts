import type { ProbeResult } from "./channels.ts";
import type { Peer } from "./peer.ts";
import type { PeerCheck } from "./service.ts";

const TITLES: Readonly<Record<ProbeResult["check"], string>> = {
  settings: "Khai báo",
  reach: "Kết nối mạng",
  certificate: "Chứng thư máy chủ",
  credentials: "Tài khoản",
  exchange: "Trao đổi gói tin thử",
};

const PASSED: Readonly<Record<ProbeResult["check"], string>> = {
  settings: "Đủ thông tin.",
  reach: "Máy chủ bên kia trả lời.",
  certificate: "Đúng chứng thư được tin.",
  credentials: "Bên kia chấp nhận tài khoản.",
  exchange: "Một gói tin thử đã đi trọn đường và được bên kia xác nhận.",
};

/** What the operator does now, by the code of what was found. */
const ADVICE: Readonly<Record<string, string>> = {
  "secret-missing": "Chưa có bí mật. Hãy đặt bằng “đổi khóa” (peers rotate) rồi kiểm tra lại.",
  "reaches-nobody": "Chưa khai báo cơ quan nào đi qua kết nối này. Hãy bổ sung mã cơ quan rồi kiểm tra lại.",
  "claimed-twice": "Một cơ quan đang đi qua kết nối khác. Hãy bỏ ở một trong hai kết nối.",
  "partner-unreachable": "Không tới được máy chủ bên kia. Hãy kiểm tra địa chỉ, cổng, tường lửa, đường truyền, rồi hỏi đơn vị vận hành bên kia.",
  "partner-timeout": "Bên kia không trả lời kịp. Với RabbitMQ: hệ thống bên kia chưa chạy hoặc chưa đọc hộp thư của mình; hãy đề nghị họ bật kết nối phía họ rồi kiểm tra lại.",
  "partner-credentials-refused": "Bên kia không chấp nhận tài khoản hoặc mật khẩu. Hãy kiểm tra tài khoản, quyền và vhost; nếu vừa đổi khóa, hỏi bên kia đã nhận khóa mới chưa.",
  "partner-answer-unreadable": "Máy chủ trả lời, nhưng không phải giao thức này. Hãy kiểm tra lại địa chỉ và loại kết nối.",
  "partner-failed": "Bên kia báo lỗi. Hãy thử lại sau; nếu còn lỗi, gửi chi tiết cho đơn vị vận hành bên kia.",
  "certificate-not-trusted": "Máy chủ đưa ra chứng thư không được tin. Hãy đối chiếu dấu vân tay với bên kia qua đường khác (điện thoại, công văn); đúng thì ghim chứng thư đó, sai thì dừng lại và báo an toàn thông tin.",
  "peer-inbox-missing": "Bên kia chưa mở hộp thư tại RabbitMQ. Hãy đề nghị họ khai báo và bật kết nối phía họ với đúng tên hai đầu.",
  "no-tls": "Kết nối không mã hóa. Chỉ dùng trong mạng riêng đã bảo vệ (mạng TSLCD, VPN); nếu đi qua Internet, hãy chuyển sang https/amqps.",
  "kind-has-none": "Loại kết nối này không có gói tin thử; hãy gửi một văn bản thật không quan trọng sau khi kích hoạt.",
  "not-reached": "Chưa kiểm tra được vì chưa tới được máy chủ.",
  "not-trusted": "Không đăng nhập khi chứng thư chưa được tin, để mật khẩu không lộ.",
  "not-signed-in": "Chưa kiểm tra được vì chưa đăng nhập được.",
};

const UNKNOWN = "Hãy xem chi tiết, sửa nguyên nhân rồi kiểm tra lại; nếu không rõ, hỏi đơn vị vận hành bên kia.";
const SOON_MS = 30 * 24 * 60 * 60 * 1000;

/** In words for the person at the console, with what to do. */
export function sayCheck({ check, outcome, code }: ProbeResult, peer: Pick<Peer, "certificate" | "nextCertificate">, now = Date.now()): Pick<PeerCheck, "title" | "advice"> {
  const title = TITLES[check];
  if (outcome !== "passed") return { title, advice: ADVICE[code ?? ""] ?? UNKNOWN };
  const { certificate, nextCertificate } = peer;
  const ends = check === "certificate" && certificate !== null && nextCertificate === null && certificate.validTo.getTime() - now < SOON_MS;
  return { title, advice: ends ? `Đúng chứng thư được ghim, nhưng sắp hết hạn (${certificate.validTo.toISOString().slice(0, 10)}). Hãy xin bên kia chứng thư mới và ghim làm chứng thư sắp thay.` : PASSED[check] };
}
