import test from "ava";
import { instantAt } from "#src/core/calendar/local-time";
import type { LocalDate } from "#edxml";
import { openDoor } from "../door.ts";
import { sharedTown } from "../shared-town.ts";
import { fresh, LETTER } from "../submission.ts";
import { addPerson, browser, cookieOf, PASSWORD, signedIn } from "./person.ts";

const town = sharedTown();

test("an account: given with a password for once, which has to be replaced before anything else", async (t) => {
  const gateway = town().quangNgai;
  const door = await openDoor(t, gateway);
  const operator = await signedIn(t, door, await addPerson(gateway, "qt.cap", { roles: ["operator"] }));
  const wanted = { userName: "nvan.snv", fullName: "Nguyễn Văn An", roles: ["clerk"], agencies: ["H48"], decision: "12/QĐ-SNV ngày 20/11/2026" };
  t.deepEqual((await operator.send("POST", "/api/v1/accounts", { ...wanted, passwordHash: "x", mustChangePassword: false, locked: null })).problems.map(({ field }) => field).toSorted(), ["/locked", "/mustChangePassword", "/passwordHash"], "mass assignment");
  t.deepEqual((await operator.send("POST", "/api/v1/accounts", { ...wanted, agencies: ["G22"] })).problems.map(({ code }) => code), ["agency-not-yours"]);
  const made = await operator.send("POST", "/api/v1/accounts", wanted);
  t.is(made.status, 201, made.text);
  t.like(made.body["account"], { userName: "nvan.snv", roles: ["clerk"], agencies: ["H48"], mustChangePassword: true, decision: wanted.decision, createdBy: "qt.cap" });
  t.is((await operator.send("POST", "/api/v1/accounts", wanted)).problems[0]?.field, "/userName");

  const temporary = String(made.body["temporaryPassword"]);
  const first = await door.ask("/api/v1/session", { method: "POST", key: null, headers: { "content-type": "application/json" }, body: JSON.stringify({ userName: "nvan.snv", password: temporary }) });
  t.like(first.body["account"], { mustChangePassword: true });
  const account = await gateway.house.store.reader.accounts.byUserName("nvan.snv");
  if (account === null) return t.fail();
  const clerk = browser(door, account, first);
  t.is((await clerk.ask("/api/v1/incoming")).body["code"], "password-change-needed");
  t.is((await clerk.send("POST", "/api/v1/session/password", { current: temporary, next: "nguyễn văn an 2026" })).problems[0]?.field, "/next");
  t.is((await clerk.send("POST", "/api/v1/session/password", { current: temporary, next: PASSWORD })).status, 200);
  t.is((await clerk.ask("/api/v1/incoming")).status, 200);

  const before = clerk.cookie;
  const changed = await operator.send("PATCH", `/api/v1/accounts/${account.id}`, { reason: "điều động", roles: ["leader"] });
  t.like(changed.body, { roles: ["leader"], agencies: ["H48"] });
  t.is((await door.ask("/api/v1/session", { key: null, headers: { cookie: before } })).status, 401, "other rights, another session");
  t.is((await operator.send("PATCH", `/api/v1/accounts/${account.id}`, { reason: "tự ý", passwordHash: "x" })).problems[0]?.field, "/passwordHash");

  const audit = (await operator.ask(`/api/v1/audit?account=${account.id}`)).body["items"] as { kind: string; actor: { name: string } }[];
  t.deepEqual(audit.map(({ kind }) => kind), ["account.changed", "account.password-changed", "session.opened", "account.created"]);
  t.deepEqual([...new Set(audit.map(({ actor }) => actor.name))], ["qt.cap", "nvan.snv"]);
  const page = await operator.ask(`/api/v1/audit?account=${account.id}&limit=3`);
  const rest = (await operator.ask(`/api/v1/audit?account=${account.id}&limit=3&after=${String(page.body["next"])}`)).body;
  t.deepEqual((rest["items"] as { kind: string }[]).map(({ kind }) => kind), ["account.created"]);
  t.is(rest["next"], null);
  t.false(JSON.stringify(audit).includes(temporary));
});

test.serial("reset, lock and unlock end what is open; the last operator stays", async (t) => {
  const gateway = town().vpcp;
  const door = await openDoor(t, gateway);
  const boss = await addPerson(gateway, "qt.duynhat", { roles: ["operator"] });
  const operator = await signedIn(t, door, boss);
  t.like((await operator.send("POST", `/api/v1/accounts/${boss.id}/lock`, { reason: "thử" })).body, { code: "move-illegal", facts: { why: "last-operator" } });
  t.like((await operator.send("PATCH", `/api/v1/accounts/${boss.id}`, { reason: "thử", roles: ["auditor"] })).body, { code: "move-illegal" });
  t.is((await operator.ask("/api/v1/session")).status, 200);

  const account = await addPerson(gateway, "quen.mk", { roles: ["clerk"], agencies: ["G22"] });
  const clerk = await signedIn(t, door, account);
  const reset = await operator.send("POST", `/api/v1/accounts/${account.id}/reset`, { reason: "quên mật khẩu" });
  t.is(reset.status, 200, reset.text);
  t.is((await clerk.ask("/api/v1/session")).status, 401);
  const again = await door.ask("/api/v1/session", { method: "POST", key: null, headers: { "content-type": "application/json" }, body: JSON.stringify({ userName: "quen.mk", password: reset.body["temporaryPassword"] }) });
  t.like(again.body["account"], { mustChangePassword: true });
  t.like((await operator.send("POST", `/api/v1/accounts/${account.id}/lock`, { reason: "nghỉ việc" })).body, { locked: { by: "qt.duynhat", reason: "nghỉ việc" } });
  t.is((await door.ask("/api/v1/session", { key: null, headers: { cookie: cookieOf(again) ?? "" } })).status, 401, "the cookie of a locked account");
  t.deepEqual(((await operator.ask("/api/v1/accounts?locked=true&q=quen")).body["items"] as { userName: string }[]).map(({ userName }) => userName), ["quen.mk"]);
  t.is(((await operator.send("POST", `/api/v1/accounts/${account.id}/unlock`, { reason: "trở lại" })).body["locked"]), null);
});

test("the name of an account follows the policy of its agency: Hà Giang and Đắk Nông are opposite", async (t) => {
  const { house, operator } = town().quangNgai;
  const wanted = { userName: "ptlan.snv", fullName: "Phạm Thị Lan", roles: ["clerk"] as const, agencies: ["H48.06"], supervises: [] };
  const under = async (profile: string, userName: string): Promise<string | undefined> => {
    const decision = { number: "15/QĐ-UBND", issuedOn: "2026-01-05", issuer: "UBND" };
    await house.service.overridePolicy({ agency: "H48.06", decision, profile, rules: [], validFrom: "2026-01-10", validTo: null, reason: "thử" }, operator);
    await house.policies.refresh(true);
    return await house.service.addAccount({ ...wanted, roles: [...wanted.roles], userName }, operator).then(
      () => "taken",
      (fault: { readonly problems?: readonly { readonly allowed?: string }[] }) => fault.problems?.[0]?.allowed,
    );
  };
  t.is(await under("ha-giang-1690-2016", "lanpt.snv"), "ptlan.snv");
  t.is(await under("dak-nong-01-2022", "ptlan.snv"), "lanpt.snv");
  t.is(await under("dak-nong-01-2022", "lanpt2.snv"), "taken", "people of one name are numbered there");
  t.is(await under("ha-giang-1690-2016", "ptlan.snv"), "taken");
});

test("DN-23.1c, DN-23.2b: a person who moves is locked out, and the open work is named to the successor, who has five working days", async (t) => {
  const gateway = town().vpcp;
  const door = await openDoor(t, gateway);
  const operator = await signedIn(t, door, await addPerson(gateway, "qt.bangiao", { roles: ["operator"] }));
  const leaving = await addPerson(gateway, "nguoi.cu", { roles: ["clerk"], agencies: ["G22"] });
  const staying = await addPerson(gateway, "nguoi.moi", { roles: ["clerk"], agencies: ["G22"] });
  const elsewhere = await addPerson(gateway, "noi.khac", { roles: ["auditor"] });
  const clerk = await signedIn(t, door, leaving);
  const metadata = fresh();
  const form = new FormData();
  form.append("metadata", new File([JSON.stringify(metadata)], "metadata.json", { type: "application/json" }));
  form.append("files", new File([String(LETTER.content)], LETTER.name));
  const sent = await clerk.ask("/api/v1/documents", { method: "POST", body: form });
  t.is(sent.status, 202, sent.text);

  const hand = { decision: "20/QĐ-VPCP", decidedOn: "2026-11-20" };
  const address = `/api/v1/accounts/${leaving.id}/hand-over`;
  for (const successor of [leaving.id, elsewhere.id, "khong-co"]) t.is((await operator.send("POST", address, { ...hand, successor })).problems[0]?.field, "/successor");
  t.is((await clerk.ask("/api/v1/session")).status, 200);
  const opened = await operator.send("POST", address, { ...hand, successor: staying.id });
  t.is(opened.status, 201, opened.text);
  t.like(opened.body, { account: { id: leaving.id }, successor: { id: staying.id }, decision: "20/QĐ-VPCP", late: false, doneAt: null });
  const code = `${metadata.code.number}/${metadata.code.notation}`;
  t.deepEqual((opened.body["work"] as { code: string; direction: string }[]).map((item) => [item.direction, item.code]), [["outgoing", code]]);
  t.is((await clerk.ask("/api/v1/session")).status, 401);
  t.is((await door.ask("/api/v1/session", { method: "POST", key: null, headers: { "content-type": "application/json" }, body: JSON.stringify({ userName: "nguoi.cu", password: PASSWORD }) })).body["code"], "locked");

  // from Friday 20 November: 23, then 25 to 27 with the holiday of the 24th left out, and the 30th
  const { days } = await gateway.house.service.calendarDays("G22", "2026-11-21" as LocalDate, "2026-12-10" as LocalDate);
  const fifth = days.filter(({ sessions }) => sessions.length > 0)[4]?.date ?? ("" as LocalDate);
  t.is(new Date(String(opened.body["dueAt"])).getTime(), instantAt(fifth, 1440).getTime());
  const successor = await signedIn(t, door, staying);
  const [mine] = (await successor.ask("/api/v1/hand-overs")).body["items"] as { id: string }[];
  t.is<unknown, unknown>(mine?.id, opened.body["id"]);
  const stranger = await signedIn(t, door, await addPerson(gateway, "ke.ngoai", { roles: ["clerk"], agencies: ["G22"] }));
  t.deepEqual((await stranger.ask("/api/v1/hand-overs")).body["items"], []);
  t.is((await stranger.ask(`/api/v1/hand-overs/${mine?.id ?? ""}/finish`, { method: "POST" })).status, 404);
  t.is((await successor.ask(`/api/v1/hand-overs/${mine?.id ?? ""}/finish`, { method: "POST" })).body["doneBy"], "nguoi.moi");
  t.is((await operator.ask(`/api/v1/hand-overs/${mine?.id ?? ""}/finish`, { method: "POST" })).body["code"], "move-illegal");
});
