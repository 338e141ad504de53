import { createHash } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { eventually } from "#test/support/town";
import { openDoor, type Answer, type Door } from "./door.ts";
import { sharedTown } from "./shared-town.ts";
import { APPENDIX, form, fresh, LETTER, type FormFile } from "./submission.ts";

const town = sharedTown();

interface Incoming {
  readonly id: string;
  readonly state: string;
  readonly code: { readonly number: string };
  readonly files: readonly { readonly name: string; readonly size: number; readonly sha256: string; readonly href: string }[];
  readonly envelope: { readonly href: string; readonly sha256: string };
  readonly verdict: { readonly kind: string };
}

interface Arrived {
  readonly sender: Door;
  readonly receiver: Door;
  readonly documentId: string;
  readonly incoming: Incoming;
}

/** Sent at one gateway over REST, waiting at the other for its QLVB. */
async function arrived(t: ExecutionContext, letter: FormFile = LETTER): Promise<Arrived> {
  const sender = await openDoor(t, town().vpcp);
  const receiver = await openDoor(t, town().quangNgai);
  const metadata = fresh();
  const sent = await sender.ask("/api/v1/documents", { method: "POST", body: form(metadata, [letter, APPENDIX]) });
  t.is(sent.status, 202, sent.text);
  const incoming = await eventually("the arrival", async () => itemsOf(await receiver.ask("/api/v1/incoming?fetched=false&limit=200&sender=G22")).find((one) => one.code.number === metadata.code.number));
  return { sender, receiver, documentId: (sent.body["document"] as { id: string }).id, incoming };
}

function itemsOf(answer: Answer): readonly Incoming[] {
  return answer.body["items"] as readonly Incoming[];
}

function report(door: Door, id: string, body: object) {
  return door.ask(`/api/v1/incoming/${id}/statuses`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
}

const PERSON = { fullName: "Nguyễn Thị Lan", department: "Văn thư" };

test("a document sent here is fetched there byte for byte, acknowledged, accepted, and the sender sees it (HG-2.1, HG-12.2a, QN-3.2)", async (t) => {
  const { sender, receiver, documentId, incoming } = await arrived(t);
  t.is(incoming.verdict.kind, "intact");
  t.deepEqual(incoming.files.map((file) => file.name), [LETTER.name, APPENDIX.name]);
  for (const [index, file] of incoming.files.entries()) {
    const got = await receiver.ask(file.href);
    t.is(got.text, String([LETTER, APPENDIX][index]?.content));
    t.is(got.headers.get("repr-digest"), `sha-256=:${Buffer.from(file.sha256, "hex").toString("base64")}:`);
  }

  const acknowledged = await receiver.ask(`/api/v1/incoming/${incoming.id}/acknowledge`, { method: "POST" });
  t.deepEqual([acknowledged.status, typeof acknowledged.body["fetchedAt"]], [200, "string"]);
  t.deepEqual((await receiver.ask(`/api/v1/incoming/${incoming.id}/acknowledge`, { method: "POST" })).body["fetchedAt"], acknowledged.body["fetchedAt"]);
  t.false(itemsOf(await receiver.ask("/api/v1/incoming?fetched=false&limit=200")).some((one) => one.id === incoming.id));

  const first = await report(receiver, incoming.id, { action: "accept", person: PERSON });
  const again = await report(receiver, incoming.id, { action: "accept", person: PERSON });
  t.deepEqual([first.status, first.body["created"], again.status, again.body["created"]], [201, true, 200, false]);
  const statuses = await receiver.ask(`/api/v1/incoming/${incoming.id}/statuses`);
  t.deepEqual((statuses.body["items"] as { statusCode: string }[]).map((status) => status.statusCode), ["01", "03"]);

  const dispatch = await eventually("03 at the sender", async () => {
    const { body } = await sender.ask(`/api/v1/documents/${documentId}`);
    return (body["dispatches"] as { state: string }[]).find((one) => one.state === "accepted");
  });
  t.truthy(dispatch);
  const timeline = await sender.ask(`/api/v1/documents/${documentId}/timeline`);
  const [line] = timeline.body["items"] as { steps: { kind: string; text: string }[]; now: string }[];
  t.true((line?.steps.length ?? 0) >= 4);
  t.truthy(line?.now);
  const { body } = await sender.ask(`/api/v1/documents/${documentId}/dispatches`);
  t.deepEqual((body["transmissions"] as { state: string }[]).map((one) => one.state), ["entered"]);
});

test("the signed envelope is the same bytes at both ends (HG-8, DN-11.1)", async (t) => {
  const { sender, receiver, documentId, incoming } = await arrived(t);
  const out = await sender.ask(`/api/v1/documents/${documentId}/envelope`);
  t.is(out.status, 200);
  t.is(out.headers.get("content-disposition"), `attachment; filename="${documentId}.edxml"; filename*=UTF-8''${documentId}.edxml`);
  const digest = createHash("sha256").update(out.bytes).digest("hex");
  t.is(out.headers.get("etag"), `"${digest}"`);
  const there = await receiver.ask(incoming.envelope.href);
  t.is(there.status, 200);
  t.true(there.text.includes("VPCP-KSTT"));
});

test("a refusal needs a code, words and a person, and cannot be taken back by accepting", async (t) => {
  const { receiver, incoming } = await arrived(t);
  const bare = await report(receiver, incoming.id, { action: "refuse", person: PERSON });
  t.deepEqual(bare.problems.map((problem) => problem.field).toSorted(), ["/code", "/reason"]);
  t.is((await report(receiver, incoming.id, { action: "refuse", person: PERSON, code: "WRONG_RECIPIENT", reason: "Văn bản gửi cho Sở Xây dựng" })).status, 201);
  const accept = await report(receiver, incoming.id, { action: "accept", person: PERSON });
  t.deepEqual([accept.status, accept.body["code"]], [409, "move-illegal"]);
  const shown = await receiver.ask(`/api/v1/incoming/${incoming.id}`);
  t.is((shown.body["refusal"] as { code: string }).code, "WRONG_RECIPIENT");
});

test("other agency's document is not found, whatever is asked of it", async (t) => {
  const { sender, receiver, documentId, incoming } = await arrived(t);
  const asStranger = await town().quangNgai.house.store.reader.apiKeys.list();
  t.true(asStranger.length > 0);
  for (const path of ["", "/dispatches", "/timeline", "/envelope", "/files/0"]) t.is((await receiver.ask(`/api/v1/documents/${documentId}${path}`)).status, 404, path);
  for (const path of ["", "/statuses", "/envelope", "/files/0"]) t.is((await sender.ask(`/api/v1/incoming/${incoming.id}${path}`)).status, 404, path);
  t.is((await sender.ask(`/api/v1/incoming/${incoming.id}/acknowledge`, { method: "POST" })).status, 404);
  t.is((await report(sender, incoming.id, { action: "accept", person: PERSON })).status, 404);
});

test("ranges, conditions and heads of a file, at the receiver's and at the sender's", async (t) => {
  const { sender, receiver, documentId, incoming } = await arrived(t);
  const sent = (await sender.ask(`/api/v1/documents/${documentId}`)).body["files"] as { readonly href: string; readonly sha256: string }[];
  await rangesOf(t, incoming.files[0], (path, headers, method) => receiver.ask(path, { headers, method }));
  await rangesOf(t, sent[0], (path, headers, method) => sender.ask(path, { headers, method }));
});

async function rangesOf(t: ExecutionContext, file: { readonly href: string; readonly sha256: string } | undefined, ask: (path: string, headers: Record<string, string>, method: string) => ReturnType<Door["ask"]>): Promise<void> {
  if (file === undefined) return t.fail("no file");
  const whole = Buffer.from(String(LETTER.content));
  const get = (headers: Record<string, string>, method = "GET") => ask(file.href, headers, method);

  const plain = await get({});
  t.is(plain.headers.get("content-disposition"), `attachment; filename="Cong van so 123.pdf"; filename*=UTF-8''${encodeURIComponent(LETTER.name)}`);
  t.is(plain.headers.get("x-content-type-options"), "nosniff");
  t.regex(plain.headers.get("content-security-policy") ?? "", /default-src 'none'.*; sandbox$/);
  t.is(plain.headers.get("accept-ranges"), "bytes");
  for (const [range, from, to] of [["bytes=0-3", 0, 3], ["bytes=5-", 5, whole.length - 1], ["bytes=-4", whole.length - 4, whole.length - 1], ["bytes=2-999999", 2, whole.length - 1]] as const) {
    const part = await get({ range });
    t.is(part.status, 206, range);
    t.is(part.headers.get("content-range"), `bytes ${from}-${to}/${whole.length}`);
    t.deepEqual(Buffer.from(part.bytes), whole.subarray(from, to + 1), range);
  }
  const outside = await get({ range: `bytes=${whole.length}-` });
  t.deepEqual([outside.status, outside.headers.get("content-range")], [416, `bytes */${whole.length}`]);
  for (const range of ["bytes=5-2", "bytes=0-1,3-4", "lines=0-1", "bytes=-", "bytes=a-b"]) t.is((await get({ range })).status, 200, range);
  t.is((await get({ range: "bytes=0-1", "if-range": '"another"' })).status, 200);
  t.is((await get({ range: "bytes=0-1", "if-range": `"${file.sha256}"` })).status, 206);
  t.is((await get({ "if-none-match": `"x", "${file.sha256}"` })).status, 304);
  const head = await get({}, "HEAD");
  t.deepEqual([head.status, head.text, head.headers.get("content-length")], [200, "", String(whole.length)]);
  for (const index of ["2", "-1", "0x0", "1e0", "99999999999", "__proto__"]) t.true([404, 422].includes((await ask(file.href.replace(/0$/, index), {}, "GET")).status), index);
}

test("a file damaged on disk never arrives as if it were whole, and the log says so", async (t) => {
  const { receiver, incoming } = await arrived(t, { name: "hỏng.pdf", content: `%PDF-1.7 chỉ có ở đây ${Date.now()}` });
  const file = incoming.files[0];
  if (file === undefined) return t.fail("no file");
  const sha256 = await damaged(file.sha256, town().quangNgai.config.dataDirectory);
  await t.throwsAsync(receiver.ask(file.href));
  t.true(receiver.log.some((line) => line.facts["code"] === "blob-corrupt" && JSON.stringify(line).includes(sha256)));
  await rm(blobPath(sha256, town().quangNgai.config.dataDirectory));
  const missing = await receiver.ask(file.href);
  t.deepEqual([missing.status, missing.body["code"]], [500, "blob-missing"]);
});

function blobPath(sha256: string, dataDirectory: string): string {
  return join(dataDirectory, "blobs", sha256.slice(0, 2), sha256);
}

async function damaged(sha256: string, dataDirectory: string): Promise<string> {
  const path = blobPath(sha256, dataDirectory);
  const bytes = await readFile(path);
  bytes[3] = (bytes[3] ?? 0) ^ 1;
  await writeFile(path, bytes);
  return sha256;
}

test("lists are cut into pages by a cursor, newest first, without gaps", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const sent: string[] = [];
  for (let round = 0; round < 5; round++) {
    const { body } = await door.ask("/api/v1/documents", { method: "POST", body: form() });
    sent.unshift((body["document"] as { id: string }).id);
  }
  const seen: string[] = [];
  let next: string | null = null;
  do {
    const page: Answer = await door.ask(`/api/v1/documents?limit=2${next === null ? "" : `&after=${encodeURIComponent(next)}`}`);
    seen.push(...(page.body["items"] as { id: string }[]).map((one) => one.id));
    next = page.body["next"] as string | null;
  } while (next !== null);
  t.deepEqual(seen.filter((id) => sent.includes(id)), sent);
  t.is(new Set(seen).size, seen.length);
  const by = await door.ask("/api/v1/documents?receiver=H48&submittedFrom=2020-01-01&limit=1");
  t.is((by.body["items"] as unknown[]).length, 1);
  t.deepEqual((await door.ask("/api/v1/documents?submittedTo=2020-01-01")).body["items"], []);
});

test("a document goes only for an agency of the key, to agencies that exist (DN-9.2)", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const other = await door.ask("/api/v1/documents", { method: "POST", body: form({ ...fresh(), sender: "H48" }) });
  t.deepEqual([other.status, other.body["code"]], [403, "agency-not-yours"]);
  const unknown = await door.ask("/api/v1/documents", { method: "POST", body: form({ ...fresh(), receivers: [{ organId: "H48" }, { organId: "Z99" }] }) });
  t.deepEqual([unknown.status, unknown.problems.map((problem) => problem.field)], [422, ["/receivers/1/organId"]]);
});

test("what has not failed cannot be resent, and a reason is demanded", async (t) => {
  const { sender, documentId } = await arrived(t);
  const resend = (body: object) => sender.ask(`/api/v1/documents/${documentId}/resend`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
  t.is((await resend({})).problems[0]?.field, "/reason");
  t.deepEqual([(await resend({ reason: "thử" })).status, (await resend({ reason: "thử" })).body["code"]], [409, "move-illegal"]);
  t.is((await resend({ reason: "thử", transmissionId: "019aa9c4-6f00-7c3e-9f1a-0242ac120002" })).status, 404);
});

test("what the sender changed is seen, with what it was before and why", async (t) => {
  const { sender, receiver, documentId, incoming } = await arrived(t);
  const versions = async () => (await receiver.ask(`/api/v1/incoming/${incoming.id}/versions`)).body["items"] as readonly Record<string, unknown>[];
  t.deepEqual(await versions(), []);
  const updated = await sender.ask(`/api/v1/documents/${documentId}/update`, { method: "POST", body: JSON.stringify({ reason: "Ghi sai trích yếu", change: { subject: "V/v trích yếu đúng" } }), headers: { "content-type": "application/json" } });
  t.is(updated.status, 202, updated.text);
  const changed = await eventually("the update", async () => {
    const { body } = await receiver.ask(`/api/v1/incoming/${incoming.id}`);
    return body["updates"] === 1 && body;
  });
  t.is(changed["subject"], "V/v trích yếu đúng");
  t.not(changed["updatedAt"], null);
  t.deepEqual((await versions()).map(({ subject, reason, statedAt }) => ({ subject, reason, statedAt })), [{ subject: fresh().subject, reason: "Ghi sai trích yếu", statedAt: null }]);
  t.is((await sender.ask(`/api/v1/incoming/${incoming.id}/versions`)).status, 404);
});
