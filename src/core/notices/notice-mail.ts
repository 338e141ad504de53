import { newId, type NoticeId, type NoticeMailId } from "../ids.ts";
import type { Reader } from "../ports.ts";
import type { Letter } from "../reports/printout.ts";
import type { Notice } from "./notice.ts";
import { noticeLetter } from "./notice-letter.ts";

/** A notice on its way to one mailbox. */
export interface NoticeMail {
  readonly id: NoticeMailId;
  readonly noticeId: NoticeId;
  /** That it was issued, or that it works again. */
  readonly about: "issued" | "ended";
  readonly name: string;
  readonly address: string;
}

/** How far it came: waiting in the database, taken by the mail server, or given up. */
export const MAIL_STATES = ["queued", "sent", "failed"] as const;
export interface NoticeMailRecord extends NoticeMail {
  readonly state: (typeof MAIL_STATES)[number];
  readonly attempts: number;
  /** Sent or given up; null: it waits. */
  readonly settledAt: Date | null;
  readonly lastFault: string | null;
}

/** What of a mail server the business needs. */
export interface Mailer {
  send(mail: { readonly id: string; readonly to: { readonly name: string; readonly address: string }; readonly subject: string; readonly text: string }): Promise<void>;
}

const ADDRESS = /[\w.+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?/;

/** Người liên quan: the mailbox of each agency in the directory, and those written with the contacts (`Chánh Văn phòng <cvp@…>`). Each address once. */
export async function mailsOf(reader: Reader, notice: Notice, about: NoticeMail["about"]): Promise<readonly NoticeMail[]> {
  const told = new Map<string, string>();
  const note = (name: string, text: string): void => {
    const [address] = ADDRESS.exec(text) ?? [];
    if (address !== undefined && !told.has(address.toLowerCase())) told.set(address.toLowerCase(), name);
  };
  for (const contact of notice.contacts) note(contact.replace(ADDRESS, "").replaceAll(/[<>()]/g, "").trim(), contact);
  for (const code of [...notice.agencies, notice.agencyCode]) {
    const agency = await reader.agencies.byCode(code);
    note(agency?.organization.organName ?? code, agency?.organization.email ?? "");
  }
  return [...told].map(([address, name]) => ({ id: newId<NoticeMailId>(), noticeId: notice.id, about, name, address }));
}

/** The mail as it is read: what happened, then the five contents as in the written notice. */
export async function composeMail(reader: Reader, mail: NoticeMail, notice: Notice): Promise<Parameters<Mailer["send"]>[0]> {
  const agency = await reader.agencies.byCode(notice.agencyCode);
  const letter = noticeLetter(notice, agency?.organization.organName ?? notice.agencyCode, new Map());
  const subject = mail.about === "ended" ? `Đã hoạt động lại: hệ thống gửi, nhận văn bản điện tử (${letter.number})` : `${letter.title} ${letter.number}: ${letter.subject}`;
  return { id: mail.id, to: { name: mail.name, address: mail.address }, subject, text: textOf(letter) };
}

function textOf({ agency, number, placeAndDate, title, subject, parts, signer }: Letter): string {
  const head = [agency.name, `Số: ${number}`, placeAndDate, "", title.toUpperCase(), subject, ""];
  return [...head, ...parts.flatMap(({ heading, text }) => [heading, text, ""]), signer, "", "Thư này do cổng liên thông văn bản gửi tự động; bản chính thức là thông báo có chữ ký."].join("\n");
}
