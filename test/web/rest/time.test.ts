import test from "ava";
import { send, becomes } from "#test/support/letters";
import { eventually } from "#test/support/town";
import { openDoor } from "../door.ts";
import { sharedTown } from "../shared-town.ts";

const gateways = sharedTown();
const encoded = encodeURIComponent("2026-11-20T17:42:00+07:00");

interface DeadlineAnswer {
  readonly kind: string;
  readonly state: string;
  readonly agency: string;
  readonly receiver: { readonly code: string };
  readonly document: { readonly href: string };
}

test("QN-11.2: any computation is explained step by step, with articles, and by an older version", async (t) => {
  const door = await openDoor(t, gateways().quangNgai);
  const { status, body } = await door.ask(`/api/v1/calendar/explain?what=receipt&agency=H48.06&at=${encoded}`);
  t.is(status, 200);
  t.is(body["at"], "2026-11-23T07:30:00.000+07:00");
  t.true(body["provisional"]);
  t.regex(JSON.stringify(body["steps"]), /Đ11\.2 QĐ 57\/2014.*Chủ nhật.*Thứ Hai 23\/11\/2026.*Chưa chắc chắn/);
  const minutes = await door.ask(`/api/v1/calendar/explain?what=minutes&agency=G22&at=2026-11-20&until=2026-11-25`);
  t.is(minutes.body["minutes"], 900, "Friday and Monday; 24/11 is a holiday");
  t.regex(String(minutes.body["sentence"]), /15 giờ làm việc/);
  const sending = await door.ask(`/api/v1/calendar/explain?what=send&agency=G22&at=${encoded}`);
  t.is(sending.body["at"], "2026-11-23T11:30:00.000+07:00");
  t.is((await door.ask(`/api/v1/calendar/explain?what=minutes&agency=G22&at=${encoded}`)).status, 422);
  t.is((await door.ask(`/api/v1/calendar/explain?what=receipt&agency=${encodeURIComponent("không phải mã")}&at=${encoded}`)).status, 422);
  t.is((await door.ask(`/api/v1/calendar/explain?what=receipt&agency=G22&version=v0&at=${encoded}`)).status, 404);
});

test("the days of an agency come with hours, grounds and open questions; its key corrects its own and nobody else's", async (t) => {
  const door = await openDoor(t, gateways().quangNgai);
  const { body } = await door.ask("/api/v1/calendar/days?agency=H48&from=2026-11-23&to=2026-11-28");
  const days = body["items"] as { date: string; works: boolean; kind: string; doubts: string[] }[];
  t.deepEqual(days.map(({ works }) => works), [true, false, true, true, true, false]);
  t.is(days[0]?.doubts.length, 1);
  t.is(days[1]?.kind, "holiday");

  const correct = (correction: object) => door.ask("/api/v1/calendar/corrections", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(correction) });
  const done = await correct({ action: "override", scope: "H48.06", date: "2026-12-05", sessions: [["07:30", "11:30"]], name: "trực", source: "Thông báo 12/TB-SNV", reason: "trực thứ Bảy" });
  t.is(done.status, 201);
  t.regex(String(done.body["version"]), /\.c1$/);
  const refused = await correct({ action: "decide", date: "2026-11-23", decision: "official", source: "Thông báo", reason: "x" });
  t.is(refused.status, 403);
  t.is(refused.body["code"], "agency-not-yours");
  const wrong = await correct({ action: "override", scope: "H48.06", date: "2026-13-05", sessions: [["07:30", "25:00"]], name: "", source: "x", reason: " " });
  t.is(wrong.status, 422);
  t.true((wrong.body["problems"] as unknown[]).length >= 3, "everything wrong at once");
  const listed = await door.ask("/api/v1/calendar/corrections");
  t.is((listed.body["items"] as unknown[]).length, 1);
  t.is(listed.body["version"], done.body["version"]);
});

test("DN-14.3a: a key sees the deadlines of its agencies, by state and kind, and the board", async (t) => {
  const { vpcp, quangNgai } = gateways();
  const sent = await send(vpcp, { dueOn: "2026-12-15" });
  await becomes(vpcp, sent, "H48", "arrived");
  const [at, there] = [await openDoor(t, vpcp), await openDoor(t, quangNgai)];
  const itemsOf = async (door: typeof at, query: string) => (await door.ask(`/api/v1/deadlines?${query}`)).body["items"] as readonly DeadlineAnswer[];
  const items = await eventually("both are waited for", async () => {
    const found = await itemsOf(at, "state=open");
    return found.length === 2 && found;
  });
  t.deepEqual(items.map(({ kind, agency, receiver }) => [kind, agency, receiver.code]), [["acknowledge", "G22", "H48"], ["process", "G22", "H48"]]);
  t.is(items[0]?.document.href, `/api/v1/documents/${sent.document.id}`);
  t.is((await itemsOf(at, "state=met"))[0]?.kind, "send");
  t.is((await itemsOf(at, "kind=process&within=9999"))[0]?.state, "near");
  await eventually("the receiver's own", async () => (await itemsOf(there, "agency=H48")).length === 3);
  t.is((await at.ask("/api/v1/deadlines?agency=H48")).status, 403);
  t.is((await at.ask("/api/v1/deadlines?state=soon")).status, 422);
  t.is((await at.ask("/api/v1/deadlines?after=x")).status, 400);
  const board = await there.ask("/api/v1/deadlines/board?agency=H48");
  t.deepEqual((board.body["items"] as { kind: string }[]).map(({ kind }) => kind).sort(), ["acknowledge", "process", "register"]);
  const { body } = await at.ask(`/api/v1/documents/${sent.document.id}/timeline`);
  const [timeline] = body["items"] as { sent: { rule: string; leaving: { at: string }; entering: { at: string } } }[];
  t.regex(timeline?.sent.rule ?? "", /2023/);
  t.truthy(timeline?.sent.entering.at);
});
