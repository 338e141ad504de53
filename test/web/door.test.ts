import { request } from "node:http";
import { createConnection } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import test, { type ExecutionContext } from "ava";
import { HouseError } from "#src/core/fault";
import type { HealthPart } from "#src/web/health";
import { startWeb } from "#src/web/server";
import { openDoor, soon, type DoorOptions } from "./door.ts";
import { sharedTown } from "./shared-town.ts";
import { filePart, metadataPart } from "./submission.ts";

const town = sharedTown();
function openVpcp(t: ExecutionContext, options: DoorOptions = {}) {
  return openDoor(t, town().vpcp, options);
}
const AN_ID = "019aa9c4-6f00-7c3e-9f1a-0242ac120002";

test("without a key, with a wrong one and with a malformed one the answer is the same 401 (KD-8.1)", async (t) => {
  const door = await openVpcp(t);
  for (const authorization of [undefined, "Bearer wrong", "Basic dTpw", `Bearer ${"x".repeat(5000)}`, "Bearer ", "bearer", `Bearer ${door.gateway.apiKey} extra`]) {
    const answer = await door.ask("/api/v1/documents", { key: null, headers: authorization === undefined ? {} : { authorization } });
    t.deepEqual([answer.status, answer.body["code"], answer.headers.get("www-authenticate")], [401, "credentials-missing", 'Bearer realm="lienthong"'], authorization ?? "none");
  }
});

test("a key in the query string, a cookie or a body is ignored", async (t) => {
  const door = await openVpcp(t);
  const key = door.gateway.apiKey;
  t.is((await door.ask(`/api/v1/documents?key=${key}&access_token=${key}&api_key=${key}`, { key: null })).status, 401);
  t.is((await door.ask("/api/v1/documents", { key: null, headers: { cookie: `key=${key}`, "x-api-key": key } })).status, 401);
  t.false(JSON.stringify(door.log).includes(key), "and never written to the log");
});

test("authentication comes before everything else below /api/v1", async (t) => {
  const door = await openVpcp(t);
  for (const [method, path] of [["GET", "/api/v1/nothing"], ["DELETE", "/api/v1/documents"], ["POST", "/api/v1/documents"], ["OPTIONS", "/api/v1/documents"], ["GET", "/api/v1/%E0%A4%A"]] as const) {
    t.is((await fetch(door.url + path, { method })).status, 401, `${method} ${path}`);
  }
});

test("HTTP method games: other methods are 405 with Allow, overrides and odd words change nothing", async (t) => {
  const door = await openVpcp(t);
  const headers = { authorization: `Bearer ${door.gateway.apiKey}` };
  for (const method of ["DELETE", "PUT", "PATCH", "OPTIONS"]) {
    const response = await fetch(`${door.url}/api/v1/documents/${AN_ID}`, { method, headers });
    t.deepEqual([response.status, response.headers.get("allow")], [405, "GET, HEAD"], method);
  }
  const overridden = await fetch(`${door.url}/api/v1/documents?_method=DELETE`, { method: "PUT", headers: { ...headers, "x-http-method-override": "GET" } });
  t.deepEqual([overridden.status, overridden.headers.get("allow")], [405, "POST, GET, HEAD"]);
  t.regex(await door.raw(`TRACE /api/v1/documents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${door.gateway.apiKey}\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 405 /);
  t.regex(await door.raw("HACK / HTTP/1.1\r\nHost: x\r\n\r\n"), /^HTTP\/1\.1 400 [^]*problem\+json/);
  const head = await fetch(`${door.url}/api/v1/documents`, { method: "HEAD", headers });
  t.deepEqual([head.status, await head.text()], [200, ""]);
});

test("every answer is named, says nothing about its maker and may not be framed, sniffed or scripted", async (t) => {
  const door = await openVpcp(t);
  const plain = await door.ask("/api/v1/documents");
  t.regex(plain.headers.get("x-request-id") ?? "", /^[0-9a-f-]{36}$/);
  t.is(plain.headers.get("x-powered-by"), null);
  t.is(plain.headers.get("server"), null);
  t.is(plain.headers.get("x-content-type-options"), "nosniff");
  t.is(plain.headers.get("cache-control"), "no-store");
  const policy = plain.headers.get("content-security-policy") ?? "";
  t.true(policy.startsWith("default-src 'none'"), policy);
  t.notRegex(policy, /unsafe|\*|data:/);
  t.is((await door.ask("/healthz", { headers: { "x-request-id": "qlvb-000-123" } })).headers.get("x-request-id"), "qlvb-000-123");
  t.not((await door.ask("/healthz", { headers: { "x-request-id": "a b<script>" } })).headers.get("x-request-id"), "a b<script>");
});

test("an unknown address and an undecodable one are problems, not pages", async (t) => {
  const door = await openVpcp(t);
  t.deepEqual([(await door.ask("/nothing")).status, (await door.ask("/nothing")).body["code"]], [404, "not-found"]);
  t.is((await door.ask("/api/v1/documents/%E0%A4%A")).status, 400);
  t.is((await door.ask("/api/v1/documents/..%2f..%2fetc%2fpasswd")).status, 404);
  t.is((await door.ask("/api/v1/documents/")).status, 404);
  t.is((await door.ask("/API/V1/documents")).status, 404);
});

test("unknown, repeated and nonsensical query parameters are named", async (t) => {
  const door = await openVpcp(t);
  const answer = await door.ask("/api/v1/documents?limit=0&state=nowhere&nonsense=1&code=a&code=b&submittedFrom=2026-13-45&__proto__=1");
  t.is(answer.status, 422);
  t.deepEqual(answer.problems.map((problem) => problem.field).toSorted(), ["/query/__proto__", "/query/code", "/query/limit", "/query/nonsense", "/query/state", "/query/submittedFrom"]);
});

test("10^5 headers and a header of 1 MB are refused with 431 before anything is read", async (t) => {
  const door = await openVpcp(t);
  const many = Array.from({ length: 100_000 }, (_, index) => `X-${index}: y\r\n`).join("");
  for (const headers of [many, `X-Big: ${"z".repeat(1024 * 1024)}\r\n`]) {
    const answer = await door.raw(`GET /healthz HTTP/1.1\r\nHost: x\r\n${headers}\r\n`).catch(() => "HTTP/1.1 431 reset while still writing");
    t.regex(answer, /^HTTP\/1\.1 431 /);
  }
  t.is((await door.ask("/healthz")).status, 200);
});

test("a request that could be read in two ways (smuggling) is refused", async (t) => {
  const door = await openVpcp(t);
  for (const lines of ["Content-Length: 3\r\nTransfer-Encoding: chunked", "Content-Length: 3\r\nContent-Length: 4", "Transfer-Encoding: chunked, identity"]) {
    t.regex(await door.raw(`POST /healthz HTTP/1.1\r\nHost: x\r\n${lines}\r\nConnection: close\r\n\r\nabc`), /^HTTP\/1\.1 400 /, lines);
  }
  t.regex(await door.raw("GET /healthz HTTP/1.1\r\n\r\n"), /^HTTP\/1\.1 400 /, "no Host");
});

test("huge JSON is 413, broken JSON 400, another type 415, a scalar 422", async (t) => {
  const door = await openVpcp(t);
  const ask = (body: string, type = "application/json") => door.ask(`/api/v1/incoming/${AN_ID}/statuses`, { method: "POST", body, headers: { "content-type": type } });
  t.is((await ask(JSON.stringify({ action: "accept", person: { fullName: "x".repeat(100_000) } }))).status, 413);
  t.is((await ask("[".repeat(60_000))).status, 400);
  t.is((await ask('{"action":')).status, 400);
  t.is((await ask('{"action":"accept"}', "text/plain")).status, 415);
  t.is((await ask("[]")).status, 422);
  const refused = await ask('{"action":"refuse","person":{"fullName":""},"__proto__":{"x":1},"code":"NONE"}');
  t.is(refused.status, 422);
  t.deepEqual(refused.problems.map((problem) => problem.field).toSorted(), ["/__proto__", "/code", "/person/fullName", "/reason"]);
});

test("a body that drips is ended with 408 and leaves no draft", async (t) => {
  const door = await openVpcp(t, { tuning: { slowGraceMs: 300, minBytesPerSecond: 5000 } });
  const { hostname, port } = new URL(door.url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.write(`POST /api/v1/documents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${door.gateway.apiKey}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\n\r\n`);
  const metadata = metadataPart();
  const file = filePart('filename="a.pdf"');
  socket.write(`--b\r\n${metadata.head}\r\n\r\n${metadata.body}\r\n--b\r\n${file.head}\r\n\r\n%PDF`);
  const drip = setInterval(() => socket.write("x"), 50);
  const answer = await new Promise<string>((resolve) => {
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString()));
    socket.on("error", () => resolve(text));
    socket.on("close", () => resolve(text));
  });
  clearInterval(drip);
  t.regex(answer, /^HTTP\/1\.1 408 [^]*request-too-slow/);
  t.true(await soon(() => door.drafts.discarded === 1));
  t.deepEqual(door.drafts, { opened: 1, committed: 0, discarded: 1 });
});

test("headers that drip (slowloris) are ended with 408", async (t) => {
  const door = await openVpcp(t, { tuning: { headersMs: 300 } });
  t.regex(await door.raw("GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: "), /^HTTP\/1\.1 408 /);
});

test("a key that asks too often is told when to come back, another one is not disturbed (DN-21.7)", async (t) => {
  const door = await openVpcp(t, { tuning: { requestsPerKeyPerMinute: 3 } });
  for (let round = 0; round < 3; round++) t.is((await door.ask("/api/v1/documents")).status, 200);
  const refused = await door.ask("/api/v1/documents");
  t.deepEqual([refused.status, refused.body["code"]], [429, "too-many-requests"]);
  t.true(Number(refused.headers.get("retry-after")) > 0);
  t.regex(refused.headers.get("ratelimit") ?? "", /"key"; r=0/);
  t.is((await door.ask("/api/v1/documents", { key: town().quangNgai.apiKey })).status, 401, "unknown here, but not 429");
});

test("guessing keys from one address is stopped, also for the right one", async (t) => {
  const door = await openVpcp(t, { tuning: { wrongKeysPerAddressPerMinute: 5 } });
  for (let round = 0; round < 5; round++) t.is((await door.ask("/api/v1/documents", { key: `guess-${round}` })).status, 401);
  t.is((await door.ask("/api/v1/documents", { key: "guess-6" })).status, 429);
  t.is((await door.ask("/api/v1/documents")).status, 429);
});

test("X-Forwarded-For moves a caller to another address only behind a trusted proxy", async (t) => {
  const tuning = { requestsPerAddressPerMinute: 2 };
  for (const trustProxy of [false, true]) {
    const door = await openVpcp(t, { trustProxy, tuning });
    const statuses = [];
    for (let round = 0; round < 3; round++) statuses.push((await door.ask("/api/v1/documents", { headers: { "x-forwarded-for": `10.0.0.${round}` } })).status);
    t.deepEqual(statuses, trustProxy ? [200, 200, 200] : [200, 200, 429]);
  }
});

test("a fault of ours is 500 with a reference that is in the log, and no stack", async (t) => {
  const door = await openVpcp(t, { breaking: (service) => ({ ...service, listOutgoing: () => Promise.reject(new TypeError("undefined is not what we thought")) }) });
  const answer = await door.ask("/api/v1/documents");
  t.is(answer.status, 500);
  t.notRegex(answer.text, /thought|at .*\.js/);
  const line = door.log.find((one) => one.level === "error");
  t.is(line?.facts["reference"], answer.body["reference"]);
  t.regex(JSON.stringify(line), /thought/);
});

test("a database that is down is 503 with Retry-After, also while authenticating", async (t) => {
  const down = () => Promise.reject(new HouseError("database-unavailable", "connection refused"));
  for (const breaking of ["listOutgoing", "authenticate"] as const) {
    const door = await openVpcp(t, { breaking: (service) => ({ ...service, [breaking]: down }) });
    const answer = await door.ask("/api/v1/documents");
    t.deepEqual([answer.status, answer.headers.get("retry-after")], [503, "30"], breaking);
  }
});

test("liveness needs nothing; readiness names the part that does not work (HG-13.2a, BG-9.1)", async (t) => {
  let parts: readonly HealthPart[] = [{ name: "database", ok: true, required: true, text: "ok" }, { name: "axis", ok: false, required: false, text: "Trục không trả lời" }];
  const door = await openVpcp(t, { health: { parts: () => Promise.resolve(parts) } });
  t.is((await door.ask("/healthz", { key: null })).status, 200);
  const ready = await door.ask("/readyz", { key: null });
  t.deepEqual([ready.status, ready.body["status"]], [200, "ready"]);
  parts = [{ name: "disk", ok: false, required: true, text: "Đĩa sắp đầy" }];
  await wait(1100);
  const not = await door.ask("/readyz", { key: null });
  t.deepEqual([not.status, not.body], [503, { status: "not-ready", parts }]);
});

test("closing lets a running request finish, takes no new one, and frees the port", async (t) => {
  let release = () => {};
  let entered = false;
  const held = new Promise<void>((resolve) => (release = resolve));
  const breaking: DoorOptions["breaking"] = (service) => ({
    ...service,
    listOutgoing: async (filter, access) => {
      entered = true;
      await held;
      return await service.listOutgoing(filter, access);
    },
  });
  const door = await openVpcp(t, { breaking });
  t.is((await door.ask("/healthz")).status, 200, "an idle keep-alive connection is open");
  const running = door.ask("/api/v1/documents");
  t.true(await soon(() => entered));
  const closed = door.web.close();
  await t.throwsAsync(fetch(`${door.url}/healthz`));
  release();
  t.is((await running).status, 200);
  await closed;
});

test("closing does not wait longer than its deadline for a caller who hangs", async (t) => {
  const door = await openVpcp(t, { tuning: { drainMs: 300 } });
  const hanging = request(`${door.url}/api/v1/documents`, { method: "POST", headers: { authorization: `Bearer ${door.gateway.apiKey}`, "content-type": "multipart/form-data; boundary=b", "content-length": 100_000 } });
  hanging.on("error", () => undefined);
  hanging.write("--b\r\n");
  await wait(150);
  const started = performance.now();
  await door.web.close();
  t.true(performance.now() - started < 2000);
});

test("a port that is taken is said plainly", async (t) => {
  const door = await openVpcp(t);
  const { house } = door.gateway;
  const settings = { host: "127.0.0.1", port: Number(new URL(door.url).port), trustProxy: false, limits: { ...house.limits, maxFileBytes: 1, maxDocumentBytes: 1 } };
  const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const error = await t.throwsAsync(startWeb({ service: house.service, blobs: house.blobs, health: { parts: () => Promise.resolve([]) }, settings, logger: quiet, now: () => new Date() }), { instanceOf: HouseError });
  t.is(error?.code, "configuration-invalid");
  t.regex(error?.hint ?? "", /LIENTHONG_PORT/);
});

test("the OpenAPI document and its page are served, and the page lives under the strict policy", async (t) => {
  const door = await openVpcp(t);
  const document = await door.ask("/api/openapi.json", { key: null });
  t.is(document.body["openapi"], "3.1.1");
  const page = await door.ask("/api/docs", { key: null });
  t.is(page.headers.get("content-type"), "text/html; charset=utf-8");
  t.notRegex(page.text, /<script|\son\w+=|style="|javascript:|https?:\/\/(?!(?:cong|qlvb)\.example)/i);
  t.is((await door.ask("/api/docs/style.css", { key: null })).headers.get("content-type"), "text/css; charset=utf-8");
  for (const anchor of page.text.matchAll(/href="#([^"]+)"/g)) t.true(page.text.includes(`id="${anchor[1]}"`), `link to #${anchor[1]}`);
});
