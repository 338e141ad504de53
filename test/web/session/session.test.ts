import { setTimeout as wait } from "node:timers/promises";
import test from "ava";
import { codeOf, stepOf } from "#src/core/accounts/totp";
import { openDoor, type Ask } from "../door.ts";
import { sharedTown } from "../shared-town.ts";
import { addPerson, browser, cookieOf, PASSWORD, signedIn } from "./person.ts";

const town = sharedTown();
const JSON_TYPE = { "content-type": "application/json" };
const post = (body: unknown, headers: Readonly<Record<string, string>> = {}): Ask => ({ method: "POST", key: null, headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });

test.serial("the link of the first start makes the first operator, once", async (t) => {
  const gateway = town().vpcp;
  const door = await openDoor(t, gateway);
  t.deepEqual((await door.ask("/api/v1/setup", { key: null })).body, { needed: true, signOn: false });
  const setupToken = (await gateway.house.service.newSetupToken()) ?? "";
  const wanted = { userName: "quantri", fullName: "Trần Thị Bình", password: PASSWORD };
  t.is((await door.ask("/api/v1/setup", post({ ...wanted, setupToken: "sai" }))).body["code"], "wrong-credentials");
  t.is((await door.ask("/api/v1/setup", post({ ...wanted, setupToken, password: "quantri12345" }))).problems[0]?.field, "/password");
  t.is((await door.ask("/api/v1/setup", post({ ...wanted, setupToken, roles: ["auditor"] }))).problems[0]?.field, "/roles");

  const made = await door.ask("/api/v1/setup", post({ ...wanted, setupToken }));
  t.is(made.status, 201, made.text);
  t.like(made.body["account"], { userName: "quantri", roles: ["operator"], mustChangePassword: false, secondFactor: false });
  t.deepEqual((await door.ask("/api/v1/setup", { key: null })).body, { needed: false, signOn: false });
  t.is((await door.ask("/api/v1/setup", post({ ...wanted, userName: "khac", setupToken }))).body["code"], "move-illegal");
  t.is(await gateway.house.service.newSetupToken(), null);
  const account = await gateway.house.store.reader.accounts.byUserName("quantri");
  if (account === null) return t.fail();
  t.is((await browser(door, account, made).ask("/api/v1/session")).status, 200);
});

test("a session: its cookie, who it is, its end", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const account = await addPerson(town().vpcp, "phien.vpcp", { roles: ["clerk"], agencies: ["G22"] });
  t.is((await door.ask("/api/v1/session", { key: null })).body["code"], "credentials-missing");
  const person = await signedIn(t, door, account);
  const again = await door.ask("/api/v1/session", post({ userName: " PHIEN.vpcp ", password: PASSWORD }));
  t.regex(again.headers.getSetCookie()[0] ?? "", /^lienthong_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
  const { house } = town().vpcp;
  const token = person.cookie.split("=")[1] ?? "";
  t.is(await house.store.reader.accounts.sessionByToken(token), null, "the token itself is kept nowhere");

  const who = await person.ask("/api/v1/session");
  t.like(who.body["account"], { id: account.id, userName: "phien.vpcp", roles: ["clerk"], agencies: ["G22"] });
  const listed = (await person.ask("/api/v1/session/list")).body["items"] as { id: string; current: boolean }[];
  t.deepEqual(listed.map(({ current }) => String(current)).toSorted(), ["false", "true"]);
  const other = listed.find(({ current }) => !current)?.id ?? "";
  t.is((await person.ask(`/api/v1/session/list/${other}`, { method: "DELETE" })).status, 204);
  t.is((await door.ask("/api/v1/session", { key: null, headers: { cookie: cookieOf(again) ?? "" } })).status, 401);
  const old = person.cookie;
  const out = await person.ask("/api/v1/session", { method: "DELETE" });
  t.is(out.status, 204);
  t.regex(out.headers.getSetCookie()[0] ?? "", /^lienthong_session=; .*Expires=Thu, 01 Jan 1970/);
  t.is((await door.ask("/api/v1/session", { key: null, headers: { cookie: old } })).status, 401);
});

test("an idle session ends, a used one ends after twelve hours", async (t) => {
  const { clock, service, store } = town().vpcp.house;
  const account = await addPerson(town().vpcp, "nhanroi.vpcp", { roles: ["clerk"], agencies: ["G22"] });
  const start = clock.now().getTime();
  const open = async (openedAgo: number, seenAgo: number) => {
    const { session, token } = await service.signIn({ userName: account.userName, password: PASSWORD }, { address: "::1", agent: "" });
    await store.write(async (tx) => {
      await tx.endSessions(account.id, clock.now(), { only: session.id });
      await tx.addSession({ ...session, id: session.id.replace(/^./, "f") as typeof session.id, tokenHash: session.tokenHash.split("").toReversed().join(""), openedAt: new Date(start - openedAgo), lastSeenAt: new Date(start - seenAgo) });
    });
    return await store.reader.accounts.sessionById(session.id.replace(/^./, "f") as typeof session.id).then((found) => ({ found, token }));
  };
  const { isLive } = await import("#src/core/accounts/account");
  for (const [openedAgo, seenAgo, live] of [[59, 59, true], [61, 61, false], [719, 1, true], [721, 1, false]] as const) {
    const { found } = await open(openedAgo * 60_000, seenAgo * 60_000);
    t.is(found !== null && isLive(found.session, found.account, new Date(start)), live, `${openedAgo} ${seenAgo}`);
    await store.write((tx) => tx.endSessions(account.id, clock.now(), {}));
  }
});

test("session fixation: the browser's own value is never taken, and every sign-in and change of the password makes a new one", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const account = await addPerson(town().vpcp, "codinh.vpcp", { roles: ["clerk"], agencies: ["G22"] });
  const planted = `lienthong_session=${"A".repeat(43)}`;
  const first = await door.ask("/api/v1/session", post({ userName: account.userName, password: PASSWORD }, { cookie: planted }));
  t.not(cookieOf(first), planted);
  t.is((await door.ask("/api/v1/session", { key: null, headers: { cookie: planted } })).status, 401);
  const person = browser(door, account, first);
  t.is((await door.ask("/api/v1/session", { key: null, headers: { cookie: `${person.cookie}; ${planted}` } })).status, 401, "of two nobody knows which is the person's");

  const elsewhere = await signedIn(t, door, account);
  const before = { cookie: person.cookie, csrf: person.csrfToken };
  t.is((await person.send("POST", "/api/v1/session/password", { current: "không phải", next: "câu mới đủ dài để nhớ" })).body["code"], "wrong-credentials");
  t.is((await person.send("POST", "/api/v1/session/password", { current: PASSWORD, next: PASSWORD })).problems[0]?.field, "/next");
  t.is((await person.send("POST", "/api/v1/session/password", { current: PASSWORD, next: "câu mới đủ dài để nhớ" })).status, 200);
  t.not(person.cookie, before.cookie);
  t.not(person.csrfToken, before.csrf);
  for (const old of [before.cookie, elsewhere.cookie]) t.is((await door.ask("/api/v1/session", { key: null, headers: { cookie: old } })).status, 401);
  t.is((await person.ask("/api/v1/session")).status, 200);
});

test("CSRF: a change by cookie needs the page's token and comes from the gateway's own pages", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const account = await addPerson(town().vpcp, "giamao.vpcp", { roles: ["clerk"], agencies: ["G22"] });
  const person = await signedIn(t, door, account);
  const stranger = await signedIn(t, door, await addPerson(town().vpcp, "giamao2.vpcp", { roles: ["clerk"], agencies: ["G22"] }));
  const change = async (headers: Readonly<Record<string, string>>): Promise<unknown> => (await door.ask("/api/v1/session/list/019aa9c4-6f00-7c3e-9f1a-0242ac120002", { method: "DELETE", key: null, headers: { cookie: person.cookie, ...headers } })).body["code"];
  const [token, own] = [person.csrfToken, door.url];
  t.is(await change({ origin: own }), "request-forged", "missing");
  t.is(await change({ origin: own, "x-csrf-token": "sai" }), "request-forged", "wrong");
  t.is(await change({ origin: own, "x-csrf-token": stranger.csrfToken }), "request-forged", "of somebody else");
  t.is(await change({ "x-csrf-token": token }), "request-forged", "from nowhere");
  t.is(await change({ origin: "https://ke-gian.example", "x-csrf-token": token }), "request-forged", "foreign");
  t.is(await change({ origin: "null", "x-csrf-token": token }), "request-forged", "of a sandboxed frame");
  t.is(await change({ "sec-fetch-site": "same-site", "x-csrf-token": token }), "request-forged", "of a neighbour");
  t.is(await change({ "sec-fetch-site": "same-origin", origin: "https://ke-gian.example", "x-csrf-token": token }), "request-forged");
  t.is(await change({ origin: own, "x-csrf-token": token }), "not-found");
  t.is(await change({ "sec-fetch-site": "same-origin", "x-csrf-token": token }), "not-found");
  const login = await door.ask("/api/v1/session", post({ userName: account.userName, password: PASSWORD }, { origin: "https://ke-gian.example" }));
  t.is(login.body["code"], "request-forged", "nobody is signed in from elsewhere");
});

test.serial("user enumeration: somebody unknown is answered like a wrong password, in text and in time, also when it was tried too often", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const account = await addPerson(town().vpcp, "cothat.vpcp", { roles: ["clerk"], agencies: ["G22"] });
  const attempt = async (userName: string): Promise<{ readonly body: object; readonly ms: number }> => {
    const began = performance.now();
    const { body } = await door.ask("/api/v1/session", post({ userName, password: "sai hoàn toàn" }));
    const { requestId: _requestId, ...rest } = body;
    return { body: rest, ms: performance.now() - began };
  };
  await attempt("lam.am"); // the hash nobody has is made once
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const [a, b] = [await attempt(account.userName), await attempt("khongcothat.vpcp")];
    t.deepEqual(a.body, b.body);
    known.push(a.ms);
    unknown.push(b.ms);
  }
  const ratio = Math.min(...known) / Math.min(...unknown);
  t.true(ratio > 0.5 && ratio < 2, `known/unknown ${ratio.toFixed(2)}`);
  const [a, b] = [await attempt(account.userName), await attempt("khongcothat.vpcp")];
  t.like(a.body, { code: "locked", status: 403 });
  t.is((b.body as { code?: string }).code, "locked");
});

test("brute force: tries are counted before they are judged, however many come at once; then the name waits, and its open sessions do not", async (t) => {
  const gateway = town().vpcp;
  const door = await openDoor(t, gateway, { tuning: { wrongKeysPerAddressPerMinute: 1000 } });
  const account = await addPerson(gateway, "domat.vpcp", { roles: ["clerk"], agencies: ["G22"] });
  const person = await signedIn(t, door, account);
  const answers = await Promise.all(Array.from({ length: 12 }, async (_each, i) => (await door.ask("/api/v1/session", post({ userName: account.userName, password: `đoán lần thứ ${i}` }))).body["code"]));
  t.is(answers.filter((code) => code === "wrong-credentials").length, 5);
  t.is(answers.filter((code) => code === "locked").length, 7);
  const right = await door.ask("/api/v1/session", post({ userName: account.userName, password: PASSWORD }));
  t.is(right.body["code"], "locked");
  t.is((right.body["facts"] as { until: string }).until, new Date(gateway.house.clock.now().getTime() + 15 * 60_000).toISOString());
  t.is((await person.ask("/api/v1/session")).status, 200);
  await gateway.house.service.unlockAccount(account.id, "đã gặp", gateway.operator);
  t.is((await door.ask("/api/v1/session", post({ userName: account.userName, password: PASSWORD }))).status, 201);
});

test("brute force: an address that guesses is stopped over all names", async (t) => {
  const door = await openDoor(t, town().vpcp, { tuning: { wrongKeysPerAddressPerMinute: 3 } });
  const codes: unknown[] = [];
  for (let i = 0; i < 4; i += 1) codes.push((await door.ask("/api/v1/session", post({ userName: `ten${i}`, password: "đoán mò một câu" }))).body["code"]);
  t.deepEqual(codes, ["wrong-credentials", "wrong-credentials", "wrong-credentials", "too-many-requests"]);
});

test("the second factor: asked for, taken once (replayed TOTP refused), recovery codes once, wrong ones count", async (t) => {
  const gateway = town().vpcp;
  const door = await openDoor(t, gateway);
  const account = await addPerson(gateway, "hailop.vpcp", { roles: ["clerk"], agencies: ["G22"] });
  const person = await signedIn(t, door, account);
  t.is((await person.send("POST", "/api/v1/session/second-factor", { password: "sai" })).body["code"], "wrong-credentials");
  const started = await person.send("POST", "/api/v1/session/second-factor", { password: PASSWORD });
  const { secret } = started.body["started"] as { secret: string };
  const code = (): string => codeOf(secret, stepOf(gateway.house.clock.now()));
  t.is((await door.ask("/api/v1/session", post({ userName: account.userName, password: PASSWORD }))).status, 201, "not before it is confirmed");
  t.is((await person.send("POST", "/api/v1/session/second-factor", { code: "000000" })).body["code"], "wrong-credentials");
  const before = person.cookie;
  const confirmed = await person.send("POST", "/api/v1/session/second-factor", { code: code() });
  t.is(confirmed.status, 200, confirmed.text);
  t.not(person.cookie, before);
  const recovery = confirmed.body["recoveryCodes"] as string[];

  const login = async (given?: string): Promise<unknown> => {
    const answer = await door.ask("/api/v1/session", post({ userName: account.userName, password: PASSWORD, ...(given !== undefined && { code: given }) }));
    return answer.status === 201 ? 201 : answer.body["code"];
  };
  for (let i = 0; i < 3; i += 1) t.is(await login(), "code-needed", "asking is no failure");
  t.is(await login(code()), "wrong-credentials", "it was taken when it confirmed");
  const next = codeOf(secret, stepOf(gateway.house.clock.now()) + 1);
  t.is(await login(next), 201);
  t.is(await login(next), "wrong-credentials", "replayed");
  t.is(await login(recovery[0]), 201);
  t.is(await login(recovery[0]), "wrong-credentials");
  const kept = await gateway.house.store.reader.accounts.byId(account.id);
  t.false(JSON.stringify(kept).includes(secret), "sealed in the database");
  t.is(kept?.recoveryHashes.length, 9);
  const removed = await person.send("DELETE", "/api/v1/session/second-factor", { password: PASSWORD });
  t.is(removed.status, 200, removed.text);
  t.is(await login(), 201);
});

test("a session does not wait for the end of anything slow: a page's stream ends with it", async (t) => {
  const gateway = town().vpcp;
  const door = await openDoor(t, gateway);
  const account = await addPerson(gateway, "dongchay.vpcp", { roles: ["clerk"], agencies: ["G22"] });
  const person = await signedIn(t, door, account);
  const stream = await fetch(`${door.url}/api/v1/events/stream`, { headers: { cookie: person.cookie } });
  t.is(stream.status, 200);
  const ended = (async () => {
    for await (const chunk of stream.body ?? []) if (chunk === undefined) return false;
    return true;
  })();
  await gateway.house.service.lockAccount(account.id, "báo mất máy", gateway.operator);
  t.true(await Promise.race([ended, wait(10_000).then(() => false)]));
  t.is((await person.ask("/api/v1/session")).status, 401, "the cookie of a locked account is worth nothing");
  t.is((await door.ask("/api/v1/session", post({ userName: account.userName, password: PASSWORD }))).body["code"], "locked");
  t.is((await door.ask("/api/v1/session", post({ userName: account.userName, password: "sai rồi nhé bạn" }))).body["code"], "wrong-credentials", "only its owner learns that");
});

test("behind a proxy that says https, the cookie is for https only and the origin is the proxy's", async (t) => {
  const door = await openDoor(t, town().vpcp, { trustProxy: true });
  const account = await addPerson(town().vpcp, "uyquyen.vpcp", { roles: ["clerk"], agencies: ["G22"] });
  const proxied = { "x-forwarded-proto": "https", "x-forwarded-host": "lienthong.example.gov.vn", origin: "https://lienthong.example.gov.vn" };
  const answer = await door.ask("/api/v1/session", post({ userName: account.userName, password: PASSWORD }, proxied));
  t.is(answer.status, 201, answer.text);
  t.regex(answer.headers.getSetCookie()[0] ?? "", /; Secure; SameSite=Strict$/);
  const plain = { cookie: cookieOf(answer) ?? "", "x-csrf-token": String(answer.body["csrfToken"]) };
  t.is((await door.ask("/api/v1/session", { method: "DELETE", key: null, headers: { ...plain, origin: door.url, "x-forwarded-proto": "https" } })).body["code"], "request-forged");
  t.is((await door.ask("/api/v1/session", { method: "DELETE", key: null, headers: { ...plain, ...proxied } })).status, 204);
});

test("clickjacking: no answer may be framed, sniffed or kept", async (t) => {
  const door = await openDoor(t, town().vpcp);
  const { headers } = await door.ask("/api/v1/session", { key: null });
  t.is(headers.get("x-frame-options"), "DENY");
  t.regex(headers.get("content-security-policy") ?? "", /frame-ancestors 'none'/);
  t.is(headers.get("x-content-type-options"), "nosniff");
  t.is(headers.get("cache-control"), "no-store");
  t.is(headers.get("access-control-allow-origin"), null);
});
