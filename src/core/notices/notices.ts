import { canonicalOrNull } from "../agency-code.ts";
import { actorName, mayActFor, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import { FieldsRefused, HouseError, type HouseFaultCode } from "../fault.ts";
import { asId, newId, type NoticeId, type OutgoingId, type PaperId } from "../ids.ts";
import type { Dispatch } from "../outgoing/dispatch.ts";
import type { Clock, Page, PageRequest, Store } from "../ports.ts";
import { PRINT_TYPES, type PrintedFile, type Printer } from "../reports/printout.ts";
import { mayRead, supervises } from "../reports/scope.ts";
import type { BackfillCommand, BackfillEntry, Notice, NoticeCommand, NoticeEnd, PaperCommand, PaperFallback } from "./notice.ts";
import { noticeLetter } from "./notice-letter.ts";
import { mailsOf, type NoticeMailRecord } from "./notice-mail.ts";

export interface NoticeNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly printer: Printer;
  /** A mail server is configured, so notices go by e-mail too. */
  readonly sendsMail: boolean;
}

export interface NoticeService {
  /** Tells every agency concerned at once, as an event and by its webhooks, and by e-mail where a mail server is configured. Throws FieldsRefused, `agency-not-yours`. */
  issueNotice(command: NoticeCommand, access: Access): Promise<Notice>;
  /** It works again. Throws `move-illegal` when that was said before. */
  endNotice(id: NoticeId, command: NoticeEnd, access: Access): Promise<Notice>;
  notices(filter: PageRequest & { readonly open?: boolean }, access: Access): Promise<Page<Notice>>;
  notice(id: NoticeId, access: Access): Promise<Notice>;
  /** Where its e-mails stand, to whoever may speak for the agency that gave it; to those who were told, none. */
  noticeMails(id: NoticeId, access: Access): Promise<readonly NoticeMailRecord[]>;
  printNotice(id: NoticeId, access: Access): Promise<PrintedFile>;
  /** Gửi bản giấy thay thế: recorded for each receiver; those recorded before stay as they are. */
  recordPaper(id: OutgoingId, command: PaperCommand, access: Access): Promise<readonly PaperFallback[]>;
  /** Nhật ký cập nhật sau sự cố. Throws `duplicate-document` for an entry that is there. */
  enterBackfill(id: NoticeId, command: BackfillCommand, access: Access): Promise<BackfillEntry>;
  backfill(id: NoticeId, access: Access): Promise<readonly BackfillEntry[]>;
}

const HAS_IT: ReadonlySet<Dispatch["state"]> = new Set(["arrived", "accepted", "assigned", "processing", "completed"]);

export function noticeService(needs: NoticeNeeds): NoticeService {
  const { reader } = needs.store;
  const find = async (id: NoticeId, access: Access): Promise<Notice> => {
    const notice = await reader.notices.byId(id);
    if (notice === null || ![notice.agencyCode, ...notice.agencies].some((code) => mayRead(access, code))) throw notFound("notice", id);
    return notice;
  };
  return {
    async issueNotice(command, access) {
      const notice = await composed(needs, command, access);
      await needs.store.write(async (tx) => {
        await tx.addNotice(notice);
        await tx.queueMails(needs.sendsMail ? await mailsOf(tx, notice, "issued") : []);
        for (const agency of notice.agencies) {
          const { kind, number, suspendedFrom, resumesAt } = notice;
          await tx.append({ kind: "notice.issued", at: notice.issuedAt, actor: access.actor, facts: { noticeId: notice.id, agency, kind, number, suspendedFrom: suspendedFrom.toISOString(), resumesAt: resumesAt?.toISOString() ?? null } });
        }
      });
      return notice;
    },
    async endNotice(id, command, access) {
      const notice = await find(id, access);
      if (!mayIssueFor(access, notice.agencyCode)) throw new HouseError("agency-not-yours", `the caller may not act for ${notice.agencyCode}`, { agency: notice.agencyCode });
      const now = needs.clock.now();
      const resumedAt = command.resumedAt === undefined ? now : new Date(command.resumedAt);
      if (resumedAt < notice.suspendedFrom) throw refused("/resumedAt", "field-invalid", "Không thể hoạt động lại trước khi tạm dừng", "01/2022/QĐ-UBND Đắk Nông Đ.20.1");
      await needs.store.write(async (tx) => {
        if (!(await tx.endNotice(id, resumedAt, now, actorName(access.actor), command.remedy))) throw new HouseError("move-illegal", `notice ${id} has ended`, { noticeId: id });
        await tx.queueMails(needs.sendsMail ? await mailsOf(tx, notice, "ended") : []);
        for (const agency of notice.agencies) await tx.append({ kind: "notice.ended", at: now, actor: access.actor, facts: { noticeId: id, agency, kind: notice.kind, number: notice.number, resumedAt: resumedAt.toISOString() } });
      });
      return find(id, access);
    },
    async notices(filter, access) {
      return reader.notices.list({ ...filter, agencies: access.agencies, trees: access.supervises ?? [] });
    },
    notice: find,
    async noticeMails(id, access) {
      const notice = await find(id, access);
      return mayIssueFor(access, notice.agencyCode) ? await reader.notices.mailsOf(id) : [];
    },
    async printNotice(id, access) {
      const notice = await find(id, access);
      const agency = await reader.agencies.byCode(notice.agencyCode);
      const names = await reader.reports.names(notice.agencies);
      const letter = noticeLetter(notice, agency?.organization.organName ?? notice.agencyCode, names);
      return { name: `${letter.fileName}.pdf`, contentType: PRINT_TYPES.pdf, bytes: needs.printer.printLetter(letter) };
    },
    async recordPaper(id, command, access) {
      const document = await reader.outgoing.byId(id);
      if (document === null || !mayActFor(access, document.senderCode)) throw notFound("document", id);
      const noticeId = command.notice === null ? null : (await find(readNoticeId(command.notice), access)).id;
      const wanted = chosen(await reader.dispatches.ofDocuments([id]), command.receivers);
      const now = needs.clock.now();
      const fallbacks = wanted.map((dispatch): PaperFallback => ({
        id: newId<PaperId>(),
        dispatchId: dispatch.id,
        noticeId,
        senderCode: document.senderCode,
        reason: command.reason,
        sentAt: command.sentAt === undefined ? now : new Date(command.sentAt),
        person: command.person,
        recordedAt: now,
        recordedBy: actorName(access.actor),
      }));
      await needs.store.write(async (tx) => {
        const added = await tx.addPaper(fallbacks);
        if (added > 0) await tx.append({ kind: "paper.sent", at: now, actor: access.actor, outgoingId: id, facts: { receivers: wanted.map(({ receiverCode }) => receiverCode), reason: command.reason, noticeId } });
      });
      return reader.notices.paperOf(wanted.map((dispatch) => dispatch.id));
    },
    async enterBackfill(id, command, access) {
      const notice = await find(id, access);
      const agencyCode = readCode(command.agency, "/agency");
      if (!mayActFor(access, agencyCode)) throw new HouseError("agency-not-yours", `the caller may not act for ${agencyCode}`, { agency: agencyCode });
      const { peer, happenedAt, agency: _agency, ...said } = command;
      const entry: BackfillEntry = {
        ...said,
        id: newId<PaperId>(),
        noticeId: notice.id,
        agencyCode,
        peerCode: peer.code === null ? null : readCode(peer.code, "/peer/code"),
        peerName: peer.name,
        happenedAt: new Date(happenedAt),
        recordedAt: needs.clock.now(),
        recordedBy: actorName(access.actor),
      };
      await needs.store.write(async (tx) => {
        if (!(await tx.addBackfill(entry))) throw new HouseError("duplicate-document", `document ${entry.code} was entered before`, { code: entry.code, agency: agencyCode });
        await tx.append({ kind: "paper.entered", at: entry.recordedAt, actor: access.actor, facts: { noticeId: id, entryId: entry.id, agencyCode, direction: entry.direction, code: entry.code } });
      });
      return entry;
    },
    async backfill(id, access) {
      await find(id, access);
      return (await reader.notices.backfill(id)).filter(({ agencyCode }) => mayRead(access, agencyCode));
    },
  };
}

function mayIssueFor(access: Access, code: string): boolean {
  return mayActFor(access, code) || supervises(access, code);
}

async function composed({ store, clock }: NoticeNeeds, command: NoticeCommand, access: Access): Promise<Notice> {
  const agencyCode = readCode(command.agency, "/agency");
  if (!mayIssueFor(access, agencyCode)) throw new HouseError("agency-not-yours", `the caller may not act for ${agencyCode}`, { agency: agencyCode });
  const issuedAt = clock.now();
  const suspendedFrom = new Date(command.suspendedFrom);
  const resumesAt = command.resumesAt === null ? null : new Date(command.resumesAt);
  if (command.kind === "maintenance" && suspendedFrom <= issuedAt) throw refused("/suspendedFrom", "field-invalid", "Bảo trì phải được thông báo bằng văn bản trước khi bắt đầu", "1690/QĐ-UBND Hà Giang Đ.13.2.b");
  if (command.kind === "maintenance" && resumesAt === null) throw refused("/resumesAt", "field-missing", "Bảo trì phải có thời điểm dùng lại", "01/2022/QĐ-UBND Đắk Nông Đ.20.1, Đ.21.6");
  if (resumesAt !== null && resumesAt <= suspendedFrom) throw refused("/resumesAt", "field-invalid", "Thời điểm dùng lại phải sau thời điểm tạm dừng", "01/2022/QĐ-UBND Đắk Nông Đ.20.1");
  const { kind, number, what, temporaryMeasures, backfillMeasures, contacts, signer } = command;
  const agencies = await told(store, command, agencyCode, access);
  return { id: newId<NoticeId>(), kind, agencyCode, number, what, suspendedFrom, resumesAt, temporaryMeasures, backfillMeasures, agencies, contacts, signer, issuedAt, issuedBy: actorName(access.actor), resumedAt: null, endedBy: null, remedy: null };
}

/** Those the caller names, else the agency itself and, for whoever supervises it, all below it that this gateway serves. */
async function told(store: Store, command: NoticeCommand, agencyCode: string, access: Access): Promise<readonly string[]> {
  if (command.agencies !== undefined) {
    const codes = [...new Set([agencyCode, ...command.agencies.map((text, at) => readCode(text, `/agencies/${at}`))])];
    const stranger = codes.find((one) => !mayRead(access, one));
    if (stranger !== undefined) throw new HouseError("agency-not-yours", `the caller may not speak to ${stranger}`, { agency: stranger });
    return codes;
  }
  const hosted = (await store.reader.agencies.hosted()).map(({ code }) => code);
  return [...new Set([agencyCode, ...hosted.filter((code) => code.startsWith(`${agencyCode}.`) && mayRead(access, code))])];
}

function chosen(dispatches: readonly Dispatch[], receivers: readonly string[] | undefined): readonly Dispatch[] {
  if (receivers === undefined) return dispatches.filter(({ state }) => !HAS_IT.has(state));
  return receivers.map((text, at) => {
    const code = readCode(text, `/receivers/${at}`);
    const found = dispatches.find(({ receiverCode }) => receiverCode === code);
    if (found === undefined) throw refused(`/receivers/${at}`, "receiver-unknown", "Văn bản này không gửi tới cơ quan đó", "docs/registers.md");
    return found;
  });
}

function readCode(text: string, field: string): string {
  const code = canonicalOrNull(text);
  if (code !== null) return code;
  throw refused(field, "field-invalid", "Cần là mã định danh cơ quan, ví dụ H48.06", "QĐ 20/2020/QĐ-TTg Đ.4");
}

function readNoticeId(text: string): NoticeId {
  const id = asId<NoticeId>(text.toLowerCase());
  if (id === null) throw notFound("notice", text.slice(0, 100));
  return id;
}

function refused(field: string, code: HouseFaultCode, message: string, rule: string): FieldsRefused {
  return new FieldsRefused([{ field, code, message, rule }]);
}
