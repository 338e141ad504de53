import type { PeerState, PinnedCertificate } from "../../core/peers/peer.ts";
import type { PeerTest, PeerView } from "../../core/peers/service.ts";
import { EXIT } from "../exit-codes.ts";
import { columns } from "../layout.ts";
import type { Answer } from "../verb.ts";
import { clerkTime, isoInVietnam } from "../vietnam-time.ts";

const STATES: Readonly<Record<PeerState, string>> = { draft: "bản nháp", tested: "đã qua kiểm tra", active: "đang dùng", paused: "tạm dừng", retired: "ngừng hẳn" };
const OUTCOMES = { passed: "đạt", failed: "KHÔNG ĐẠT", skipped: "bỏ qua" } as const;

export function rowOfPeer({ peer, waiting, source }: PeerView): string[] {
  return [peer.code, peer.name, peer.kind, STATES[peer.state], waiting === 0 ? "" : `chờ ${waiting}`, source === "environment" ? "biến môi trường" : peer.settings.reaches.join(", ").slice(0, 80)];
}

export function peerAnswer(view: PeerView, note = ""): Answer {
  return { json: jsonOfPeer(view), text: `${textOf(view)}${note === "" ? "" : `\n\n${note} ${view.peer.code}`}` };
}

export function testAnswer({ view, checks, passed }: PeerTest): Answer {
  const lines = checks.map(({ title, outcome, advice, detail }) => [title, OUTCOMES[outcome], advice, ...(outcome === "failed" && detail !== "" ? [`(${detail})`] : [])]);
  const next = passed ? (view.peer.state === "tested" ? `Đạt. Bước tiếp: lienthong peers activate ${view.peer.code} --reason …` : "Đạt.") : "Chưa đạt: hãy làm theo hướng dẫn ở từng mục rồi kiểm tra lại.";
  return { json: { passed, checks, peer: jsonOfPeer(view) }, text: `${columns(lines, "")}\n\n${next}`, exitCode: passed ? EXIT.done : EXIT.partner };
}

export function jsonOfPeer({ peer, channel, source, hasSecret, overlapUntil, waiting }: PeerView): object {
  const { settings, certificate, nextCertificate, createdAt, changedAt, testedAt, ...own } = peer;
  return {
    ...own,
    ...settings,
    channel,
    source,
    hasSecret,
    overlapUntil: overlapUntil && isoInVietnam(overlapUntil),
    waiting,
    certificate: jsonOfCertificate(certificate),
    nextCertificate: jsonOfCertificate(nextCertificate),
    createdAt: isoInVietnam(createdAt),
    changedAt: isoInVietnam(changedAt),
    testedAt: testedAt && isoInVietnam(testedAt),
  };
}

function jsonOfCertificate(pinned: PinnedCertificate | null): object | null {
  return pinned === null ? null : { ...pinned, validTo: isoInVietnam(pinned.validTo) };
}

function textOf({ peer, channel, hasSecret, overlapUntil, waiting }: PeerView): string {
  const { settings } = peer;
  return columns([
    ["mã", peer.code],
    ["tên", peer.name],
    ["loại", peer.kind],
    ["trạng thái", STATES[peer.state]],
    ["kênh", channel],
    ["địa chỉ", peer.endpoint],
    ["tài khoản", peer.account],
    ["bí mật", !hasSecret ? "chưa có" : overlapUntil === null ? "đã niêm phong" : `đã niêm phong; bí mật cũ còn dùng tới ${clerkTime(overlapUntil)}`],
    ["cơ quan", settings.reaches.join(", ")],
    ...(settings.link === null ? [] : [["hai đầu", `ta ${settings.link.here}, bạn ${settings.link.there}`]]),
    ["biến thể", settings.dialect ?? "theo danh bạ"],
    ["chính sách", settings.policyProfile ?? "không thêm"],
    ["dung lượng", settings.maxDocumentMb === null ? "không giới hạn riêng" : `${settings.maxDocumentMb} MB`],
    ["khi tạm dừng", settings.whenPaused === "wait" ? "văn bản mới chờ" : "đi bằng kênh của bên gửi"],
    ["chứng thư", sayCertificate(peer.certificate)],
    ...(peer.nextCertificate === null ? [] : [["sắp thay", sayCertificate(peer.nextCertificate)]]),
    ["đang chờ gửi", String(waiting)],
    ["kiểm tra đạt", peer.testedAt === null ? "chưa" : clerkTime(peer.testedAt)],
  ]);
}

function sayCertificate(pinned: PinnedCertificate | null): string {
  return pinned === null ? "không ghim" : `${pinned.subject}, ${pinned.fingerprint}, tới ${clerkTime(pinned.validTo)}`;
}
