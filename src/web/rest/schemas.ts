import { z } from "zod";
import { HOLD_STATES } from "../../core/hold/hold.ts";
import { INCOMING_STATES } from "../../core/incoming/incoming-document.ts";
import { DISPATCH_STATE_WORDS, DISPATCH_STATES } from "../../core/outgoing/dispatch.ts";
import { TRANSMISSION_STATES } from "../../core/outgoing/transmission.ts";
import { FILE_FORMATS, STAMPS } from "../../core/policy/file-finding.ts";
import { MISSING_FOR_EFFECT } from "../../core/policy/legal-effect.ts";
import { SIGNATURE_CHECKS } from "../../core/policy/signature-check.ts";
import { REQUEST_STATES } from "../../core/status/request.ts";

/** What the API answers. Instants are Vietnamese time with milliseconds, days are plain days. */
export const instant = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+07:00$/).meta({ format: "date-time", description: "Giờ Việt Nam, ISO 8601 đến mili giây (QĐ 28/2018 Đ.14.4)", example: "2026-11-20T17:42:05.120+07:00" }); // prettier-ignore
export const maybeInstant = instant.nullable();
const day = z.string().meta({ format: "date", example: "2026-11-20" });
export const id = z.string().meta({ format: "uuid", example: "019aa9c4-6f00-7c3e-9f1a-0242ac120002" });
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/).meta({ description: "SHA-256, hệ 16" });
export const size = z.int().min(0).meta({ description: "Số byte" });
export const link = z.string().meta({ description: "Đường dẫn tương đối trên cổng này" });

const agency = z.object({ organId: z.string().meta({ description: "Mã định danh như ghi trong gói tin" }), name: z.string().nullable() });
const refusal = z.object({ code: z.string(), text: z.string(), person: z.string() }).meta({ id: "Refusal", description: "Từ chối tiếp nhận: mã, lý do, người thực hiện" });

const pdfSignature = z
  .object({
    kind: z.enum(["person", "agency", "timestamp", "unknown"]).meta({ description: "Theo chủ thể của chứng thư: người có thẩm quyền, cơ quan, dấu thời gian" }),
    signerName: z.string().nullable(),
    organization: z.string().nullable(),
    subject: z.string().nullable(),
    issuer: z.string().nullable(),
    signedAt: maybeInstant.meta({ description: "Thời điểm ký như ghi trong chữ ký" }),
    reason: z.string().nullable(),
    covers: z.enum(["whole", "revision", "broken"]).meta({ description: "whole: cả tệp; revision: tệp được ghi thêm sau chữ ký này; broken: phạm vi ký không hợp lệ" }),
    later: z.enum(["nothing", "signatures", "changed"]).meta({ description: "Phần ghi thêm sau chữ ký: không có; chỉ có chữ ký khác và chứng cứ của chúng; có thay đổi nội dung" }),
    check: z.object({ kind: z.enum(SIGNATURE_CHECKS).meta({ description: "Chỉ valid được tính cho giá trị pháp lý" }), text: z.string(), chain: z.array(z.string()).meta({ description: "Từ chứng thư ký tới gốc tin cậy; rỗng: không hợp lệ" }), timeProof: z.enum(["timestamp", "claimed", "none"]).nullable().meta({ description: "timestamp: dấu thời gian chứng minh; claimed: theo lời người ký; null: không hợp lệ" }), revocation: z.enum(["not-revoked", "unknown"]).nullable().meta({ description: "not-revoked: danh sách thu hồi hoặc trả lời OCSP kèm tệp, hoặc danh sách do người vận hành đặt, cho biết chưa bị thu hồi; unknown: không có bằng chứng; null: không hợp lệ, hoặc chưa xét" }) }).meta({ description: "Kết quả xác minh bằng mật mã" }),
  })
  .meta({ id: "PdfSignature", description: "Chữ ký số trong PDF" });
export const findingView = z
  .object({
    detected: z.enum(FILE_FORMATS).nullable().meta({ description: "Định dạng theo nội dung; null: không nhận ra" }),
    agreement: z.enum(["agrees", "differs", "unknown"]).meta({ description: "Nội dung có đúng với đuôi tệp không" }),
    encrypted: z.boolean(),
    pages: z.int().nullable(),
    signatures: z.array(pdfSignature),
    virus: z.object({ kind: z.enum(["clean", "infected", "unscanned"]), text: z.string() }).nullable().meta({ description: "Kết quả quét vi rút; null: cổng chưa khai báo máy quét" }),
    notes: z.array(z.string()).meta({ description: "Điều cần biết về tệp, kể cả phần chưa kiểm tra được" }),
  })
  .meta({ id: "FileFinding", description: "Kết quả kiểm tra nội dung tệp" });
const file = z
  .object({ index: z.int(), name: z.string(), description: z.string().nullable(), contentType: z.string(), size, sha256, href: link.nullable().meta({ description: "Tải tệp; null: nội dung văn bản đi đã bị hủy" }), finding: findingView.nullable().meta({ description: "null: chưa kiểm tra nội dung" }) })
  .meta({ id: "File" });
const envelope = z.object({ sha256, size, href: link }).meta({ id: "Envelope", description: "Gói tin edXML đúng từng byte như đã ký, đã gửi hoặc đã nhận" });

const metadata = {
  documentId: z.string().meta({ description: "Mã định danh văn bản", example: "G22,2026/11/20,123/VPCP-KSTT" }),
  code: z.object({ number: z.string(), notation: z.string(), text: z.string().meta({ example: "123/VPCP-KSTT" }) }),
  documentType: z.string(),
  subject: z.string(),
  issuedOn: day,
  issuedAt: z.string().meta({ description: "Địa danh" }),
  signer: z.object({ competence: z.string().nullable(), position: z.string().nullable(), fullName: z.string() }),
  dueOn: day.nullable(),
  urgency: z.enum(["thuong", "khan", "thuong-khan", "hoa-toc", "hoa-toc-hen-gio"]),
  steering: z.enum(["none", "steers", "reports"]),
  paperOriginal: z.boolean(),
  responseFor: z.array(z.object({ organId: z.string(), code: z.string(), documentId: z.string(), issuedOn: day.nullable() })),
};

const dispatchState = z.enum(DISPATCH_STATES).meta({ id: "DispatchState", description: DISPATCH_STATES.map((state) => `${state}: ${DISPATCH_STATE_WORDS[state]}`).join("; ") });
const incomingState = z.enum(INCOMING_STATES).meta({ id: "IncomingState" });

const requestState = z.enum(REQUEST_STATES).meta({ id: "RequestState", description: "asked đang hỏi → agreed đồng ý (15) | declined từ chối (16) | unanswered quá hạn chưa trả lời; withdrawn: đã rút trước khi gửi nên không cần hỏi" });
const requestView = z
  .object({
    state: requestState,
    reason: z.string(),
    askedAt: instant,
    answerDueAt: maybeInstant.meta({ description: "Hạn trả lời: hết ngày làm việc tiếp theo của bên nhận" }),
    answeredAt: maybeInstant,
    answer: z.string().nullable().meta({ description: "Ý kiến của bên nhận; khi declined là lý do từ chối dù quy định phải hủy" }),
    person: z.string().nullable(),
  })
  .meta({ id: "Request", description: "Yêu cầu thu hồi hoặc cập nhật và câu trả lời" });

const legalEffect = z
  .object({
    effect: z.enum(["full", "for_information"]).meta({ description: "full: như bản gốc; for_information: để biết, tham khảo (QĐ 28/2018 Đ.4; NĐ 30/2020 Đ.5)" }),
    text: z.string(),
    missing: z.array(z.object({ what: z.enum(MISSING_FOR_EFFECT), file: z.string(), message: z.string(), rule: z.string() })).meta({ description: "Còn thiếu gì để có giá trị như bản gốc" }),
    verified: z.boolean().meta({ description: "false: tính từ trước khi cổng xác minh chữ ký bằng mật mã" }),
  })
  .meta({ id: "LegalEffect", description: "Giá trị pháp lý theo chữ ký số tìm thấy trong các tệp PDF" });
const hold = z
  .object({
    state: z.enum(HOLD_STATES).meta({ description: "held đang tạm giữ → released cho đi tiếp | discarded đã hủy" }),
    reason: z.string(),
    rule: z.string(),
    stamps: z.array(z.object({ level: z.enum(STAMPS), text: z.string(), fileIndex: z.int(), page: z.int().nullable() })),
    scans: z.array(z.object({ fileIndex: z.int(), kind: z.enum(["infected", "unscanned"]), text: z.string() })).meta({ description: "Tệp có mã độc, hoặc chưa quét được ở nơi quy định phải quét" }),
    heldAt: instant,
    decision: z.object({ at: instant, person: z.string(), reason: z.string() }).nullable(),
  })
  .meta({ id: "Hold", description: "Tạm giữ vì thấy dấu mật, có mã độc, hoặc chưa quét được vi rút" });
/** The same at both ends of the road. */
const inspected = {
  legalEffect: legalEffect.nullable().meta({ description: "null: chưa kiểm tra tệp, hoặc nội dung không còn" }),
  hold: hold.nullable().meta({ description: "null: không bị tạm giữ" }),
};

export const dispatchView = z
  .object({
    id,
    transmissionId: id,
    receiver: z.object({ organId: z.string(), code: z.string().meta({ description: "Mã theo QĐ 20/2020" }), name: z.string() }),
    channel: z.string(),
    state: dispatchState,
    controlModel: z.enum(["sender_owned", "shared"]),
    instants: z.object({
      submittedAt: instant.meta({ description: "t0: QLVB giao cho cổng" }),
      leftAt: maybeInstant.meta({ description: "t1: rời cổng (Luật GDĐT 2023 Đ.15.1)" }),
      enteredAt: maybeInstant.meta({ description: "t1′: vào hệ thống ngoài tầm kiểm soát của bên gửi (Luật GDĐT 2005 Đ.17.1)" }),
      receivedAt: maybeInstant.meta({ description: "t2: vào hệ thống của bên nhận" }),
      effectiveAt: maybeInstant.meta({ description: "t3: thời điểm nhận có hiệu lực theo giờ làm việc" }),
      effectiveExplanation: z.string().nullable(),
      effectiveProvisional: z.boolean().nullable().meta({ description: "true: lịch còn có thể làm thay đổi t3" }),
      calendarVersion: z.string().nullable().meta({ description: "Phiên bản lịch đã dùng để tính t3" }),
      acknowledgedAt: maybeInstant.meta({ description: "t4: có thông báo đã nhận" }),
      decidedAt: maybeInstant.meta({ description: "t5: tiếp nhận hoặc từ chối" }),
    }),
    refusal: refusal.nullable(),
    recall: requestView.nullable().meta({ description: "Thu hồi ở nơi nhận này; null: không thu hồi" }),
    update: requestView.nullable().meta({ description: "Lần cập nhật gần nhất gửi tới nơi nhận này" }),
  })
  .meta({ id: "Dispatch", description: "Lượt gửi: một văn bản tới một nơi nhận" });

export const documentView = z
  .object({ id, sender: agency, receivers: z.array(agency), ...metadata, files: z.array(file), envelope, submittedAt: instant, submittedBy: z.string(), ...inspected, purgedAt: maybeInstant.meta({ description: "Bị hủy khi đang tạm giữ; nội dung không còn" }), dispatches: z.array(dispatchView), links: z.object({ self: link, dispatches: link, timeline: link }) })
  .meta({ id: "Document", description: "Văn bản đi" });
export const sentView = z.object({ created: z.boolean().meta({ description: "false: văn bản này đã được tiếp nhận từ trước, đây là câu trả lời cũ" }), document: documentView }).meta({ id: "Submission" });
export const documentPage = z.object({ items: z.array(documentView), next: z.string().nullable().meta({ description: "Đưa vào `after` để lấy trang sau; null là hết" }) }).meta({ id: "DocumentPage" });

const amendmentView = z
  .object({ id, kind: z.enum(["recall", "take-back", "update"]), reason: z.string(), receivers: z.array(z.string()), askedAt: instant, askedBy: z.string() })
  .meta({ id: "Amendment", description: "Một lần thu hồi, lấy lại hoặc cập nhật" });
export const amendedView = z.object({ created: z.boolean().meta({ description: "false: đã yêu cầu từ trước, đây là yêu cầu đó" }), amendment: amendmentView, document: documentView }).meta({ id: "Amended" });
export const amendmentsView = z.object({ items: z.array(amendmentView) }).meta({ id: "Amendments" });

export const transmissionView = z
  .object({
    id,
    state: z.enum(TRANSMISSION_STATES),
    channel: z.string(),
    receivers: z.array(z.string()),
    attempts: z.int(),
    nextAttemptAt: maybeInstant,
    partnerMessageId: z.string().nullable(),
    leftAt: maybeInstant,
    enteredAt: maybeInstant,
    lastFault: z.object({ code: z.string(), reason: z.string(), at: instant }).nullable(),
  })
  .meta({ id: "Transmission", description: "Chuyến gửi: một gói tin trên một kênh, cho một hoặc nhiều nơi nhận" });
export const dispatchesView = z.object({ dispatches: z.array(dispatchView), transmissions: z.array(transmissionView) }).meta({ id: "Dispatches" });
export const resentView = z.object({ transmissions: z.array(transmissionView) }).meta({ id: "Resent" });

const legalTest = z.object({ at: instant, rule: z.string() });
const timelineView = z
  .object({
    dispatchId: id,
    receiver: z.object({ organId: z.string(), name: z.string() }),
    state: dispatchState,
    now: z.string().meta({ description: "Việc cần biết hoặc cần làm lúc này" }),
    sent: z
      .object({ at: instant, rule: z.string(), leaving: legalTest.meta({ description: "Luật GDĐT 2023 Đ.15.1: rời hệ thống bên gửi kiểm soát" }), entering: legalTest.meta({ description: "Luật GDĐT 2005 Đ.17.1, QĐ 57/2014 Đ.11.1: vào hệ thống ngoài sự kiểm soát của bên gửi" }) })
      .nullable()
      .meta({ description: "Thời điểm gửi theo luật và căn cứ, kèm cả hai cách xác định" }),
    steps: z.array(z.object({ at: instant, kind: z.enum(["submitted", "left", "entered", "received", "effective", "acknowledged", "status"]), statusCode: z.string().nullable(), text: z.string() })),
  })
  .meta({ id: "Timeline", description: "Dòng thời gian ở một nơi nhận" });
export const timelinesView = z.object({ items: z.array(timelineView) }).meta({ id: "Timelines" });

const verdict = z
  .object({
    kind: z.enum(["intact", "relayed", "altered", "untrusted", "invalid", "unsigned"]),
    text: z.string(),
    signer: z.object({ subject: z.string(), issuer: z.string(), serialNumber: z.string(), fingerprint: sha256, notBefore: instant, notAfter: instant }).nullable(),
    details: z.array(z.string()).meta({ description: "Phần bị thay đổi, phần trục thêm vào, hoặc lý do không tin cậy" }),
  })
  .meta({ id: "SignatureVerdict", description: "Kết quả kiểm tra chữ ký của gói tin" });

export const incomingView = z
  .object({
    id,
    channel: z.string(),
    receiverCode: z.string(),
    senderCode: z.string(),
    sender: agency,
    receivers: z.array(agency),
    ...metadata,
    content: z.string().nullable(),
    files: z.array(file),
    envelope,
    verdict,
    warnings: z.array(z.object({ code: z.string(), path: z.string(), found: z.string().nullable() })),
    state: incomingState,
    receivedAt: instant.meta({ description: "t2" }),
    effectiveAt: instant.meta({ description: "t3" }),
    effectiveExplanation: z.string(),
    effectiveProvisional: z.boolean().meta({ description: "true: lịch năm đó chưa được công bố chính thức" }),
    calendarVersion: z.string(),
    fetchedAt: maybeInstant,
    decidedAt: maybeInstant,
    refusal: refusal.nullable(),
    updates: z.int().meta({ description: "Bên gửi đã cập nhật thông tin bao nhiêu lần; thông tin trước đó ở `links.versions`" }),
    updatedAt: maybeInstant.meta({ description: "Bên gửi nêu thông tin đang có hiệu lực lúc nào; null: như khi đến" }),
    ...inspected,
    recall: requestView.nullable().meta({ description: "Bên gửi yêu cầu thu hồi; null: không" }),
    purgedAt: maybeInstant.meta({ description: "Nội dung đã hủy theo yêu cầu thu hồi; chỉ còn mã, thời điểm, giá trị băm và lý do" }),
    links: z.object({ self: link, statuses: link, acknowledge: link, versions: link }),
  })
  .meta({ id: "IncomingDocument", description: "Văn bản đến" });
export const incomingPage = z.object({ items: z.array(incomingView), next: z.string().nullable() }).meta({ id: "IncomingPage" });

const versionView = z
  .object({ ...metadata, content: z.string().nullable(), statedAt: maybeInstant.meta({ description: "Bên gửi nêu; null: như khi đến" }), replacedAt: instant, reason: z.string().meta({ description: "Lý do bên gửi cập nhật" }) })
  .meta({ id: "MetadataVersion", description: "Thông tin của văn bản đến trước một lần cập nhật; tệp không bao giờ đổi" });
export const versionsView = z.object({ items: z.array(versionView) }).meta({ id: "MetadataVersions" });
const heldView = z
  .object({
    direction: z.enum(["outgoing", "incoming"]),
    id,
    href: link,
    agency: z.string().meta({ description: "Cơ quan của cổng này phải quyết định" }),
    sender: z.string(),
    receivers: z.array(z.string()),
    documentId: z.string(),
    code: z.string().meta({ example: "123/VPCP-KSTT" }),
    hold,
  })
  .meta({ id: "HeldDocument", description: "Văn bản đang tạm giữ; không hiển thị nội dung" });
export const heldPage = z.object({ items: z.array(heldView), next: z.string().nullable() }).meta({ id: "HeldPage" });
export const heldDecidedView = heldView;

export const threadView = z
  .object({
    items: z.array(
      z.object({
        direction: z.enum(["outgoing", "incoming"]),
        id,
        href: link,
        code: z.string().meta({ example: "123/VPCP-KSTT" }),
        subject: z.string(),
        sender: z.string(),
        receiver: z.string().nullable().meta({ description: "Cơ quan của cổng này nhận văn bản đến; null với văn bản đi" }),
        at: instant,
        mentions: z.array(z.object({ relation: z.enum(["answers", "replaces"]), identityKey: z.string() })),
        identityKey: z.string().meta({ description: "Khóa định danh: cơ quan|năm|số|ký hiệu" }),
      }),
    ),
    truncated: z.boolean(),
  })
  .meta({ id: "Thread", description: "Luồng văn bản" });

const statusView = z
  .object({
    id,
    statusCode: z.enum(["01", "02", "03", "04", "05", "06", "13", "15", "16"]),
    text: z.string(),
    staff: z.object({ department: z.string().nullable(), fullName: z.string().nullable(), email: z.string().nullable(), phone: z.string().nullable() }).nullable(),
    description: z.string().nullable(),
    statedAt: instant,
    recordedAt: instant,
  })
  .meta({ id: "Status", description: "Trạng thái đã báo về bên gửi" });
export const statusesView = z.object({ items: z.array(statusView) }).meta({ id: "Statuses" });
export const reportedView = z.object({ created: z.boolean(), status: statusView, document: incomingView }).meta({ id: "StatusReported" });

export const problemEntry = z.object({
  field: z.string().meta({ description: "Con trỏ JSON (RFC 6901) vào yêu cầu" }),
  code: z.string(),
  message: z.string(),
  rule: z.string().meta({ description: "Điều khoản hoặc tiêu chuẩn" }),
  found: z.string().optional().meta({ description: "Thấy gì" }),
  allowed: z.string().optional().meta({ description: "Được phép gì" }),
  profile: z.string().optional().meta({ description: "Hồ sơ hoặc quy định riêng đã quyết định, kèm phiên bản" }),
});

export const problemView = z
  .object({
    type: z.string().meta({ example: "urn:lienthong:fault:field-missing" }),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "Việc cần làm" }),
    code: z.string(),
    requestId: z.string(),
    problems: z.array(problemEntry).optional(),
    facts: z.record(z.string(), z.unknown()).optional().meta({ description: "Số liệu của lỗi cho phần mềm đọc" }),
    reference: z.string().optional().meta({ description: "Mã tham chiếu để tra nhật ký của cổng" }),
  })
  .meta({ id: "Problem", description: "Lỗi theo RFC 9457" });
