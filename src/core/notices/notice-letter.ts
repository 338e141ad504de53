import { sayDate, type Letter } from "../reports/printout.ts";
import { vietnamTime } from "../vietnam-time.ts";
import type { Notice } from "./notice.ts";

const TITLES: Readonly<Record<Notice["kind"], { readonly title: string; readonly subject: string; readonly what: string }>> = {
  incident: { title: "Thông báo", subject: "Về sự cố của hệ thống gửi, nhận văn bản điện tử", what: "1. Sự cố" },
  maintenance: { title: "Thông báo", subject: "Về việc bảo trì, nâng cấp hệ thống gửi, nhận văn bản điện tử", what: "1. Nội dung bảo trì, nâng cấp" },
};

/** The written notice, ready to be printed and signed: the five contents one after the other. */
export function noticeLetter(notice: Notice, agencyName: string, names: ReadonlyMap<string, string>): Letter {
  const { title, subject, what } = TITLES[notice.kind];
  const issued = vietnamTime(notice.issuedAt);
  return {
    agency: { code: notice.agencyCode, name: agencyName },
    number: notice.number,
    placeAndDate: `Ngày ${issued.slice(8, 10)} tháng ${issued.slice(5, 7)} năm ${issued.slice(0, 4)}`,
    title,
    subject,
    parts: [
      { heading: what, text: notice.what },
      { heading: "2. Thời gian tạm dừng", text: `Từ ${sayMoment(notice.suspendedFrom)}.` },
      { heading: "3. Thời gian bắt đầu sử dụng lại", text: resumption(notice) },
      { heading: "4. Biện pháp tạm thời", text: notice.temporaryMeasures },
      { heading: "5. Biện pháp cập nhật văn bản khi sử dụng lại", text: notice.backfillMeasures },
      ...(notice.remedy === null ? [] : [{ heading: "Cách khắc phục", text: notice.remedy }]),
    ],
    recipients: [...notice.contacts, ...notice.agencies.map((code) => names.get(code) ?? code), "Lưu: VT."],
    signer: notice.signer,
    fileName: `thong-bao-${notice.number.replaceAll(/[^\dA-Za-z]+/g, "-")}`,
  };
}

function resumption({ resumesAt, resumedAt }: Notice): string {
  if (resumedAt !== null) return `Đã hoạt động lại từ ${sayMoment(resumedAt)}.`;
  return resumesAt === null ? "Chưa xác định; sẽ thông báo ngay khi hệ thống hoạt động lại." : `Dự kiến từ ${sayMoment(resumesAt)}.`;
}

function sayMoment(at: Date): string {
  const local = vietnamTime(at);
  return `${local.slice(11, 13)} giờ ${local.slice(14, 16)} phút ngày ${sayDate(local)}`;
}
