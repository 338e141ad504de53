import test, { type ExecutionContext } from "ava";
import { Client } from "pg";
import { SMTPServer } from "smtp-server";
import { smtpSender } from "#adapters/smtp/mail-sender";
import { parseOrganId } from "#edxml";
import { newId, type NoticeId } from "#src/core/ids";
import type { Notice } from "#src/core/notices/notice";
import { mailsOf } from "#src/core/notices/notice-mail";
import type { Store } from "#src/core/ports";
import { sendDue } from "#src/jobs/send-notices";
import { testStore } from "../storage/stores.ts";

interface Received {
  readonly to: readonly string[];
  readonly head: string;
  readonly subject: string;
  readonly text: string;
}

/** A mail server of this test alone. `answer` may refuse a mailbox; `down` hangs up on everybody. */
async function mailServer(t: ExecutionContext): Promise<{ readonly url: string; readonly received: Received[]; readonly refusals: Map<string, number>; close(): Promise<void> }> {
  const received: Received[] = [];
  const refusals = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    onRcptTo({ address }, _session, callback) {
      const code = refusals.get(address);
      callback(code === undefined ? null : Object.assign(new RangeError("no such mailbox"), { responseCode: code }));
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const [head = "", body = ""] = Buffer.concat(chunks).toString("latin1").split(/\r\n\r\n(.*)/s);
        const unfolded = head.replaceAll(/\r\n[ \t]+/g, " ");
        received.push({ to: session.envelope.rcptTo.map(({ address }) => address), head: unfolded, subject: words(/^Subject: (.*)$/m.exec(unfolded)?.[1] ?? ""), text: Buffer.from(body, "base64").toString("utf8") });
        callback();
      });
    },
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const close = (): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
  t.teardown(close);
  const address = server.server.address();
  return { url: `smtp://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}`, received, refusals, close };
}

/** Encoded words (RFC 2047). */
function words(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?UTF-8\?([BQ])\?(.*?)\?=/gi, (_all, kind: string, coded: string) => (kind.toUpperCase() === "B" ? Buffer.from(coded, "base64") : Buffer.from(coded.replaceAll("_", " ").replaceAll(/=([\dA-F]{2})/gi, (_hex, code: string) => String.fromCharCode(Number.parseInt(code, 16))), "latin1")).toString("latin1"))
    .replace(/^.*$/s, (all) => Buffer.from(all, "latin1").toString("utf8"));
}

const FROM = { name: "Cổng liên thông tỉnh", address: "lienthong@quangngai.gov.vn" };
const INCIDENT: Notice = {
  id: newId<NoticeId>(),
  kind: "incident",
  agencyCode: "H48",
  number: "07/TB-VP",
  what: "Mất kết nối tới Trục liên thông",
  suspendedFrom: new Date("2026-11-20T08:30:00+07:00"),
  resumesAt: null,
  temporaryMeasures: "Văn bản khẩn gửi bản giấy.",
  backfillMeasures: "Cập nhật ngay khi có lại.",
  agencies: ["H48", "H48.06"],
  contacts: ["Chánh Văn phòng <cvp@quangngai.gov.vn>", "Sở Khoa học và Công nghệ"],
  signer: "Chánh Văn phòng",
  issuedAt: new Date("2026-11-20T08:35:00+07:00"),
  issuedBy: "người trực",
  resumedAt: null,
  endedBy: null,
  remedy: null,
};

async function issue(store: Store, names: Readonly<Record<string, string>>): Promise<Notice> {
  const notice = { ...INCIDENT, id: newId<NoticeId>() };
  await store.write(async (tx) => {
    for (const [code, organName] of Object.entries(names)) await tx.saveAgency({ code, organization: { organId: parseOrganId(code), organName, email: `vanthu@${code.toLowerCase()}.gov.vn` }, source: "manual", aliases: [], hosting: null });
    await tx.addNotice(notice);
    await tx.queueMails(await mailsOf(tx, notice, "issued"));
    await tx.queueMails(await mailsOf(tx, notice, "issued"));
  });
  return notice;
}

const never = new AbortController().signal;
const calm = (): void => undefined;

test("DN-20.1, HG-10.1: a notice reaches the mailbox of each agency and contact once, in Vietnamese, with its five contents; a name with line breaks adds no header and no receiver", async (t) => {
  const { store } = await testStore(t);
  const server = await mailServer(t);
  const mailer = smtpSender({ url: server.url, from: FROM });
  t.teardown(() => mailer.close());
  await issue(store, { H48: "UBND tỉnh Quảng Ngãi", "H48.06": "Sở\r\nBcc: ke-la@evil.test\r\n\r\nnội dung khác" });
  t.is(await sendDue(store, mailer, never, (_name, error) => t.fail(String(error))), 3);
  t.is(await sendDue(store, mailer, never, calm), 0, "once");
  t.deepEqual(server.received.map(({ to }) => to.join()).toSorted(), ["cvp@quangngai.gov.vn", "vanthu@h48.06.gov.vn", "vanthu@h48.gov.vn"]);
  for (const { head, subject, text } of server.received) {
    t.is(subject, "Thông báo 07/TB-VP: Về sự cố của hệ thống gửi, nhận văn bản điện tử");
    t.regex(text, /^UBND tỉnh Quảng Ngãi\nSố: 07\/TB-VP\n.*THÔNG BÁO.*1\. Sự cố\nMất kết nối.*2\. Thời gian tạm dừng\nTừ 08 giờ 30 phút.*3\. .*Chưa xác định.*4\. Biện pháp tạm thời\nVăn bản khẩn.*5\. Biện pháp cập nhật.*Chánh Văn phòng\n/s);
    t.notRegex(head, /^Bcc:/im);
    t.regex(head, /^Auto-Submitted: auto-generated$/m);
    t.is(new Set(/^Message-ID: (.*)$/im.exec(head)?.slice(1)).size, 1);
  }
});

test("a mailbox that is refused for good, one that is busy and a server that is away hold up nobody: the notice stands, what can be tried again is", async (t) => {
  const { store, databaseUrl } = await testStore(t);
  const server = await mailServer(t);
  const mailer = smtpSender({ url: server.url, from: FROM });
  t.teardown(() => mailer.close());
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  t.teardown(() => client.end());
  const soon = (): Promise<unknown> => client.query("UPDATE notice_mail SET due_at = clock_timestamp() WHERE state = 'queued'");

  const { id } = await issue(store, { H48: "UBND tỉnh Quảng Ngãi", "H48.06": "Sở KH&CN" });
  const states = async (): Promise<unknown> => Object.fromEntries((await store.reader.notices.mailsOf(id)).map(({ address, state, attempts }) => [address, `${state} ${attempts}`]));
  t.deepEqual(await states(), { "cvp@quangngai.gov.vn": "queued 0", "vanthu@h48.06.gov.vn": "queued 0", "vanthu@h48.gov.vn": "queued 0" });
  server.refusals.set("vanthu@h48.06.gov.vn", 550);
  server.refusals.set("vanthu@h48.gov.vn", 451);
  const faults: unknown[] = [];
  await sendDue(store, mailer, never, (_name, error) => faults.push(error));
  t.is(faults.length, 2);
  t.deepEqual(await states(), { "cvp@quangngai.gov.vn": "sent 1", "vanthu@h48.06.gov.vn": "failed 1", "vanthu@h48.gov.vn": "queued 1" });
  const refused = (await store.reader.notices.mailsOf(id)).find(({ state }) => state === "failed");
  t.regex(refused?.lastFault ?? "", /550/, "why it was given up is said");
  t.is(await sendDue(store, mailer, never, calm), 0, "not again at once");

  await server.close();
  await soon();
  await sendDue(store, mailer, never, calm);
  t.deepEqual(await states(), { "cvp@quangngai.gov.vn": "sent 1", "vanthu@h48.06.gov.vn": "failed 1", "vanthu@h48.gov.vn": "queued 2" });

  const back = await mailServer(t);
  const again = smtpSender({ url: back.url, from: FROM });
  t.teardown(() => again.close());
  await soon();
  await sendDue(store, again, never, calm);
  t.deepEqual(back.received.map(({ to }) => to), [["vanthu@h48.gov.vn"]]);
});
