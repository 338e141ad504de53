import test, { type ExecutionContext } from "ava";
import { Client } from "pg";
import { newOverrideSchema, type NewOverride } from "#src/core/policy/override";
import { makeZip } from "#test/support/office";
import { eventually, type TownGateway } from "#test/support/town";
import { openDoor, type Answer, type Door } from "./door.ts";
import { sharedTown } from "./shared-town.ts";
import { form, fresh, LETTER } from "./submission.ts";

const town = sharedTown();

function post(door: Door, path: string, body: object): Promise<Answer> {
  return door.ask(path, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
}

function decision(change: object = {}): NewOverride {
  return newOverrideSchema.parse({ agency: "H48", decision: { number: "15/QĐ-UBND", issuedOn: "2026-11-01", issuer: "UBND tỉnh Quảng Ngãi" }, validFrom: "2026-11-01", reason: "đường truyền chưa nâng cấp", ...change });
}

async function journal(gateway: TownGateway, kind: string): Promise<readonly { readonly actor: object; readonly facts: object; readonly outgoing_id: string | null }[]> {
  const client = new Client({ connectionString: gateway.config.databaseUrl ?? "" });
  await client.connect();
  try {
    return (await client.query<{ actor: object; facts: object; outgoing_id: string | null }>("SELECT actor, facts, outgoing_id FROM journal WHERE kind = $1 ORDER BY position", [kind])).rows;
  } finally {
    await client.end();
  }
}

async function send(t: ExecutionContext, door: Door, metadata: object): Promise<string> {
  const sent = await door.ask("/api/v1/documents", { method: "POST", body: form(metadata) });
  t.is(sent.status, 202, sent.text);
  return (sent.body["document"] as { id: string }).id;
}

async function incomingFrom(door: Door, sender: string, number: string): Promise<string> {
  const found = await eventually("the arrival", async () => ((await door.ask(`/api/v1/incoming?limit=200&sender=${sender}`)).body["items"] as { id: string; code: { number: string } }[]).find(({ code }) => code.number === number));
  return found.id;
}

test("profiles are listed and read with every rule, its article and who decided it; an unknown one is not found", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const list = (await door.ask("/api/v1/policies")).body["items"] as { id: string; issuer: { successor: string | null } | null }[];
  t.is(list.length, 7);
  t.is(list.find(({ id }) => id === "ha-giang-1690-2016")?.issuer?.successor, "H60");
  const rules = (await door.ask("/api/v1/policies/dak-nong-01-2022")).body["rules"] as { rule: string; text: string; article: string; decidedBy: string }[];
  t.like(rules.find(({ rule }) => rule === "file-size"), { text: "tối đa 50 MB", article: "QĐ 01/2022/QĐ-UBND Đắk Nông Đ.8.4", decidedBy: "dak-nong-01-2022 bản 1" });
  t.is((await door.ask("/api/v1/policies/nowhere")).status, 404);
  const own = (await door.ask("/api/v1/agencies/H48.06/policy")).body as { profile: { id: string }; layers: { because: string }[] };
  t.is(own.profile.id, "quang-ngai-57-2014");
  t.regex(own.layers[1]?.because ?? "", /cơ quan dưới mã H48/);
  const compared = (await door.ask("/api/v1/policies/diff?sender=G22&receiver=H48")).body["differences"] as { rule: string; receiverIsStricter: boolean; receiver: { article: string } }[];
  t.like(compared.find(({ rule }) => rule === "file-formats"), { receiverIsStricter: true, receiver: { article: "QĐ 57/2014/QĐ-UBND Quảng Ngãi Đ.4.2.c" } });
});

test.serial("the receiver's policy decides: what Quảng Ngãi does not take is said before sending and refused when it is sent", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const files = [LETTER, { name: "so-lieu.zip", content: makeZip([{ name: "so-lieu.csv", content: "1,2" }]) }];
  const metadata = fresh();
  const checked = (await door.ask("/api/v1/document-checks", { method: "POST", body: form(metadata, files) })).body as { sendable: boolean; problems: { field: string; found: string; profile: string; message: string }[]; notes: { field: string }[]; receivers: { code: string; profile: string; differences: { rule: string }[] }[] };
  t.false(checked.sendable);
  t.deepEqual(checked.problems.map(({ field, found, profile }) => [field, found, profile]), [["/files/1", "zip", "quang-ngai-57-2014 bản 1"]]);
  t.regex(checked.problems[0]?.message ?? "", /^UBND tỉnh Quảng Ngãi \(H48\) không nhận tệp “so-lieu\.zip”/);
  t.true(checked.receivers[0]?.differences.some(({ rule }) => rule === "paper"));
  const sent = await door.ask("/api/v1/documents", { method: "POST", body: form(metadata, files) });
  t.deepEqual([sent.status, sent.problems.map(({ field }) => field)], [422, ["/files/1"]]);
  const good = (await door.ask("/api/v1/document-checks", { method: "POST", body: form(metadata) })).body as { sendable: boolean };
  t.true(good.sendable);
  const alone = (await post(door, "/api/v1/document-checks", { ...metadata, secrecy: "mat" })).body as { sendable: boolean; problems: { code: string }[] };
  t.deepEqual([alone.sendable, alone.problems.map(({ code }) => code)], [false, ["secret-content-forbidden"]]);
});

test.serial("HG-2.5, BG-8.2: an agency's own rules need a decision with a number, count at once, are journalled, and are ended by another decision", async (t) => {
  const { vpcp } = town();
  const door = await openDoor(t, vpcp);
  t.is((await post(door, "/api/v1/policies/overrides", decision())).body["code"], "agency-not-yours", "a key decides for its own agencies only");
  t.is((await post(door, "/api/v1/policies/overrides", { ...decision(), decision: { number: "", issuedOn: "2026-11-01", issuer: "x" } })).problems[0]?.field, "/decision/number");
  const wrong = await post(door, "/api/v1/policies/overrides", { ...decision({ agency: "G22" }), profile: "gone", validTo: "2026-10-01", rules: [{ rule: "secrecy", article: "Đ.1", value: { allowed: ["mat"] } }, { rule: "file-size", article: "Đ.1", value: { maxMb: -1 } }] });
  t.deepEqual(wrong.problems.map(({ field }) => field), ["/profile", "/validTo", "/rules/0/rule", "/rules/1/value/maxMb"]);

  const recorded = await vpcp.house.service.overridePolicy(decision({ rules: [{ rule: "document-size", article: "15/QĐ-UBND Đ.2", value: { maxMb: 1 } }] }), vpcp.operator);
  t.is(recorded.version, 1);
  const big = [{ ...LETTER, content: `%PDF-1.7 ${"x".repeat(1024 * 1024)}` }];
  const refused = await door.ask("/api/v1/documents", { method: "POST", body: form(fresh(), big) });
  t.is(refused.status, 413, refused.text);
  t.like(refused.problems[0], { field: "/files", rule: "15/QĐ-UBND Đ.2" });
  t.regex(refused.text, /UBND tỉnh Quảng Ngãi \(H48\) nhận tối đa 1 MB; tệp này 1,1 MB/);
  t.regex(refused.text, /H48 bản 1 \(15\/QĐ-UBND\)/);

  t.is((await vpcp.house.service.overridePolicy(decision({ decision: { number: "20/QĐ-UBND", issuedOn: "2026-11-19", issuer: "UBND tỉnh Quảng Ngãi" } }), vpcp.operator)).version, 2);
  t.is((await door.ask("/api/v1/documents", { method: "POST", body: form(fresh(), big) })).status, 202);
  const items = (await door.ask("/api/v1/policies/overrides?agency=H48")).body["items"] as { version: number; decision: { number: string } }[];
  t.deepEqual(items.map(({ version, decision: { number } }) => `${version} ${number}`), ["2 20/QĐ-UBND", "1 15/QĐ-UBND"]);
  t.deepEqual((await journal(vpcp, "policy.override-recorded")).map(({ facts }) => (facts as { decision: string }).decision), ["15/QĐ-UBND", "20/QĐ-UBND"]);
  const own = await post(door, "/api/v1/policies/overrides", decision({ agency: "G22" }));
  t.is(own.status, 201, own.text);
});

test.serial("DN-13.1a, BG-5.1: a document that deviates is kept with every deviation, its article, and the code it may be refused with", async (t) => {
  const { vpcp, quangNgai } = town();
  const [sender, receiver] = [await openDoor(t, vpcp), await openDoor(t, quangNgai)];
  await quangNgai.house.service.overridePolicy(decision({ rules: [{ rule: "file-name", article: "15/QĐ-UBND Đ.3", value: { maxLength: 50, characters: "letters-digits" } }] }), quangNgai.operator);
  const metadata = fresh();
  await send(t, sender, metadata);
  const id = await incomingFrom(receiver, "G22", metadata.code.number);
  const check = (await receiver.ask(`/api/v1/incoming/${id}/policy`)).body as { checked: boolean; profile: string; findings: { field: string; severity: string; rule: string; refusalCode: string | null }[] };
  t.deepEqual([check.checked, check.profile], [true, "H48 bản 1 (15/QĐ-UBND)"]);
  t.like(check.findings.find(({ severity }) => severity === "refuse"), { field: "/files/0", rule: "15/QĐ-UBND Đ.3", refusalCode: "FORMAT_NOT_ALLOWED" });
  t.is((await receiver.ask(`/api/v1/incoming/${id}`)).body["state"], "arrived", "never lost");
  await quangNgai.house.service.overridePolicy(decision({ reason: "thôi áp dụng" }), quangNgai.operator);
});

test.serial("HG-7.2, QN-10.1c, KD-6.2a, KD-6.4b: promised paper is open at both ends until the receiver says that it and the electronic document are one", async (t) => {
  const { quangNgai } = town();
  const door = await openDoor(t, quangNgai);
  const metadata = { ...fresh(), sender: "H48", receivers: [{ organId: "H48.06" }], paperOriginal: true };
  const documentId = await send(t, door, metadata);
  const incomingId = await incomingFrom(door, "H48", metadata.code.number);
  const open = async (): Promise<string[]> => ((await door.ask("/api/v1/papers")).body["items"] as { direction: string; documentId: string; state: string }[]).filter((paper) => [documentId, incomingId].includes(paper.documentId)).map(({ direction, state }) => `${direction} ${state}`).toSorted();
  t.deepEqual(await open(), ["incoming promised", "outgoing promised"]);
  const accepted = await post(door, `/api/v1/incoming/${incomingId}/statuses`, { action: "accept", person: { fullName: "Nguyễn Thị Lan" } });
  t.deepEqual([accepted.status, await open()], [201, ["incoming promised", "outgoing promised"]], "the electronic document is worked on without waiting for the paper");

  t.is((await post(door, `/api/v1/incoming/${incomingId}/paper`, { matches: false, person: "Lan" })).problems[0]?.field, "/note");
  t.is((await post(door, `/api/v1/incoming/${incomingId}/paper`, { matches: false, person: "Lan", note: "thiếu phụ lục 2" })).body["state"], "mismatched");
  t.deepEqual(await open(), ["incoming mismatched", "outgoing mismatched"], "the sender sees it at once");
  const confirmed = await post(door, `/api/v1/incoming/${incomingId}/paper`, { matches: true, person: "Nguyễn Thị Lan" });
  t.deepEqual([confirmed.status, confirmed.body["state"], confirmed.body["person"]], [200, "matched", "Nguyễn Thị Lan"]);
  t.deepEqual(await open(), []);
  t.is((await post(door, `/api/v1/incoming/${incomingId}/paper`, { matches: true, person: "Lan" })).status, 200, "again says the same");
  t.is((await post(door, `/api/v1/incoming/${incomingId}/paper`, { matches: false, person: "Lan", note: "x" })).status, 409);

  const without = { ...fresh(), sender: "H48", receivers: [{ organId: "H48.06" }] };
  await send(t, door, without);
  t.is((await post(door, `/api/v1/incoming/${await incomingFrom(door, "H48", without.code.number)}/paper`, { matches: true, person: "Lan" })).body["code"], "move-illegal");
});

test.serial("a receiver elsewhere says by telephone that the paper came, and the sender notes it", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const metadata = { ...fresh(), paperOriginal: true };
  const id = await send(t, door, metadata);
  const noted = await post(door, `/api/v1/documents/${id}/paper/H48`, { matches: true, person: "Trần Thị Hương" });
  t.deepEqual([noted.status, noted.body["state"]], [200, "matched"]);
  t.is((await post(door, `/api/v1/documents/${id}/paper/H01`, { matches: true, person: "X" })).body["code"], "move-illegal");
});

test.serial("HG-7.3, BG-3.1, KD-4.2d1: who tried to send a secret document, when and by which door is journalled, and nothing of what it was", async (t) => {
  const { vpcp } = town();
  const door = await openDoor(t, vpcp);
  const before = (await journal(vpcp, "policy.secret-refused")).length;
  t.is((await door.ask("/api/v1/documents", { method: "POST", body: form({ ...fresh(), secrecy: "toi-mat", subject: "Kế hoạch tuyệt đối kín" }) })).status, 422);
  const lines = await journal(vpcp, "policy.secret-refused");
  t.is(lines.length, before + 1);
  const last = lines.at(-1);
  t.deepEqual([last?.facts, last?.outgoing_id], [{ door: "rest" }, null]);
  t.like(last?.actor, { kind: "system-key", keyId: vpcp.keyId });
  t.notRegex(JSON.stringify(last), /tuyệt đối kín|toi-mat/);
});
