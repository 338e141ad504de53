import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { Client } from "pg";
import { signedHeaders } from "#adapters/axis/signing";
import { axisServer } from "#adapters/axis/server/axis-server";
import { gatewayDesk } from "#src/web/axis-facade/desk";
import { startWeb } from "#src/web/server";
import { callDoor, handSigned, letterOf, openQlvb, sending, type Qlvb } from "#test/support/axis-door";
import { eventually, openTown, TownTimeout, type TownGateway } from "#test/support/town";

const closers: (() => unknown)[] = [];
let gateway: TownGateway | null = null;
test.before(async () => {
  const town = await openTown(
    { teardown: (close) => closers.push(close) },
    { gateways: { quangngai: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }, { code: "H48.06", name: "Sở Nội vụ" }, { code: "H48.15", name: "Sở Y tế" }] } }, run: ["web", "jobs"] },
  );
  gateway = town.gateways["quangngai"] ?? null;
});
test.after.always(async () => {
  for (const close of closers.toReversed()) await close();
});
function here(): TownGateway {
  if (gateway === null) throw new TownTimeout("the town is not open");
  return gateway;
}

const LIST = { servicetype: "eDoc", messagetype: "edoc" };
const WRONG = '{"status":"FAIL","ErrorCode":"15","ErrorDesc":"Sai systemid hoac secretkey hash-header khong khop","data":[]}';
let lastNumber = 0;

/** From one of our agencies to another, inside the gateway; its docId at the receiver. */
async function delivered(sender: Qlvb, receiver: Qlvb): Promise<string> {
  const number = String(++lastNumber);
  const { bytes } = await letterOf(here(), "H48", ["H48.06"], { code: { number, notation: "UBND-VP" } });
  const sent = await callDoor(sender, "sendEdoc", sending(bytes, "H48"));
  if (sent.json["status"] !== "OK") throw new TownTimeout(sent.text);
  const incoming = await eventually("it arrives", async () => (await here().house.service.listIncoming({ limit: 50 }, here().operator)).rows.find(({ message }) => message.code.number === number));
  await eventually("it waits", async () => (await callDoor(receiver, "getReceivedEdocList", { parameters: LIST, body: "" })).items.some((item) => item["docId"] === incoming.id));
  return incoming.id;
}

test("an unknown system id, a wrong secret and a revoked account are answered with the same words (KD-4.2b, KD-8.1)", async (t) => {
  const qlvb = await openQlvb(t, here(), ["H48"]);
  const ask = async (who: Pick<Qlvb, "url" | "systemId" | "secret">): Promise<string> => (await callDoor(who, "getReceivedEdocList", { parameters: LIST, body: "" })).text;
  t.is(await ask({ ...qlvb, secret: `${qlvb.secret}x` }), WRONG);
  t.is(await ask({ ...qlvb, systemId: "nobody" }), WRONG);
  t.is(await ask({ ...qlvb, systemId: "a'; DROP TABLE axis_key;--" }), WRONG);
  t.is(await ask({ ...qlvb, systemId: "" }), WRONG);
  t.regex(await ask(qlvb), /"status":"OK"/);
  await here().house.store.write((tx) => tx.revokeAxisKey(qlvb.keyId as never, new Date()));
  t.is(await ask(qlvb), WRONG, "revoked at once");
});

test("nothing signed can be changed, left out or taken from another account", async (t) => {
  const [province, department] = [await openQlvb(t, here(), ["H48"]), await openQlvb(t, here(), ["H48.06"])];
  const members = [["systemid", province.systemId], ["timestamp", "1"], ["Content-Type", "application/json"], ["messagetype", "edoc"], ["docId", "x"]] as const;
  const status = async (over: Record<string, string>): Promise<unknown> => (await callDoor(province, "countReceiveEdoc", { headers: handSigned(province, members, over) })).json["ErrorCode"];
  t.is(await status({}), "0");
  t.is(await status({ "XroadVnpt-docId": "y" }), "15");
  t.is(await status({ "XroadVnpt-systemid": department.systemId }), "15", "the header names another account than the signed one");
  t.is(await status({ "XroadVnpt-sign-header-key": "systemid" }), "15");
  t.is(await status({ "XroadVnpt-hash-header": "" }), "15");
  t.is(await status({ "XroadVnpt-sign-header": "{}" }), "15");
  t.is(await status({ "XroadVnpt-sign-header": '{"XroadVnpt-systemid":null}' }), "15");
  t.is(await status({ "XroadVnpt-sign-header": "[".repeat(5000) }), "15");
  const foreign = handSigned({ systemId: department.systemId, secret: department.secret }, members);
  t.is((await callDoor(province, "countReceiveEdoc", { headers: foreign })).json["ErrorCode"], "15", "signed with one secret in the name of another");
  const twice = handSigned(province, [["systemid", department.systemId], ["systemid", province.systemId], ["timestamp", "1"]]);
  t.is((await callDoor(province, "countReceiveEdoc", { headers: twice })).json["ErrorCode"], "15", "a member given twice");
  t.is((await callDoor(province, "countReceiveEdoc", { headers: ["Authorization", `Bearer ${here().apiKey}`] })).json["ErrorCode"], "15", "a key of the REST door opens nothing here");
  t.is((await fetch(`${here().house.url ?? ""}/api/v1/documents`, { headers: { authorization: `Bearer ${province.secret}` } })).status, 401, "and the other way round");
});

test("a docId of another agency does not exist: not to read, not to acknowledge, not to report on", async (t) => {
  const [sender, receiver, stranger] = [await openQlvb(t, here(), ["H48"]), await openQlvb(t, here(), ["H48.06"]), await openQlvb(t, here(), ["H48.15"])];
  const docId = await delivered(sender, receiver);
  for (const who of [stranger, sender]) {
    t.is((await callDoor(who, "getEdoc", { parameters: { docId } })).text, `{"status":"FAIL","ErrorCode":"25","ErrorDesc":"Khong tim thay docId ${docId}","data":""}`);
    t.is((await callDoor(who, "downloadEdoc", { parameters: { docId }, method: "GET" })).text, "", "official clients would store a text as the document");
    t.is((await callDoor(who, "updateStatus", { parameters: { docid: docId, status: "done" } })).json["ErrorCode"], "25");
  }
  const [status] = await eventually("01 waits at the sender", async () => {
    const { items } = await callDoor(sender, "getReceivedEdocList", { parameters: { ...LIST, messagetype: "status" }, body: "" });
    return items.length > 0 && items;
  });
  for (const who of [stranger, receiver]) t.is((await callDoor(who, "getEdoc", { parameters: { docId: status?.["docId"] ?? "" } })).json["ErrorCode"], "25", "a status of another agency");
  const sent = (await callDoor(sender, "getSentEdocList", { parameters: LIST, body: "" })).items;
  const theirs = await callDoor(stranger, "getSentEdocList", { parameters: { ...LIST, docId: sent[0]?.["senderDocId"] ?? "" }, body: "" });
  t.deepEqual(theirs.items, []);
  for (const odd of ["", "../../etc/passwd", "' OR 1=1 --", docId.toUpperCase(), `${docId}\u0000`, "a".repeat(5000)]) {
    if (odd.includes("\u0000")) continue; // no HTTP client can say it
    t.is((await callDoor(receiver, "getEdoc", { parameters: { docId: odd } })).json["ErrorCode"], "25", odd.slice(0, 20));
  }
});

test("an account sends only as its own agencies, and an envelope only as the agency the request was signed for", async (t) => {
  const both = await openQlvb(t, here(), ["H48", "H48.06"]);
  const department = await openQlvb(t, here(), ["H48.06"]);
  const { bytes } = await letterOf(here(), "H48", ["H48.15"], { code: { number: "900", notation: "X" } });
  t.is((await callDoor(department, "sendEdoc", sending(bytes, "H48"))).text, `{"status":"FAIL","ErrorCode":"19","ErrorDesc":"Don vi gui H48 khong dung voi ma da dang ky: ${department.systemId}","DocId":""}`);
  t.regex((await callDoor(department, "sendEdoc", sending(bytes, "H48.06"))).text, /"ErrorCode":"19".*From\/OrganId/, "another agency's letter under the own name");
  t.regex((await callDoor(both, "sendEdoc", sending(bytes, "H48.06"))).text, /"ErrorCode":"19"/, "also when the account speaks for both");
  t.is((await callDoor(both, "sendEdoc", sending(bytes, "G22"))).json["ErrorCode"], "19");
  t.is((await callDoor(both, "registerAgency", { body: JSON.stringify({ id: "", code: "H48.99", name: "Giả" }) })).json["ErrorCode"], "28");
  t.is((await callDoor(both, "deleteAgency", { parameters: { AgencyCode: "H48" } })).json["ErrorCode"], "28");
});

test("garbage, a broken digest, the wrong kind and a document too large are refused with a reason, and nothing is kept", async (t) => {
  const qlvb = await openQlvb(t, here(), ["H48"]);
  const { bytes } = await letterOf(here(), "H48", ["H48.15"], { code: { number: "901", notation: "X" } });
  const code = async (call: ReturnType<typeof sending>): Promise<unknown> => (await callDoor(qlvb, "sendEdoc", call)).json["ErrorCode"];
  t.is(await code(sending(Buffer.from("không phải XML"), "H48")), "22");
  t.is(await code(sending(Buffer.alloc(0), "H48")), "22");
  t.is(await code(sending(Buffer.from('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><edXML>&x;</edXML>'), "H48")), "22");
  t.is(await code(sending(bytes.subarray(0, bytes.length - 40), "H48")), "22", "cut off, with a digest that fits");
  t.is(await code({ ...sending(bytes, "H48"), body: Buffer.concat([bytes, Buffer.from(" \r\n")]) }), "21");
  t.is(await code(sending(bytes, "H48", "edoc", { "hash-file": "" })), "21");
  t.is(await code(sending(bytes, "H48", "status")), "22");
  t.is(await code(sending(bytes, "H48", "other")), "26");
  t.is((await here().house.service.listOutgoing({ limit: 5, code: "901/X" }, here().operator)).rows.length, 0);
  t.is((await callDoor(qlvb, "makeCoffee")).json["ErrorCode"], "27");
  t.is((await callDoor(qlvb, "__proto__")).json["ErrorCode"], "27");
  t.is((await callDoor(qlvb, "")).json["ErrorCode"], "27");
});

async function strictDoor(t: Parameters<typeof openQlvb>[0], tuning: Parameters<typeof startWeb>[0]["settings"]["tuning"]): Promise<{ readonly url: string; readonly log: readonly string[] }> {
  const { house } = here();
  const log: string[] = [];
  const note = (message: string, facts: object) => log.push(`${message} ${JSON.stringify(facts)}`);
  const logger = { info: note, warn: note, error: note };
  const settings = { host: "127.0.0.1", port: 0, trustProxy: false, limits: { ...house.limits, maxFileBytes: 1024, maxDocumentBytes: 2048 }, ...(tuning !== undefined && { tuning }) };
  const { service, store, blobs, clock, sealer } = house;
  const web = await startWeb({ service, blobs, settings, logger, now: () => clock.now(), health: { parts: async () => [] }, axisServer: axisServer(gatewayDesk({ service, store, blobs, clock, sealer, settings, logger })) });
  t.teardown(() => web.close());
  return { url: `${web.url}/axis`, log };
}

test("limits of size, of requests of an account, and of wrong secrets from one address", async (t) => {
  const qlvb = await openQlvb(t, here(), ["H48"]);
  const small = await strictDoor(t, {});
  const { bytes } = await letterOf(here(), "H48", ["H48.15"], { code: { number: "902", notation: "X" } }, [{ name: "to.pdf", content: Buffer.from(`%PDF-1.7${"x".repeat(4000)}`) }]);
  t.regex((await callDoor({ ...qlvb, url: small.url }, "sendEdoc", sending(bytes, "H48"))).text, /"ErrorCode":"10","ErrorDesc":"File qua lon/);
  t.regex((await callDoor({ ...qlvb, url: small.url }, "sendEdoc", sending(Buffer.alloc(9 * 1024 * 1024, 65), "H48"))).text, /"ErrorCode":"10","ErrorDesc":"File qua lon, dung luong toi da \d+ byte"/);

  const busy = await strictDoor(t, { requestsPerKeyPerMinute: 3 });
  const answers = [];
  for (let n = 0; n < 5; n++) answers.push((await callDoor({ ...qlvb, url: busy.url }, "countReceiveEdoc")).json["ErrorCode"]);
  t.true(answers.filter((code) => code === "29").length >= 1, answers.join());
  t.is(answers[0], "0");

  const guarded = await strictDoor(t, { wrongKeysPerAddressPerMinute: 3 });
  for (let n = 0; n < 3; n++) await callDoor({ ...qlvb, url: guarded.url, secret: "guess" }, "countReceiveEdoc");
  t.is((await callDoor({ ...qlvb, url: guarded.url }, "countReceiveEdoc")).json["ErrorCode"], "29", "guessing shuts the address out, also with the right secret");
  t.is((await callDoor({ ...qlvb, url: guarded.url }, "downloadEdoc", { method: "GET" })).text, "");
  for (const { log } of [small, busy, guarded]) t.false(log.join("\n").includes(qlvb.secret));
});

test("the secret is nowhere as text: not in the database, not in the key file, not readable by others, and useless in another row (QN-17.4)", async (t) => {
  const [one, two] = [await openQlvb(t, here(), ["H48"]), await openQlvb(t, here(), ["H48.06"])];
  const client = new Client({ connectionString: here().config.databaseUrl ?? "" });
  await client.connect();
  try {
    const dump = JSON.stringify((await client.query("SELECT * FROM axis_key")).rows);
    t.false(dump.includes(one.secret));
    const keyFile = join(here().config.dataDirectory, "secrets.key");
    t.is((await stat(keyFile)).mode & 0o777, 0o600);
    t.false((await readFile(keyFile, "utf8")).includes(one.secret));
    await client.query("UPDATE axis_key SET sealed_secret = (SELECT sealed_secret FROM axis_key WHERE system_id = $1) WHERE system_id = $2", [one.systemId, two.systemId]);
    const moved = await callDoor({ url: one.url, systemId: two.systemId, secret: one.secret }, "countReceiveEdoc");
    t.is(moved.json["status"], "FAIL", "who can write the database cannot lend one account the secret of another");
  } finally {
    await client.end();
  }
});

test("replayed word for word after a day, a send is the same document and an acknowledgement changes nothing", async (t) => {
  const [sender, receiver] = [await openQlvb(t, here(), ["H48"]), await openQlvb(t, here(), ["H48.06"])];
  const docId = await delivered(sender, receiver);
  const headers = Object.entries(signedHeaders(receiver, new Date(0), "application/json", { docid: docId, status: "fail", description: "dia day" })).flat();
  t.is((await callDoor(receiver, "updateStatus", { headers })).json["status"], "OK");
  t.is((await callDoor(receiver, "updateStatus", { parameters: { docid: docId, status: "done" } })).json["status"], "OK");
  t.is((await callDoor(receiver, "updateStatus", { headers })).json["status"], "OK");
  t.false((await callDoor(receiver, "getReceivedEdocList", { parameters: LIST, body: "" })).items.some((item) => item["docId"] === docId), "done is final");
});
