import test from "ava";
import { csrfTokenOf, newToken, tokenHash } from "#src/core/accounts/secrets";
import { newId, type SessionId } from "#src/core/ids";
import { OPERATIONS } from "#src/web/rest/operations";
import { callDoor, letterOf, openQlvb, sending, type Qlvb } from "#test/support/axis-door";
import { openGate, type Gate } from "#test/support/gate";
import { eventually, openTown, TownTimeout, type TownGateway } from "#test/support/town";
import { addPerson, PASSWORD } from "./session/person.ts";
import { envelope, sendXml, TYPES, type Version } from "./soap/soap-door.ts";

/** One gateway whose database is taken away; everything it needs of it is made before. */
interface Scene {
  readonly gateway: TownGateway;
  readonly gate: Gate;
  readonly qlvb: Qlvb;
  readonly session: Readonly<Record<string, string>>;
  readonly letter: Buffer;
}

const closers: (() => unknown)[] = [];
let scene: Scene | null = null;
test.before(async () => {
  const t = { teardown: (close: () => unknown) => closers.push(close) };
  let gate: Gate | null = null;
  const town = await openTown(t, { gateways: { quangngai: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] } }, run: ["web"], before: async (url) => (gate = await openGate(t, url)).url });
  const gateway = town.gateways["quangngai"];
  if (gateway === undefined || gate === null) throw new TownTimeout("the town did not open");
  const account = await addPerson(gateway, "lan.chi", { roles: ["clerk", "operator", "auditor", "leader", "supervisor"], agencies: ["H48"] });
  const [token, at] = [newToken(), gateway.house.clock.now()];
  await gateway.house.store.write((tx) => tx.addSession({ id: newId<SessionId>(), accountId: account.id, tokenHash: tokenHash(token), openedAt: at, lastSeenAt: at, endedAt: null, address: "", agent: "", means: "password" }));
  const session = { cookie: `lienthong_session=${token}`, origin: gateway.house.url ?? "", "x-csrf-token": csrfTokenOf(token) };
  scene = { gateway, gate, qlvb: await openQlvb(t, gateway, ["H48"]), session, letter: (await letterOf(gateway, "H48", ["G22"])).bytes };
});
test.after.always(async () => {
  for (const close of closers.toReversed()) await close();
});
function here(): Scene {
  if (scene === null) throw new TownTimeout("the town is not open");
  return scene;
}

interface Heard {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

async function ask(path: string, init: RequestInit = {}): Promise<Heard> {
  const response = await fetch(`${here().gateway.house.url ?? ""}${path}`, { redirect: "manual", signal: AbortSignal.timeout(20_000), ...init });
  return { status: response.status, retryAfter: response.headers.get("retry-after"), text: await response.text() };
}

function call({ method, path }: (typeof OPERATIONS)[number], headers: Readonly<Record<string, string>>, body = "{}"): Promise<Heard> {
  const changes = method !== "get";
  return ask(`/api/v1${path.replaceAll(/\{\w+\}/g, "019aa9c4-6f00-7c3e-9f1a-0242ac120002")}`, { method: method.toUpperCase(), headers: { ...headers, ...(changes && { "content-type": "application/json" }) }, ...(changes && { body }) });
}

/** Turns away whoever has nothing else to say than what the database would have to know. */
function isAway({ status, retryAfter }: Heard): boolean {
  return status === 503 && Number(retryAfter) > 0;
}

for (const how of ["refused", "starting"] as const) {
  test.serial(`the database is away (${how}): every operation of REST answers 503 with Retry-After, as a key and in person, and signing in as well`, async (t) => {
    const { gateway, gate, session } = here();
    gate.shut(how);
    t.teardown(() => gate.open());
    const wrong: string[] = [];
    for (const operation of OPERATIONS) {
      const key = await call(operation, { authorization: `Bearer ${gateway.apiKey}` });
      if (!isAway(key)) wrong.push(`${operation.id} with a key: ${key.status} ${key.text.slice(0, 200)}`);
      if (operation.callers === "anyone") continue;
      const person = await call(operation, session);
      if (!isAway(person)) wrong.push(`${operation.id} in person: ${person.status} ${person.text.slice(0, 200)}`);
    }
    t.deepEqual(wrong, []);
    const signIn = await ask("/api/v1/session", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ userName: "lan.chi", password: PASSWORD }) });
    t.true(isAway(signIn), signIn.text);
    const setup = await ask("/api/v1/setup");
    t.true(isAway(setup), setup.text);
  });

  test.serial(`the database is away (${how}): SOAP answers a fault of the server that says when to come again, not one of the caller`, async (t) => {
    const { gateway, gate } = here();
    gate.shut(how);
    t.teardown(() => gate.open());
    for (const version of ["1.1", "1.2"] satisfies readonly Version[]) {
      const answer = await ask("/soap/v1", { method: "POST", headers: { authorization: `Bearer ${gateway.apiKey}`, "content-type": TYPES[version] }, body: envelope(sendXml(), version) });
      t.deepEqual([answer.status, answer.retryAfter], [500, "30"], "WS-I BP 1.1 R1126: a fault comes with 500");
      t.regex(answer.text, /<lt:code>database-unavailable<.*<lt:retryAfterSeconds>30</s);
      t.regex(answer.text, version === "1.1" ? /<faultcode>soap:Server</ : /<soap:Value>soap:Receiver</);
    }
  });

  test.serial(`the database is away (${how}): the axis door says that it is busy, and neither knows nor turns away anybody`, async (t) => {
    const { gate, qlvb, letter } = here();
    gate.shut(how);
    t.teardown(() => gate.open());
    const list = { servicetype: "eDoc", messagetype: "edoc" };
    const docId = "019aa9c4-6f00-7c3e-9f1a-0242ac120002";
    const calls = [["sendEdoc", sending(letter, "H48")], ["getReceivedEdocList", { parameters: list, body: "" }], ["getEdoc", { parameters: { docId } }], ["updateStatus", { parameters: { docid: docId, status: "done" } }], ["getAgenciesList", { body: "" }]] as const;
    for (const [operation, given] of calls) {
      const answer = await callDoor(qlvb, operation, given);
      t.like(answer.json, { status: "FAIL", ErrorCode: "29" }, `${operation}: ${answer.text}`);
    }
    const outcome = await qlvb.sdk.send({ ...(await letterOf(here().gateway, "H48", ["G22"])).parcel }, new AbortController().signal);
    t.like(outcome, { kind: "not-sent", code: "partner-busy", retryAfterMs: 30_000 }, "a gateway of ours at this door waits as long as it was asked to");
  });

  test.serial(`the database is away (${how}): the process lives, is not ready, names what is missing, and serves again when it is back`, async (t) => {
    const { gateway, gate, qlvb } = here();
    gate.shut(how);
    t.is((await ask("/healthz")).status, 200);
    const ready = await eventually("it is not ready", async () => await ask("/readyz").then((answer) => answer.status === 503 && answer));
    t.regex(ready.text, /"name":"database","ok":false/);
    gate.open();
    await eventually("REST serves again", async () => (await ask("/api/v1/documents", { headers: { authorization: `Bearer ${gateway.apiKey}` } })).status === 200);
    t.is((await callDoor(qlvb, "getReceivedEdocList", { parameters: { servicetype: "eDoc", messagetype: "edoc" }, body: "" })).json["status"], "OK");
    await eventually("it is ready", async () => (await ask("/readyz")).status === 200);
  });
}
