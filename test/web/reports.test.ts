import test from "ava";
import ExcelJS from "exceljs";
import { buildCalendars } from "#src/core/calendar/index";
import { loadCalendarData } from "#config";
import { issueDueReports } from "#src/core/reports/issue-due-reports";
import { newApiKey } from "#src/core/new-api-key";
import { readPdf } from "#test/reporting/pdf-text";
import { eventually } from "#test/support/town";
import { openDoor, type Door } from "./door.ts";
import { sharedTown } from "./shared-town.ts";
import { form, fresh } from "./submission.ts";

const town = sharedTown();
const json = (value: unknown) => ({ method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(value) });

interface Numbers {
  readonly outgoing: Readonly<Record<string, number | null>>;
  readonly incoming: Readonly<Record<string, number | null>>;
}

async function read<Shape>(door: Door, path: string, key?: string): Promise<Shape> {
  const answer = await door.ask(`/api/v1${path}`, key === undefined ? {} : { key });
  return JSON.parse(answer.text) as Shape;
}

/** Two documents to Quảng Ngãi, one of them accepted and one refused there. */
async function exchange(sender: Door, receiver: Door): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let count = 0; count < 2; count += 1) {
    const { body } = await sender.ask("/api/v1/documents", { method: "POST", body: form(fresh()) });
    ids.push((body["document"] as { readonly id: string }).id);
  }
  const incoming = await eventually("arrivals", async () => {
    const { items } = await read<{ readonly items: readonly { readonly id: string; readonly state: string }[] }>(receiver, "/incoming?state=arrived");
    return items.length === 2 ? items : null;
  });
  const person = { fullName: "Nguyễn Thị Lan", department: "Văn thư" };
  const commands = [{ action: "accept", person }, { action: "refuse", person, code: "WRONG_RECIPIENT", reason: "Không thuộc chức năng" }];
  for (const [at, { id }] of incoming.entries()) {
    const answer = await receiver.ask(`/api/v1/incoming/${id}/statuses`, json(commands[at]));
    if (answer.status !== 201) throw new TypeError(answer.text);
  }
  return ids;
}

test.serial("HG-12.3d, DN-21.9, QN-15.9, BG-11.2c, QN-3.2, BG-11.2b: numbers of a period, issued once, frozen with a digest, the same from the journal, and in every format", async (t) => {
  const sender = await openDoor(t, town().vpcp);
  const receiver = await openDoor(t, town().quangNgai);
  await exchange(sender, receiver);
  const total = await eventually("both answers", async () => {
    const found = await read<{ readonly total: Numbers }>(sender, "/statistics?agency=G22&period=month");
    return found.total.outgoing["accepted"] === 1 && found.total.outgoing["refused"] === 1 ? found.total : null;
  });
  t.like(total.outgoing, { documents: 2, exchanges: 2, sent: 2, onTime: 2, late: 0, answered: 2, answeredInDay: 2, failed: 0, electronicOnly: 2 });
  t.like((await read<{ readonly total: Numbers }>(receiver, "/statistics?agency=H48&period=month&by=peer")).total.incoming, { documents: 2, accepted: 1, refused: 1, signed: 2 });

  const issued = await sender.ask("/api/v1/reports", json({ agency: "G22", period: "month" }));
  t.is(issued.status, 201, issued.text);
  const { id, digest } = issued.body["report"] as { readonly id: string; readonly digest: string };
  t.regex(digest, /^[0-9a-f]{64}$/);
  t.is((await sender.ask("/api/v1/reports", json({ agency: "G22", period: "month" }))).status, 422, "again only with a reason");

  await exchange(sender, receiver);
  await eventually("the new ones are counted", async () => (await read<{ readonly total: Numbers }>(sender, "/statistics?agency=G22&period=month")).total.outgoing["accepted"] === 2);
  const kept = await read<{ readonly content: { readonly total: Numbers } }>(sender, `/reports/${id}`);
  t.is(kept.content.total.outgoing["documents"], 2, "it stays as it was issued");
  t.like(await read(sender, `/reports/${id}/verification`), { digestMatches: true, matches: true, replayed: { exchanges: 2, accepted: 1, refused: 1, failed: 0 } });
  const again = await sender.ask("/api/v1/reports", json({ agency: "G22", period: "month", reason: "bổ sung văn bản gửi sau" }));
  t.like(again.body["report"], { version: 2, reason: "bổ sung văn bản gửi sau" });

  t.regex((await sender.ask(`/api/v1/reports/${id}/file?format=csv`)).text, /Văn bản đi theo cơ quan\r\nTT,Cơ quan,Văn bản đi,Lượt gửi[\s\S]*Văn phòng Chính phủ \(G22\),2,2/);
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(Uint8Array.from((await sender.ask(`/api/v1/reports/${id}/file?format=xlsx`)).bytes).buffer);
  t.is(workbook.worksheets.length, 8);
  const { pages } = await readPdf((await sender.ask(`/api/v1/reports/${id}/file?format=pdf`)).bytes);
  t.regex(pages[0] ?? "", /BÁO CÁO TÌNH HÌNH GỬI, NHẬN VĂN BẢN ĐIỆN TỬ.*Kỳ báo cáo: Tháng 11 năm 2026.*Bản phát hành lần 1/);
  t.true(pages.join(" ").includes(digest));

  const stranger = newApiKey("khác", ["H99"], new Date());
  await town().vpcp.house.store.write((tx) => tx.saveApiKey(stranger.key));
  t.is((await sender.ask(`/api/v1/reports/${id}`, { key: stranger.secret })).status, 404);
  t.deepEqual((await read<{ readonly items: readonly unknown[] }>(sender, "/reports", stranger.secret)).items, []);
});

interface LogItem {
  readonly id: string;
  readonly direction: string;
  readonly outcome: string;
  readonly state: string;
  readonly agency: { readonly code: string; readonly name: string };
  readonly peer: { readonly code: string };
  readonly document: { readonly code: string; readonly subject: string | null };
}
interface LogPage {
  readonly items: readonly LogItem[];
  readonly next: string | null;
  readonly tail: string;
}

test.serial("HG-13.1d, DN-21.7: a supervisor reads one log of every exchange below it, filters it, pages through it and follows what changes; others see their own only", async (t) => {
  const sender = await openDoor(t, town().vpcp);
  const receiver = await openDoor(t, town().quangNgai);
  const supervisor = newApiKey("giám sát", [], new Date());
  const stranger = newApiKey("khác", ["H99"], new Date());
  for (const house of [town().vpcp.house, town().quangNgai.house]) {
    await house.store.write((tx) => tx.saveApiKey({ ...supervisor.key, supervises: ["G22", "H48"] }));
    await house.store.write((tx) => tx.saveApiKey(stranger.key));
  }
  const log = (door: Door, query: string, key = supervisor.secret) => read<LogPage>(door, `/exchange-log?${query}`, key);

  const sent = await log(sender, "direction=outgoing&limit=3");
  t.is(sent.items.length, 3);
  t.like(sent.items[0], { direction: "outgoing", agency: { code: "G22", name: "Văn phòng Chính phủ" }, peer: { code: "H48" }, document: { subject: "V/v kết nối, liên thông văn bản điện tử" } });
  const rest = await log(sender, `direction=outgoing&limit=3&after=${sent.next ?? ""}`);
  t.deepEqual([rest.items.length, rest.next], [1, null]);
  t.is(new Set([...sent.items, ...rest.items].map(({ id }) => id)).size, 4, "each once");

  t.is((await log(sender, "outcome=refused&peer=H48&type=C%C3%B4ng%20v%C4%83n&urgency=0&late=false&from=2026-11-01")).items.length, 2);
  for (const none of ["outcome=failed", "peer=H49", "urgency=3", "late=true", "to=2026-11-01", "agency=H48", "q=khong-co-tu-nay", "type=Tr%C3%ADch%20y%E1%BA%BFu"]) t.deepEqual((await log(sender, none)).items, [], none);
  const [first] = sent.items;
  t.deepEqual((await log(sender, `q=${encodeURIComponent(first?.document.code ?? "")}`)).items.map(({ id }) => id), [first?.id]);
  t.is((await log(receiver, "direction=incoming&agency=H48&tree=true&q=ket%20noi%20lien%20thong")).items.length, 4, "as its agency received them");

  t.deepEqual((await log(sender, "limit=1", stranger.secret)).items, []);
  t.is((await sender.ask("/api/v1/exchange-log?agency=G22", { key: stranger.secret })).status, 404);
  t.is((await sender.ask("/api/v1/exchange-log?since=abc")).status, 400);
  t.deepEqual((await log(sender, `since=${sent.tail}`)).items, [], "nothing has happened since");
  await exchange(sender, receiver);
  const seen = new Map<string, string>();
  let { tail } = sent;
  await eventually("the news", async () => {
    const news = await log(sender, `since=${tail}`);
    tail = news.tail;
    for (const { id, outcome } of news.items) seen.set(id, outcome);
    return [...seen.values()].sort().join() === "accepted,refused";
  });
  t.false([...seen.keys()].some((id) => id === first?.id), "only what changed");

  const series = await read<{ readonly points: readonly { readonly from: string; readonly outgoing: Readonly<Record<string, number>> }[]; readonly failingPeers: readonly unknown[] }>(sender, "/statistics/series?agency=G22&period=month&step=day", supervisor.secret);
  t.is(series.points.length, 30);
  t.like(series.points.find(({ from }) => from === "2026-11-20")?.outgoing, { exchanges: 6, accepted: 3, refused: 3, onTime: 6, signed: 6 });
  t.deepEqual(series.failingPeers, [{ code: "H48", name: "UBND tỉnh Quảng Ngãi", exchanges: 6, failed: 0, refused: 3, waiting: 0 }]);
  t.is((await sender.ask("/api/v1/statistics/series?agency=G22&from=2025-01-01&to=2026-11-20&step=day")).status, 422, "more points than anybody can look at");
});

test.serial("KD-9.1, QN-17.6, HG-15.1, DN-23.4b, KD-4.1: a period is reported by itself at the first office hour after it, once, for each agency and its tree", async (t) => {
  const { house } = town().quangNgai;
  const calendars = buildCalendars(loadCalendarData());
  const at = (now: string) => issueDueReports({ store: house.store, clock: { now: () => new Date(now) }, calendars }, new AbortController().signal);
  t.is(await at("2026-11-23T07:29:59+07:00"), 0, "the week is over, the office is not open yet");
  t.is(await at("2026-11-23T07:30:00+07:00"), 1, "the week, of H48 and what is below it");
  t.is(await at("2026-11-23T07:31:00+07:00"), 0);
  t.is(await at("2026-12-01T07:30:00+07:00"), 1, "the month; the week before was without documents");
  t.is(await at("2027-01-04T07:30:00+07:00"), 3, "quarter, half and year, after the holiday and the weekend");
  const { rows } = await house.service.issuedReports({ limit: 10 }, { actor: { kind: "operator", name: "x" }, agencies: [], supervises: ["H48"] });
  t.deepEqual(rows.map(({ kind, agencyCode, tree, issuedBy }) => [kind, agencyCode, tree, issuedBy]).toReversed(), ["week", "month", "quarter", "half", "year"].map((kind) => [kind, "H48", true, "issue-reports"]));
});

const INCIDENT = {
  kind: "incident",
  agency: "H48",
  number: "07/TB-VP",
  what: "Mất kết nối tới Trục liên thông do đứt cáp quang",
  suspendedFrom: "2026-11-20T08:30:00+07:00",
  temporaryMeasures: "Văn bản khẩn gửi bản giấy qua bưu điện.",
  backfillMeasures: "Văn thư cập nhật văn bản giấy ngay khi hệ thống hoạt động lại.",
  contacts: ["Chánh Văn phòng", "Sở Khoa học và Công nghệ"],
  signer: "Chánh Văn phòng",
};

test.serial("HG-10.1, HG-10.3, DN-20.1, DN-20.3, KD-8.5, QN-17.3, KD-4.1: an incident is told at once with its five contents, printed to be signed, and ended with its remedy (HG-10.2)", async (t) => {
  const door = await openDoor(t, town().quangNgai);
  for (const missing of ["what", "suspendedFrom", "temporaryMeasures", "backfillMeasures", "number"] as const) {
    const { [missing]: _left, ...rest } = INCIDENT;
    t.is((await door.ask("/api/v1/notices", json(rest))).status, 422, missing);
  }
  const issued = await door.ask("/api/v1/notices", json(INCIDENT));
  t.is(issued.status, 201, issued.text);
  const id = String(issued.body["id"]);
  t.deepEqual(issued.body["agencies"], ["H48", "H48.06"]);
  const told = await eventually("events", async () => {
    const { items } = await read<{ readonly items: readonly { readonly agency: string; readonly data: { readonly noticeId: string } }[] }>(door, "/events?types=notice.issued");
    return items.length === 2 ? items : null;
  });
  t.deepEqual(told.map(({ agency, data }) => [agency, data.noticeId]), [["H48", id], ["H48.06", id]]);

  const { pages, size } = await readPdf((await door.ask(`/api/v1/notices/${id}/file`)).bytes);
  t.deepEqual(size.map(Math.round), [595, 842]);
  t.regex(pages[0] ?? "", /Số: 07\/TB-VP.*CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM.*1\. Sự cố.*2\. Thời gian tạm dừng Từ 08 giờ 30 phút ngày 20\/11\/2026.*3\. .*Chưa xác định.*4\. Biện pháp tạm thời.*5\. Biện pháp cập nhật.*Sở Khoa học và Công nghệ/);

  const entry = { agency: "H48", direction: "outgoing", code: "125/UBND-KTTH", issuedOn: "2026-11-20", typeName: "Công văn", subject: "V/v phòng, chống bão", peer: { code: "G22", name: "Văn phòng Chính phủ" }, happenedAt: "2026-11-20T08:45:00+07:00", person: "Trần Thị Hương" };
  t.is((await door.ask(`/api/v1/notices/${id}/backfill`, json(entry))).status, 201);
  t.is((await door.ask(`/api/v1/notices/${id}/backfill`, json(entry))).status, 409, "entered once");
  const paper = await read<{ readonly items: readonly { readonly cells: Readonly<Record<string, unknown>> }[] }>(door, "/registers/paper?agency=H48&period=day");
  t.like(paper.items[0]?.cells, { code: "125/UBND-KTTH", receiver: "Văn phòng Chính phủ", incident: "07/TB-VP", backfill: "chưa cập nhật" });

  t.is((await door.ask(`/api/v1/notices/${id}/end`, json({ remedy: "Nối lại cáp", resumedAt: "2026-11-20T08:00:00+07:00" }))).status, 422);
  t.is((await door.ask(`/api/v1/notices/${id}/end`, json({ remedy: "Nối lại cáp", resumedAt: "2026-11-20T09:15:00+07:00" }))).status, 200);
  t.is((await door.ask(`/api/v1/notices/${id}/end`, json({ remedy: "Nối lại cáp" }))).status, 409);
  const { operations } = await read<{ readonly operations: unknown }>(door, "/statistics?agency=H48&period=day&by=agency");
  t.deepEqual(operations, { incidents: 1, maintenances: 0, suspendedMinutes: 45, paperFallbacks: 0, backfilled: 1 });
});

test.serial("HG-13.2b, DN-21.6: maintenance is announced in writing before it begins, with the time it ends", async (t) => {
  const door = await openDoor(t, town().quangNgai);
  const maintenance = { ...INCIDENT, kind: "maintenance", number: "08/TB-VP", what: "Nâng cấp", suspendedFrom: "2026-11-21T22:00:00+07:00", resumesAt: "2026-11-21T23:30:00+07:00" };
  t.is((await door.ask("/api/v1/notices", json(maintenance))).status, 201);
  const tooLate = await door.ask("/api/v1/notices", json({ ...maintenance, suspendedFrom: "2026-11-20T08:59:00+07:00" }));
  t.like(tooLate.problems[0], { field: "/suspendedFrom", rule: "1690/QĐ-UBND Hà Giang Đ.13.2.b" });
  t.is((await door.ask("/api/v1/notices", json({ ...maintenance, resumesAt: null }))).status, 422);
  t.is((await door.ask("/api/v1/notices", json({ ...maintenance, agency: "G22" }))).status, 403);
});

test.serial("KD-6.6: paper sent instead is recorded for each receiver, once, and stands in the register", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const { body } = await door.ask("/api/v1/documents", { method: "POST", body: form({ ...fresh(), receivers: [{ organId: "H48" }, { organId: "H48.06" }] }) });
  const { id } = body["document"] as { readonly id: string };
  const command = { receivers: ["H48"], reason: "Trục mất kết nối", person: "Trần Thị Hương", sentAt: "2026-11-20T10:00:00+07:00" };
  t.is((await door.ask(`/api/v1/documents/${id}/paper`, json(command))).status, 200);
  const again = await door.ask(`/api/v1/documents/${id}/paper`, json({ ...command, reason: "lý do khác" }));
  t.like((again.body["items"] as readonly object[])[0], { reason: "Trục mất kết nối", sentAt: "2026-11-20T10:00:00.000+07:00" });
  t.is((await door.ask(`/api/v1/documents/${id}/paper`, json({ ...command, receivers: ["H99"] }))).status, 422);
  const { items } = await read<{ readonly items: readonly { readonly cells: Readonly<Record<string, unknown>> }[] }>(door, "/registers/paper?agency=G22&period=day");
  t.like(items[0]?.cells, { reason: "Trục mất kết nối", person: "Trần Thị Hương", receiver: "UBND tỉnh Quảng Ngãi" });
});
