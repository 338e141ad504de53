import { vietnamClock } from "./vietnam-clock.ts";
import type { ActorNeeded, Cause, CauseKind, FactsOf, Why } from "./cause.ts";

interface Saying<Kind extends CauseKind> {
  readonly because: (facts: FactsOf<Kind>) => string;
  readonly who: ActorNeeded;
  readonly action: string | null;
  readonly command?: string;
  /** Nothing will come of it any more. */
  readonly isOver?: boolean;
}

const WHO_WORDS: Readonly<Record<ActorNeeded, string>> = {
  nobody: "chưa ai cần làm gì",
  clerk: "văn thư bên gửi cần xử lý",
  officer: "người có trách nhiệm của cơ quan cần quyết định",
  operator: "quản trị viên cổng cần xử lý",
  partner: "đơn vị vận hành hệ thống bên kia cần xử lý",
  receiver: "bên nhận cần xử lý",
  sender: "cơ quan gửi cần xử lý",
};

const RESEND = { action: "Sửa nguyên nhân rồi gửi lại, hoặc gửi bản giấy", command: "lienthong resend <mã> --reason …" } as const;
const CHECK_LINE = "Kiểm tra đường mạng tới bên kia; nếu bên kia ngừng, chờ hoặc liên hệ họ. Cổng tự dò và gửi tiếp ngay khi thông";
const CHECK_SECRET = "Kiểm tra mã hệ thống và khóa bí mật của kết nối, khởi động lại cổng nếu vừa sửa";
const QUARANTINE = { command: "lienthong quarantine list" } as const;

const SAYINGS: { readonly [Kind in CauseKind]: Saying<Kind> } = {
  held: { because: ({ reason }) => `Văn bản đang tạm giữ: ${reason}`, who: "officer", action: "Xem lý do rồi cho đi tiếp hoặc hủy", command: "lienthong held list" },
  "queued-first": { because: () => "Văn bản vừa vào hàng chờ, sắp được gửi", who: "nobody", action: null },
  "queued-behind": { because: ({ ahead, channel }) => `Văn bản xếp hàng ở ${wayOf(channel)} sau ${ahead} gói tin khẩn hơn hoặc tới trước`, who: "nobody", action: null },
  "queued-large": { because: ({ channel }) => `Gói tin lớn, đang chờ lượt ở làn riêng cho gói lớn của ${wayOf(channel)}`, who: "nobody", action: null },
  "queue-away": { because: () => "Hàng đợi (RabbitMQ) đang mất kết nối nên việc gửi tạm dừng; văn bản vẫn an toàn trong cơ sở dữ liệu", who: "operator", action: "Khôi phục RabbitMQ; cổng tự nối lại và gửi theo độ khẩn, tới trước gửi trước" },
  "jobs-not-running": { because: () => "Văn bản đã tới lượt nhưng không có tiến trình nào nhận việc gửi", who: "operator", action: "Chạy ít nhất một tiến trình có vai jobs", command: "lienthong serve --roles jobs" },
  "relayed-waiting": { because: () => "Văn bản đã giao cho tiến trình gửi, đang chờ tới lượt", who: "nobody", action: null },
  "waits-for-earlier": { because: () => "Gói tin này phải đi sau một gói tin trước của cùng văn bản, gói trước chưa xong", who: "nobody", action: null },
  "sending-now": { because: ({ channel }) => `Đang gửi qua ${wayOf(channel)}`, who: "nobody", action: null },
  "sending-large": { because: ({ channel, mebibytes }) => `Đang gửi gói tin lớn (${mebibytes} MiB) qua ${wayOf(channel)}`, who: "nobody", action: null },
  "work-dead": { because: ({ reason }) => `Việc gửi làm cổng lỗi nhiều lần (${reason}), cổng thử lại chậm hơn`, who: "operator", action: "Xem nhật ký lỗi của cổng theo mã chuyến gửi rồi khắc phục" },

  "channel-unreachable": { because: ({ channel, reason }) => `Không kết nối được tới ${wayOf(channel)} (${reason}) nên cổng tạm ngừng gửi qua kênh này`, who: "operator", action: CHECK_LINE },
  "channel-timeout": { because: ({ channel }) => `${startsWith(channel)} liên tiếp không trả lời kịp nên cổng tạm ngừng gửi qua kênh này`, who: "partner", action: CHECK_LINE },
  "channel-busy": { because: ({ channel }) => `${startsWith(channel)} báo quá tải hoặc bảo trì nên cổng tạm ngừng gửi qua kênh này`, who: "nobody", action: null },
  "channel-broken": { because: ({ channel, reason }) => `${startsWith(channel)} liên tiếp trả lời lỗi (${reason}) nên cổng tạm ngừng gửi qua kênh này`, who: "partner", action: "Liên hệ đơn vị vận hành hệ thống bên kia, kèm nội dung lỗi" },
  "channel-credentials": { because: ({ channel }) => `${startsWith(channel)} không chấp nhận tài khoản kết nối của cổng nên cổng tạm ngừng gửi qua kênh này`, who: "operator", action: CHECK_SECRET },
  "channel-held": { because: ({ channel }) => `Kết nối ${channel} đang được quản trị viên tạm dừng, các văn bản qua đó đang chờ`, who: "operator", action: "Cho kết nối chạy lại, ở trang Kết nối hoặc trang Hàng đợi" },
  "channel-unconfigured": { because: ({ channel }) => `${startsWith(channel)} chưa được khai báo trên cổng này, các văn bản qua kênh đang chờ`, who: "operator", action: "Khai báo kết nối của kênh rồi khởi động lại cổng" },

  "retry-unreachable": { because: ({ channel, reason }) => `Chưa kết nối được tới ${wayOf(channel)} (${reason}), cổng tự gửi lại`, who: "nobody", action: null },
  "retry-busy": { because: ({ channel }) => `${startsWith(channel)} báo bận, cổng tự gửi lại`, who: "nobody", action: null },
  "retry-broken": { because: ({ channel, reason }) => `${startsWith(channel)} trả lời không hiểu được (${reason}), cổng tự gửi lại`, who: "nobody", action: null },
  "retry-credentials": { because: ({ channel }) => `${startsWith(channel)} không chấp nhận tài khoản kết nối của cổng`, who: "operator", action: CHECK_SECRET },
  "retry-unconfigured": { because: ({ channel }) => `${startsWith(channel)} chưa được khai báo trên cổng này`, who: "operator", action: "Khai báo kết nối của kênh rồi khởi động lại cổng" },
  "retry-ours": { because: ({ reason }) => `Lần gửi vừa rồi hỏng vì lỗi của cổng (${reason}), cổng tự thử lại`, who: "operator", action: "Xem trạng thái cổng (/readyz) và nhật ký lỗi" },
  "asking-after-timeout": { because: ({ channel }) => `${startsWith(channel)} không trả lời kịp, chưa rõ đã nhận hay chưa; cổng hỏi lại trước khi gửi tiếp để không gửi trùng`, who: "nobody", action: null },
  "asking-unclear": { because: ({ channel, reason }) => `Câu trả lời của ${wayOf(channel)} chưa rõ (${reason}); cổng hỏi lại trước khi gửi tiếp để không gửi trùng`, who: "nobody", action: null },
  "cannot-be-asked": { because: ({ channel, reason }) => `Chưa rõ ${wayOf(channel)} đã nhận hay chưa và hiện không hỏi được (${reason}); cổng tiếp tục hỏi`, who: "nobody", action: null },

  "refused-receiver-unknown": { because: ({ channel, reason }) => `${startsWith(channel)} không biết nơi nhận này (${reason})`, who: "clerk", action: "Kiểm tra mã định danh nơi nhận, cập nhật văn bản tới đúng nơi nhận hoặc gửi bản giấy", command: "lienthong update <mã> …" },
  "refused-receiver-closed": { because: ({ channel, reason }) => `${startsWith(channel)} báo nơi nhận đã ngừng hoạt động (${reason})`, who: "clerk", action: "Gửi tới cơ quan kế thừa, hoặc gửi bản giấy", command: "lienthong update <mã> …" },
  "refused-sender-unknown": { because: ({ channel, reason }) => `${startsWith(channel)} chưa đăng ký cơ quan gửi (${reason})`, who: "operator", action: "Đăng ký cơ quan gửi với đơn vị vận hành kênh rồi gửi lại", command: "lienthong resend <mã> --reason …" },
  "refused-too-large": { because: ({ channel, reason }) => `Gói tin lớn hơn mức ${wayOf(channel)} cho phép (${reason})`, who: "clerk", action: "Nén hoặc tách tệp rồi phát hành lại, hoặc gửi bản giấy" },
  "refused-envelope": { because: ({ channel, reason }) => `${startsWith(channel)} không chấp nhận gói tin (${reason})`, who: "operator", action: "Báo bộ phận kỹ thuật đối chiếu gói tin với bên kia rồi gửi lại", command: "lienthong resend <mã> --reason …" },
  "refused-address": { because: ({ channel }) => `Mã nơi nhận có ký tự mà ${wayOf(channel)} không mang được`, who: "clerk", action: "Sửa mã định danh nơi nhận rồi gửi lại", command: "lienthong update <mã> …" },
  "refused-otherwise": { because: ({ channel, reason }) => `${startsWith(channel)} từ chối gói tin (${reason})`, who: "clerk", ...RESEND },
  "blob-lost": { because: ({ reason }) => `Gói tin lưu tại cổng không đọc được (${reason}) nên chưa thể gửi`, who: "operator", action: "Khôi phục tệp từ bản sao lưu rồi gửi lại", command: "lienthong resend <mã> --reason …" },
  "expired-away": { because: ({ channel, reason }) => `Đã thử hết thời hạn mà ${wayOf(channel)} vẫn không nhận (${reason})`, who: "clerk", ...RESEND },
  "expired-unclear": { because: ({ channel, reason }) => `Đã hỏi hết thời hạn mà vẫn chưa rõ ${wayOf(channel)} có nhận hay không (${reason})`, who: "clerk", action: "Hỏi nơi nhận qua điện thoại; nếu chưa có, gửi lại (cổng sẽ hỏi trước khi gửi)", command: "lienthong resend <mã> --reason …" },

  "entered-not-fetched": { because: ({ channel }) => `Văn bản đã vào ${wayOf(channel)}, chờ hệ thống bên nhận lấy về`, who: "nobody", action: null },
  "entered-long-not-fetched": { because: ({ channel, hours }) => `Văn bản đã vào ${wayOf(channel)} hơn ${hours} giờ mà hệ thống bên nhận chưa báo đã đến (01)`, who: "receiver", action: "Gọi văn thư bên nhận kiểm tra kết nối; nếu gấp, gửi thêm bản giấy" },
  "local-processing": { because: () => "Văn bản đã chuyển trong cổng, đang được kiểm tra để vào hộp văn bản đến", who: "nobody", action: null },
  "arrived-not-accepted": { because: ({ receiver }) => `Văn bản đã đến ${receiver}, chờ văn thư bên nhận tiếp nhận`, who: "receiver", action: "Nếu gấp, gọi văn thư bên nhận" },
  "refused-by-receiver": { because: ({ receiver, reason }) => `${receiver} từ chối tiếp nhận: ${reason}`, who: "clerk", action: "Xem lý do, gửi đúng nơi nhận hoặc phát hành lại" },
  "recall-asked": { because: ({ receiver }) => `Đang thu hồi, chờ ${receiver} hủy văn bản và báo lại`, who: "receiver", action: "Nếu gấp, gọi văn thư bên nhận" },
  "recall-agreed": { because: ({ receiver }) => `${receiver} đã đồng ý thu hồi và hủy văn bản`, who: "nobody", action: null, isOver: true },
  "recall-declined": { because: ({ receiver, reason }) => `${receiver} từ chối thu hồi dù quy định phải hủy (QĐ 28/2018 Đ.9.2): ${reason}`, who: "clerk", action: "Báo cơ quan quản lý, hoặc thu hồi lại", command: "lienthong recall <mã> --reason …" },
  "recall-unanswered": { because: ({ receiver }) => `${receiver} chưa trả lời yêu cầu thu hồi trong thời hạn`, who: "receiver", action: "Liên hệ bên nhận, hoặc thu hồi lại", command: "lienthong recall <mã> --reason …" },
  withdrawn: { because: () => "Văn bản đã rút lại trước khi rời cổng; bên nhận chưa từng có", who: "nobody", action: null, isOver: true },
  "goes-on": { because: ({ receiver }) => `${receiver} đã tiếp nhận và đang xử lý`, who: "nobody", action: null },
  done: { because: ({ receiver }) => `${receiver} đã hoàn thành xử lý`, who: "nobody", action: null, isOver: true },

  "inbound-kept": { because: () => "Gói tin đã lưu an toàn, đang chờ kiểm tra và vào sổ", who: "nobody", action: null },
  "inbound-waits-for-document": { because: ({ reason }) => `Gói tin tới trước văn bản mà nó nói đến (${reason}); cổng tự xử lý khi văn bản tới`, who: "nobody", action: null },
  "inbound-trouble": { because: ({ reason }) => `Xử lý gói tin làm cổng lỗi nhiều lần (${reason}), cổng thử lại chậm hơn`, who: "operator", action: "Xem nhật ký lỗi của cổng theo mã gói tin rồi khắc phục" },
  "quarantined-signature": { because: ({ reason }) => `Gói tin bị cách ly vì chữ ký chưa tin được: ${reason}`, who: "sender", action: "Liên hệ cơ quan gửi xác minh; nếu chứng thư đúng của họ, đăng ký rồi xử lý lại", ...QUARANTINE },
  "quarantined-sender": { because: ({ reason }) => `Gói tin bị cách ly vì bên gửi ghi bên trong không khớp: ${reason}`, who: "operator", action: "Liên hệ cơ quan gửi để xác minh, rồi xử lý lại nếu đúng", ...QUARANTINE },
  "quarantined-receiver": { because: ({ reason }) => `Gói tin bị cách ly vì không gửi cho cơ quan nào của cổng: ${reason}`, who: "operator", action: "Khai báo cơ quan nếu thuộc cổng rồi xử lý lại, không thì báo bên gửi sai nơi nhận", ...QUARANTINE },
  "quarantined-changed": { because: ({ reason }) => `Gói tin bị cách ly vì làm thay đổi nội dung đã ký: ${reason}`, who: "sender", action: "Đề nghị bên gửi phát hành văn bản thay thế (NĐ 30/2020 Đ.18.3)", ...QUARANTINE },
  "quarantined-unreadable": { because: ({ reason }) => `Gói tin bị cách ly vì không xử lý được: ${reason}`, who: "operator", action: "Tải gói tin, đối chiếu với bên gửi; sửa nguyên nhân rồi xử lý lại", ...QUARANTINE },
  "inbound-filed": { because: () => "Gói tin đã được xử lý xong", who: "nobody", action: null, isOver: true },
  "incoming-held": { because: ({ reason }) => `Văn bản đến đang tạm giữ: ${reason}`, who: "officer", action: "Xem lý do rồi cho vào hộp văn bản đến hoặc hủy", command: "lienthong held list" },
  "incoming-not-fetched": { because: () => "Văn bản đã đến cổng nhưng QLVB của bên nhận chưa lấy về", who: "receiver", action: "Nếu xử lý ngay trên cổng: Tiếp nhận hoặc Từ chối. Nếu dùng phần mềm quản lý văn bản: kiểm tra phần mềm có đang lấy văn bản đến không" },
  "incoming-not-decided": { because: () => "QLVB đã lấy văn bản, chờ văn thư tiếp nhận hoặc từ chối", who: "receiver", action: "Tiếp nhận (03) hoặc từ chối (02) trong QLVB" },
  "incoming-done": { because: () => "Văn bản đã được tiếp nhận hoặc từ chối; không còn gì chờ ở cổng", who: "nobody", action: null, isOver: true },

  "webhook-paused": { because: ({ name }) => `Webhook ${name} đang được người quản lý tạm dừng`, who: "operator", action: "Cho chạy lại", command: "lienthong webhooks resume <mã>" },
  "webhook-down": { because: ({ name, backlog, reason }) => `Webhook ${name} lỗi liên tiếp (${reason}), ${backlog} sự kiện đang chờ; cổng chỉ dò thử`, who: "receiver", action: "Kiểm tra địa chỉ nhận của QLVB; sự kiện được gửi tiếp đúng thứ tự khi thông" },
  "webhook-retrying": { because: ({ name, reason }) => `Webhook ${name} vừa lỗi (${reason}), cổng tự gửi lại`, who: "nobody", action: null },
  "webhook-key-revoked": { because: ({ name }) => `Khóa API đã tạo webhook ${name} bị thu hồi nên không gửi gì nữa`, who: "operator", action: "Tạo webhook mới bằng khóa còn hiệu lực rồi xóa webhook này", command: "lienthong webhooks add …" },
  "webhook-working": { because: ({ name }) => `Webhook ${name} đang chạy`, who: "nobody", action: null },
};

/** Every kind, for tables and tests. */
export const CAUSE_KINDS: readonly string[] = Object.keys(SAYINGS);

/** A channel as a clerk calls it. */
function wayOf(channel: string | number): string {
  if (channel === "axis") return "Trục liên thông quốc gia";
  return channel === "local" ? "kênh trong cổng" : `kênh ${channel}`;
}

function startsWith(channel: string | number): string {
  return wayOf(channel).replace(/^k/, "K");
}

/** One sentence with cause, since when, who must act and the next attempt; and what mends it. Pure. */
export function sayCause<Kind extends CauseKind>(cause: Cause<Kind>): Why {
  const { because, who, action, command, isOver = false }: Saying<Kind> = SAYINGS[cause.kind];
  const since = cause.since === null ? "" : `, ${isOver ? "lúc" : "từ"} ${vietnamClock(cause.since)}`;
  const next = cause.nextAt === null ? "" : `; cổng thử lại lúc ${vietnamClock(cause.nextAt)}`;
  return {
    cause: cause.kind,
    sentence: `${because(cause.facts).replace(/[.\s]+$/, "")}${since}; ${isOver ? "không còn việc gì phải làm" : WHO_WORDS[who]}${next}.`,
    since: cause.since,
    who,
    nextAt: cause.nextAt,
    action: action === null ? null : { text: action, command: command ?? null },
  };
}
