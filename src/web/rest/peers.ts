import { z } from "zod";
import { actorName } from "../../core/access.ts";
import type { Caller } from "../../core/accounts/callers.ts";
import type { RecordedJournalEntry } from "../../core/journal/journal-entry.ts";
import { applyPeersSchema, changePeerSchema, newPeerSchema, peerFileSchema, peerReasonSchema, rotatePeerSchema } from "../../core/peers/commands.ts";
import { testDocumentSchema } from "../../core/peers/test-document.ts";
import { PEER_KINDS, PEER_STATES, type PinnedCertificate } from "../../core/peers/peer.ts";
import { PEER_MOVES, type PeerMove, type PeerTest, type PeerView } from "../../core/peers/service.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { doing, reading, type Operation } from "./operation.ts";
import { instant } from "./schemas.ts";

const tag = "Hệ thống kết nối";
const callers: readonly Caller[] = ["operator"];
/** Kiểm tra looks, and changes nothing. */
const lookers: readonly Caller[] = ["operator", "auditor"];

const certificateView = z.object({ pem: z.string(), fingerprint: z.string().meta({ description: "SHA-256 của chứng thư, hex" }), subject: z.string(), validTo: instant }).meta({ id: "PinnedCertificate" });
const peerView = z
  .object({
    code: z.string(),
    channel: z.string().meta({ description: "Tên kênh trong hồ sơ văn bản", example: "peer:lgsp-h36" }),
    source: z.enum(["registry", "environment"]).meta({ description: "environment: Trục đặt bằng biến môi trường, không sửa ở đây" }),
    name: z.string(),
    kind: z.enum(PEER_KINDS),
    state: z.enum(PEER_STATES).meta({ description: "draft chưa kiểm tra; tested đã qua kiểm tra; active đang dùng; paused tạm dừng; retired ngừng hẳn" }),
    endpoint: z.string(),
    account: z.string(),
    hasSecret: z.boolean(),
    overlapUntil: instant.nullable().meta({ description: "Bí mật cũ còn được dùng tới lúc này" }),
    reaches: z.array(z.string()),
    dialect: z.string().nullable(),
    policyProfile: z.string().nullable(),
    maxDocumentMb: z.int().nullable(),
    whenPaused: z.enum(["wait", "fall-back"]),
    takesDirectory: z.boolean(),
    pullSeconds: z.int(),
    link: z.object({ here: z.string(), there: z.string() }).nullable(),
    certificate: certificateView.nullable(),
    nextCertificate: certificateView.nullable(),
    waiting: z.int().meta({ description: "Số chuyến gửi đang chờ trên kênh này" }),
    revision: z.int(),
    createdAt: instant,
    changedAt: instant,
    testedAt: instant.nullable(),
  })
  .meta({ id: "Peer" });
const peersView = z.object({ items: z.array(peerView) }).meta({ id: "Peers" });
const checkView = z
  .object({
    check: z.enum(["settings", "reach", "certificate", "credentials", "exchange"]),
    title: z.string(),
    outcome: z.enum(["passed", "failed", "skipped"]),
    code: z.string().nullable(),
    advice: z.string().meta({ description: "Kết quả và việc cần làm" }),
    detail: z.string().meta({ description: "Cho kỹ thuật; không có bí mật" }),
  })
  .meta({ id: "PeerCheck" });
const testView = z.object({ passed: z.boolean(), peer: peerView, checks: z.array(checkView) }).meta({ id: "PeerTest" });
const historyView = z
  .object({ items: z.array(z.object({ at: instant, kind: z.string(), actor: z.string(), facts: z.record(z.string(), z.unknown()) }).meta({ id: "PeerHistoryEntry" })) })
  .meta({ id: "PeerHistory" });
const comparedView = z
  .object({
    review: z.string().meta({ description: "Mã của lần so sánh này; áp dụng phải nêu lại" }),
    differences: z.array(
      z.object({ code: z.string(), change: z.enum(["added", "changed", "missing"]).meta({ description: "missing: có trong cổng, không có trong tệp; giữ nguyên" }), fields: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })) }).meta({ id: "PeerDifference" }),
    ),
  })
  .meta({ id: "PeersCompared" });

const params = z.object({ code: z.string().max(100).meta({ description: "Mã kết nối", example: "lgsp-h36" }) });
const why = { reason: "Theo công văn 12/STTTT-CNTT" };
const fileExample = {
  version: 1,
  peers: [{ code: "cong-h36", kind: "amqp", name: "Cổng liên thông Bắc Ninh", endpoint: "amqps://mq.example.gov.vn:5671/lienthong", account: "cong-h48", reaches: ["H36", "H36.*"], link: { here: "h48", there: "h36" } }],
};

export const peerOperations: readonly Operation[] = [
  reading({
    id: "listPeers",
    callers: lookers,
    path: "/peers",
    tag,
    summary: "Các hệ thống kết nối trực tiếp, và Trục của biến môi trường",
    view: peersView,
    handle: async ({ needs, access }) => ({ items: (await needs.service.peers(access)).map(viewPeer) }),
  }),
  doing({
    id: "addPeer",
    callers,
    path: "/peers",
    tag,
    summary: "Khai báo một kết nối mới (bản nháp)",
    description: "Bí mật được niêm phong và không bao giờ hiện lại. Sau đó: kiểm tra (test), rồi kích hoạt (activate).",
    json: { schema: newPeerSchema, example: { ...fileExample.peers[0], secret: "…", ...why } },
    view: peerView,
    statuses: { 201: "Đã khai báo" },
    handle: async ({ needs, access, body }) => {
      const view = await needs.service.addPeer(body, access);
      return { status: 201, location: `/api/v1/peers/${view.peer.code}`, view: viewPeer(view) };
    },
  }),
  reading({
    id: "exportPeers",
    callers: lookers,
    path: "/peers/configuration",
    tag,
    summary: "Xuất cấu hình các kết nối thành tệp để duyệt",
    description: "Không có bí mật và trạng thái.",
    view: peerFileSchema,
    handle: ({ needs, access }) => needs.service.exportPeers(access),
  }),
  doing({
    id: "comparePeers",
    callers,
    path: "/peers/configuration/compare",
    tag,
    summary: "Tệp cấu hình sẽ thay đổi những gì; chưa thay đổi gì",
    json: { schema: peerFileSchema, example: fileExample },
    view: comparedView,
    statuses: { 200: "Kết quả so sánh và mã duyệt" },
    handle: async ({ needs, access, body }) => {
      const { review, differences } = await needs.service.comparePeers(body, access);
      return { status: 200, view: { review, differences: differences.map(({ code, change, fields }) => ({ code, change, fields: [...fields] })) } };
    },
  }),
  doing({
    id: "applyPeers",
    callers,
    path: "/peers/configuration/apply",
    tag,
    summary: "Áp dụng tệp cấu hình đã duyệt: tất cả hoặc không gì cả",
    description: "Kết nối mới là bản nháp chưa có bí mật; kết nối không có trong tệp giữ nguyên. Tệp hoặc hiện trạng đã khác lúc duyệt thì từ chối.",
    json: { schema: applyPeersSchema, example: { ...why, review: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", file: fileExample } },
    view: peersView,
    statuses: { 200: "Các kết nối đã thay đổi" },
    faults: ["move-illegal"],
    handle: async ({ needs, access, body }) => ({ status: 200, view: { items: (await needs.service.applyPeers(body, access)).map(viewPeer) } }),
  }),
  reading({
    id: "getPeer",
    callers: lookers,
    path: "/peers/{code}",
    tag,
    summary: "Một kết nối",
    params,
    view: peerView,
    faults: ["not-found"],
    handle: async ({ needs, access, params: { code } }) => viewPeer(await needs.service.peer(code, access)),
  }),
  doing({
    id: "changePeer",
    callers,
    method: "patch",
    path: "/peers/{code}",
    tag,
    summary: "Sửa một kết nối, có hiệu lực ngay ở mọi tiến trình",
    description: "Kết nối đã qua kiểm tra mà chưa kích hoạt trở lại bản nháp.",
    params,
    json: { schema: changePeerSchema, example: { ...why, reaches: ["H36", "H36.*", "H37"] } },
    view: peerView,
    statuses: { 200: "Đã sửa" },
    faults: ["not-found", "move-illegal"],
    handle: async ({ needs, access, params: { code }, body }) => ({ status: 200, view: viewPeer(await needs.service.changePeer(code, body, access)) }),
  }),
  doing({
    id: "testPeer",
    callers,
    path: "/peers/{code}/test",
    tag,
    summary: "Kiểm tra kết nối: khai báo, mạng, chứng thư, tài khoản, gói tin thử",
    description: "Mỗi mục nêu đạt hay không và việc cần làm. Gói tin thử không vào hộp văn bản của ai.",
    params,
    view: testView,
    statuses: { 200: "Kết quả từng mục" },
    faults: ["not-found", "move-illegal"],
    handle: async ({ needs, access, params: { code }, response }) => {
      const gone = new AbortController();
      response.once("close", () => gone.abort());
      return { status: 200, view: viewTest(await needs.service.testPeer(code, access, gone.signal)) };
    },
  }),
  ...(Object.keys(PEER_MOVES) as PeerMove[]).map(moving),
  doing({
    id: "rotatePeerKey",
    callers,
    path: "/peers/{code}/keys",
    tag,
    summary: "Đổi khóa: bí mật mới cạnh bí mật cũ một thời gian, hoặc chứng thư sắp thay thành chứng thư được ghim",
    description: "Trong thời gian chuyển, cổng dùng bí mật mới trước; bên kia chưa biết thì dùng bí mật cũ.",
    params,
    json: { schema: rotatePeerSchema, example: { ...why, secret: "…", keepHours: 24 } },
    view: peerView,
    statuses: { 200: "Đã đổi" },
    faults: ["not-found", "move-illegal"],
    handle: async ({ needs, access, params: { code }, body }) => ({ status: 200, view: viewPeer(await needs.service.rotatePeerKey(code, body, access)) }),
  }),
  doing({
    id: "sendTestDocument",
    callers,
    path: "/peers/{code}/test-document",
    tag,
    summary: "Gửi văn bản kiểm thử qua kết nối đang dùng",
    description: "Văn bản thật trên đường thật, ghi rõ là kiểm thử ở số, trích yếu và trong trang. Theo dõi từng chặng: GET /documents/{id}/timeline, GET /why/{id}.",
    params,
    json: { schema: testDocumentSchema, example: { sender: "H48", receiver: "H36.05", ...why } },
    view: z.object({ documentId: z.string(), code: z.string() }).meta({ id: "TestDocumentSent" }),
    statuses: { 202: "Đã nhận gửi" },
    faults: ["not-found", "move-illegal", "agency-not-yours"],
    handle: async ({ needs, access, params: { code }, body }) => {
      const { document } = await needs.service.sendTestDocument(code, body, access);
      return { status: 202, location: `/api/v1/documents/${document.id}/timeline`, view: { documentId: document.id, code: `${document.message.code.number}/${document.message.code.notation}` } };
    },
  }),
  reading({
    id: "peerHistory",
    callers: lookers,
    path: "/peers/{code}/history",
    tag,
    summary: "Ai đã làm gì với kết nối, và văn bản giả mạo đã bị chặn, mới nhất trước",
    params,
    query: z.strictObject({ limit: z.string().regex(/^([1-9]\d?|1\d\d|200)$/, { error: "Cần là số từ 1 đến 200" }).transform(Number).default(50).meta({ description: "Số mục, 1–200", override: { type: "integer", minimum: 1, maximum: 200, default: 50 } }) }),
    view: historyView,
    faults: ["not-found"],
    handle: async ({ needs, access, params: { code }, query }) => ({ items: (await needs.service.peerHistory(code, query.limit, access)).map(viewEntry) }),
  }),
];

function moving(event: PeerMove): Operation {
  const summaries: Readonly<Record<PeerMove, string>> = {
    activate: "Kích hoạt kết nối đã qua kiểm tra",
    pause: "Tạm dừng: không gửi, không nhận; văn bản chờ hoặc đi bằng kênh của bên gửi tùy whenPaused",
    resume: "Dùng lại; những gì đang chờ được gửi ngay",
    retire: "Ngừng hẳn; mã không dùng lại được",
  };
  return doing({
    id: `${event}Peer`,
    callers,
    path: `/peers/{code}/${event}`,
    tag,
    summary: summaries[event],
    description: "Gọi lặp lại là vô hại.",
    params,
    json: { schema: peerReasonSchema, example: why },
    view: peerView,
    statuses: { 200: "Trạng thái mới" },
    faults: ["not-found", "move-illegal"],
    handle: async ({ needs, access, params: { code }, body }) => ({ status: 200, view: viewPeer(await needs.service.movePeer(code, event, body.reason, access)) }),
  });
}

function viewPeer({ peer, channel, source, hasSecret, overlapUntil, waiting }: PeerView): z.input<typeof peerView> {
  const { settings, certificate, nextCertificate, createdAt, changedAt, testedAt, ...own } = peer;
  return {
    ...own,
    ...settings,
    reaches: [...settings.reaches],
    channel,
    source,
    hasSecret,
    overlapUntil: vietnamTimeOrNull(overlapUntil),
    waiting,
    certificate: viewCertificate(certificate),
    nextCertificate: viewCertificate(nextCertificate),
    createdAt: vietnamTime(createdAt),
    changedAt: vietnamTime(changedAt),
    testedAt: vietnamTimeOrNull(testedAt),
  };
}

function viewCertificate(pinned: PinnedCertificate | null): z.input<typeof certificateView> | null {
  return pinned === null ? null : { ...pinned, validTo: vietnamTime(pinned.validTo) };
}

function viewTest({ view, checks, passed }: PeerTest): z.input<typeof testView> {
  return { passed, peer: viewPeer(view), checks: checks.map(({ check, title, outcome, code, advice, detail }) => ({ check, title, outcome, code, advice, detail })) };
}

function viewEntry({ at, kind, actor, facts }: RecordedJournalEntry): z.input<typeof historyView>["items"][number] {
  return { at: vietnamTime(at), kind, actor: actorName(actor), facts: { ...facts } };
}
