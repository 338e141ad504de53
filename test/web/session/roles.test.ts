import test from "ava";
import { newId, type SessionId } from "#src/core/ids";
import { ROLES, type Role } from "#src/core/accounts/role";
import { csrfTokenOf, newToken, tokenHash } from "#src/core/accounts/secrets";
import type { Account } from "#src/core/accounts/account";
import { OPERATIONS } from "#src/web/rest/operations";
import type { Operation } from "#src/web/rest/operation";
import type { TownGateway } from "#test/support/town";
import { openDoor, type Door } from "../door.ts";
import { sharedTown } from "../shared-town.ts";
import { fresh, LETTER } from "../submission.ts";
import { addPerson } from "./person.ts";

const town = sharedTown();
const LIMITS = { requestsPerKeyPerMinute: 100_000, requestsPerAddressPerMinute: 100_000, wrongKeysPerAddressPerMinute: 100_000, uploadsPerKey: 1000, streamsPerKey: 1000 };

/** A session without the second of hashing. */
async function headersOf(gateway: TownGateway, door: Door, account: Account): Promise<Readonly<Record<string, string>>> {
  const [token, at] = [newToken(), gateway.house.clock.now()];
  await gateway.house.store.write((tx) => tx.addSession({ id: newId<SessionId>(), accountId: account.id, tokenHash: tokenHash(token), openedAt: at, lastSeenAt: at, endedAt: null, address: "", agent: "", means: "password" }));
  return { cookie: `lienthong_session=${token}`, origin: door.url, "x-csrf-token": csrfTokenOf(token) };
}

async function personWith(door: Door, name: string, rights: Partial<Account> & { readonly roles: readonly Role[] }): Promise<Readonly<Record<string, string>>> {
  return await headersOf(door.gateway, door, await addPerson(door.gateway, name, rights));
}

async function call(door: Door, { method, path }: Pick<Operation, "method" | "path">, headers: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly code: string | null }> {
  const address = `${door.url}/api/v1${path.replaceAll(/\{\w+\}/g, "019aa9c4-6f00-7c3e-9f1a-0242ac120002")}`;
  const changes = method !== "get";
  const response = await fetch(address, { method: method.toUpperCase(), headers: { ...headers, ...(changes && { "content-type": "application/json" }) }, ...(changes && { body: "{}" }), redirect: "manual", ...(path.endsWith("/stream") && { method: "HEAD" }) });
  const text = await response.text();
  return { status: response.status, code: response.headers.get("content-type")?.includes("problem") === true && text !== "" ? (JSON.parse(text) as { code: string }).code : null };
}

test("every route as every role, as a key, and as nobody: only whom the operation names comes further", async (t) => {
  const door = await openDoor(t, town().quangNgai, { tuning: LIMITS });
  const callers: Record<string, Readonly<Record<string, string>>> = { nobody: {}, system: { authorization: `Bearer ${door.gateway.apiKey}` } };
  for (const role of ROLES) callers[role] = await personWith(door, `bang.${role}`, { roles: [role], agencies: ["H48"], supervises: ["H48"] });
  callers["none"] = await personWith(door, "bang.none", { roles: [], agencies: ["H48"], supervises: ["H48"] });
  const wrong: string[] = [];
  for (const operation of OPERATIONS.filter(({ id }) => id !== "signOut")) {
    const answers = Object.entries(callers).map(async ([caller, headers]) => {
      const { status, code } = await call(door, operation, headers);
      const { callers: named } = operation;
      const may = named === "anyone" || (named === "oneself" ? !["nobody", "system"].includes(caller) : named.some((one) => one === caller));
      const stopped = code === "role-missing" || code === "credentials-missing";
      const right = may ? !stopped && status < 500 : operation.path.endsWith("/stream") ? status === (caller === "nobody" ? 401 : 403) : code === (caller === "nobody" ? "credentials-missing" : "role-missing");
      if (!right) wrong.push(`${operation.id} as ${caller}: ${status} ${code ?? ""}`);
    });
    await Promise.all(answers);
  }
  t.deepEqual(wrong, []);
});

test("what roles are for: who inspects changes nothing, who reads does not act, who runs the gateway reads no document, nobody else comes in", (t) => {
  const changing = OPERATIONS.filter(({ method }) => method !== "get");
  const may = (role: string, operations: readonly Operation[]) => operations.filter(({ callers }) => callers !== "anyone" && callers !== "oneself" && callers.some((one) => one === role)).map(({ id }) => id);
  t.deepEqual(may("auditor", changing), []);
  t.deepEqual(may("leader", changing), ["finishHandover"]);
  t.deepEqual(may("supervisor", changing), ["issueReport"]);
  const content = OPERATIONS.filter(({ id }) => ["listDocuments", "getDocument", "getDocumentFile", "getDocumentEnvelope", "getThread", "listHeld", "listIncoming", "getIncoming", "listIncomingVersions", "getIncomingFile", "getIncomingEnvelope", "getIncomingThread", "readRegister", "printRegister"].includes(id));
  t.is(content.length, 14);
  t.deepEqual(may("operator", content), []);
  t.deepEqual(may("supervisor", content), ["readRegister", "printRegister"]);
  t.deepEqual(OPERATIONS.filter(({ callers }) => callers === "anyone").map(({ id }) => id).toSorted(), ["finishSignOn", "finishSignOnWithCode", "getSetup", "setUp", "signIn", "startSignOn"].filter((id) => OPERATIONS.some((operation) => operation.id === id)));
  t.deepEqual(may("system", OPERATIONS.filter(({ tag }) => tag === "Tài khoản")), []);
});

test("role confusion: what one role sees is not lent to what another does, and agencies are not each other's", async (t) => {
  const gateway = town().quangNgai;
  const door = await openDoor(t, gateway, { tuning: LIMITS });
  const form = new FormData();
  form.append("metadata", new File([JSON.stringify({ ...fresh(), sender: "H48", receivers: [{ organId: "G22" }] })], "metadata.json", { type: "application/json" }));
  form.append("files", new File([String(LETTER.content)], LETTER.name));
  const sent = await door.ask("/api/v1/documents", { method: "POST", body: form });
  t.is(sent.status, 202, sent.text);
  const path = `/documents/${(sent.body["document"] as { id: string }).id}`;
  const [read, act] = [{ method: "get", path }, { method: "post", path: `${path}/recall` }] as const;
  const other = await personWith(door, "lan.khac", { roles: ["clerk"], agencies: ["H48.06"] });
  const both = await personWith(door, "lan.ca-hai", { roles: ["clerk", "auditor"], agencies: ["H48.06"] });
  const reader = await personWith(door, "lan.lanh-dao", { roles: ["leader"], agencies: ["H48"] });
  const boss = await personWith(door, "lan.quan-tri", { roles: ["operator", "clerk"], agencies: ["H48.06"] });
  const recall = async (headers: Readonly<Record<string, string>>) => (await door.ask(`/api/v1${act.path}`, { method: "POST", key: null, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify({ reason: "nhầm" }) })).body["code"];
  t.is((await call(door, read, other)).code, "not-found");
  t.is((await call(door, read, both)).status, 200, "as auditor");
  t.is(await recall(both), "not-found", "as clerk of another agency, not as auditor");
  t.is((await call(door, read, boss)).code, "not-found", "operators see no documents by being operators");
  t.is((await call(door, read, reader)).status, 200);
  t.is(await recall(reader), "role-missing");
  const country = { action: "year", year: 2031, state: "pending", source: "thử", reason: "thử" };
  const correct = async (headers: Readonly<Record<string, string>>) => await door.ask("/api/v1/calendar/corrections", { method: "POST", key: null, headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(country) });
  t.is((await correct({ authorization: `Bearer ${gateway.apiKey}` })).body["code"], "agency-not-yours");
  t.is((await correct(boss)).status, 201, "the calendar of the country is for operators");
});
