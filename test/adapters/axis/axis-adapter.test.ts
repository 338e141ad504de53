import { createHash } from "node:crypto";
import { createServer } from "node:net";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import test from "ava";
import type { PendingItem, SendOutcome } from "#adapters/adapter";
import { axisAdapter } from "#adapters/axis/axis-adapter";
import { axisHmac, unpaddedHash } from "#adapters/axis/signing";
import { AdapterError } from "#adapters/errors";
import { answering, bodyOf, bytesSink, clientOf, documentParcel, fakeAxis, fetched, listed, never, SENDER, statusParcel, watching } from "./support.ts";

const OK_SENT = '{"status":"OK","ErrorCode":"0","ErrorDesc":"Thanh cong","DocId":"68edb8c8c2dcb14db773ce44"}';
const ITEM: PendingItem = { partnerMessageId: "68edb8c8c2dcb14db773ce44", messageKind: "document", from: null, to: null };
const adapterError = { instanceOf: AdapterError };

test("A2, A3: sendEdoc is one signed POST of the envelope and CRLF", async (t) => {
  const seen: { raw: readonly string[]; url: string | undefined; method: string | undefined; body: Buffer }[] = [];
  const url = await watching(t, (request, body) => {
    seen.push({ raw: request.rawHeaders, url: request.url, method: request.method, body });
    return OK_SENT;
  });
  const parcel = await documentParcel();
  const outcome = await clientOf(t, `${url}/XrdAdapter/adapter/`, SENDER).send(parcel, never());

  t.is(outcome.kind === "entered" ? outcome.partnerMessageId : outcome.kind, "68edb8c8c2dcb14db773ce44");
  t.is(seen.length, 1);
  const { raw = [], url: path, method, body = Buffer.alloc(0) } = seen[0] ?? {};
  const header = (name: string): string | undefined => raw[raw.findIndex((one, index) => index % 2 === 0 && one === name) + 1];
  t.is(`${method} ${path}`, "POST /XrdAdapter/adapter/sendEdoc");
  t.is(header("XroadVnpt-sign-header-key"), "systemid;timestamp;Content-Type;from;servicetype;messagetype;to;hash-file");
  t.is(header("XroadVnpt-hash-header"), axisHmac(SENDER.secret, header("XroadVnpt-sign-header") ?? ""));
  t.is(header("XroadVnpt-from"), "000.00.00.G22");
  t.is(header("XroadVnpt-to"), '["000.00.00.H41","G17"]');
  t.is(header("XroadVnpt-messagetype"), "edoc");
  t.is(header("Content-Type"), "application/octet-stream");
  t.is(header("Content-Length"), String(parcel.size + 2));
  t.deepEqual(body.subarray(-2), Buffer.from("\r\n"));
  t.is(header("XroadVnpt-hash-file"), unpaddedHash(createHash("sha256").update(body.subarray(0, -2)).digest("hex")));
  t.false(raw.join("\n").includes(SENDER.secret));
});

test("A6: a status is sent without a receiver header", async (t) => {
  const names: string[] = [];
  const url = await watching(t, (request) => {
    names.push(...request.rawHeaders.filter((_, index) => index % 2 === 0));
    return OK_SENT;
  });
  t.is((await clientOf(t, url, SENDER).send(await statusParcel(), never())).kind, "entered");
  t.false(names.includes("XroadVnpt-to"));
});

test("A9: every request has its own timestamp and none of the headers of the one before", async (t) => {
  const seen: string[] = [];
  const url = await watching(t, (request) => {
    seen.push(String(request.headers["xroadvnpt-sign-header"]));
    return request.url === "/sendEdoc" ? OK_SENT : '{"status":"OK","ErrorCode":0,"ErrorDesc":"","data":[]}';
  });
  let second = 0;
  const client = clientOf(t, url, SENDER, { now: () => new Date(Date.UTC(2026, 10, 21, 1, 0, (second += 1))) });
  await client.send(await documentParcel(), never());
  await client.acknowledge(ITEM, "done", never());
  await client.listPending(never());
  t.is(new Set(seen.map((one) => /timestamp":"([^"]+)"/.exec(one)?.[1])).size, seen.length);
  t.deepEqual(Object.keys(JSON.parse(seen[1] ?? "{}")), ["XroadVnpt-systemid", "XroadVnpt-timestamp", "XroadVnpt-Content-Type", "XroadVnpt-status", "XroadVnpt-docid"]);
  t.deepEqual(Object.keys(JSON.parse(seen[2] ?? "{}")), ["XroadVnpt-systemid", "XroadVnpt-timestamp", "XroadVnpt-Content-Type", "XroadVnpt-servicetype", "XroadVnpt-messagetype"]);
});

const failures: readonly (readonly [desc: string, kind: SendOutcome["kind"], code: string])[] = [
  ["Don vi gui 002.00.20.H13 khong dung voi ma da dang ky: vxp.saas.03", "refused", "sender-not-registered"],
  ["Don vi nhan H99 khong ton tai", "refused", "receiver-unknown"],
  ["Đơn vị nhận H04 đã khóa", "refused", "receiver-closed"],
  ["Goi tin edXML khong hop le", "refused", "envelope-refused"],
  ["File qua lon", "refused", "message-too-large"],
  ["Sai systemid hoac secretkey", "not-sent", "credentials-refused"],
  ["He thong dang ban, vui long thu lai", "not-sent", "partner-busy"],
  ["Ma bam hash-file khong khop", "not-sent", "damaged-on-the-way"],
  ["Van ban da gui truoc do", "unknown", "sent-before"],
  ["Loi he thong", "unknown", "partner-failed"],
  ["", "unknown", "partner-failed"],
];
for (const [desc, kind, code] of failures) {
  test(`A6: HTTP 200 with FAIL "${desc}" is ${kind}`, async (t) => {
    const url = await answering(t, JSON.stringify({ status: "FAIL", ErrorCode: "9", ErrorDesc: desc, DocId: "" }));
    const outcome = await clientOf(t, url, SENDER).send(await documentParcel(), never());
    t.is(outcome.kind, kind);
    t.is("code" in outcome ? outcome.code : "", code);
  });
}

test("A4: JSON counts whatever the HTTP status is, and a number serves as ErrorCode", async (t) => {
  const url = await answering(t, '{"status":"OK","ErrorCode":0,"ErrorDesc":"Thanh cong","DocId":"a1"}', 500);
  t.is((await clientOf(t, url, SENDER).send(await documentParcel(), never())).kind, "entered");
});

for (const [name, body, status] of [
  ["an HTML error page", "<html>502</html>", 502],
  ["bare text", "Unauthorized", 401],
  ["nothing", "", 200],
  ["JSON that is no answer", '{"message":"x"}', 200],
  ["a broken answer", '{"status":"OK","ErrorCode":"0"', 200],
  ["OK without a DocId", '{"status":"OK","ErrorCode":"0","ErrorDesc":"","DocId":""}', 200],
] as const) {
  test(`A9: after ${name} it is unknown whether the send entered`, async (t) => {
    const outcome = await clientOf(t, await answering(t, body, status), SENDER).send(await documentParcel(), never());
    t.is(outcome.kind, "unknown");
    t.true("leftAt" in outcome && outcome.leftAt instanceof Date);
  });
}

for (const [name, body, status] of [
  ["an HTML error page", "<html>502</html>", 502],
  ["bare text", "Unauthorized", 401],
  ["nothing", "", 200],
  ["no data", '{"status":"OK","ErrorCode":"0","ErrorDesc":"Thanh cong"}', 200],
  ["data null", '{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":null}', 200],
  ["a list that breaks off", '{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":[{"docId":"1"}', 200],
] as const) {
  test(`A9: ${name} is an outage, never an empty list`, async (t) => {
    const client = clientOf(t, await answering(t, body, status), SENDER);
    for (const call of [() => client.listPending(never()), () => listed(client.listAgencies(never()))]) {
      t.is((await t.throwsAsync(call, adapterError))?.code, "partner-answer-unreadable");
    }
    t.is((await t.throwsAsync(async () => client.findSent(await documentParcel(), never()), adapterError))?.code, "partner-answer-unreadable");
  });
}

test("A9: a FAIL on a list throws and names wrong credentials as such", async (t) => {
  const wrong = clientOf(t, await answering(t, '{"status":"FAIL","ErrorCode":"15","ErrorDesc":"Sai systemid hoac secretkey","data":[]}'), SENDER);
  t.is((await t.throwsAsync(wrong.listPending(never()), adapterError))?.code, "partner-credentials-refused");
  const other = clientOf(t, await answering(t, '{"status":"FAIL","ErrorCode":"20","ErrorDesc":"Loi he thong","data":[]}'), SENDER);
  t.is((await t.throwsAsync(other.listPending(never()), adapterError))?.code, "partner-failed");
});

test("A9: nobody at the address means not sent, with one connection attempt", async (t) => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, "127.0.0.1", resolve));
  const address = holder.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  await new Promise<void>((resolve) => holder.close(() => resolve()));
  const outcome = await clientOf(t, `http://127.0.0.1:${port}`, SENDER).send(await documentParcel(), never());
  t.deepEqual([outcome.kind, "code" in outcome ? outcome.code : ""], ["not-sent", "partner-unreachable"]);
});

test("A9: a connection that breaks after the request left means unknown, and nothing is repeated", async (t) => {
  let requests = 0;
  const url = await fakeAxis(t, (request) => {
    requests += 1;
    void bodyOf(request).then(() => request.socket.destroy());
  });
  const outcome = await clientOf(t, url, SENDER).send(await documentParcel(), never());
  t.deepEqual([outcome.kind, "code" in outcome ? outcome.code : ""], ["unknown", "partner-unreachable"]);
  t.is(requests, 1);
});

test("A9: silence ends with a timeout: unknown for a send, an error for a list", async (t) => {
  const client = clientOf(t, await fakeAxis(t, () => undefined), SENDER, { timeouts: { idleMs: 80 } });
  const outcome = await client.send(await documentParcel(), never());
  t.deepEqual([outcome.kind, "code" in outcome ? outcome.code : ""], ["unknown", "partner-timeout"]);
  t.is((await t.throwsAsync(client.listPending(never()), adapterError))?.code, "partner-timeout");
});

test("A9: an answer that changes the protocol is no answer: unknown for a send, an error for a list", async (t) => {
  const url = await fakeAxis(t, (request) => void request.socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n"));
  const client = clientOf(t, url, SENDER);
  const outcome = await client.send(await documentParcel(), never());
  t.deepEqual([outcome.kind, "code" in outcome ? outcome.code : ""], ["unknown", "partner-answer-unreadable"]);
  t.is((await t.throwsAsync(client.listPending(never()), adapterError))?.code, "partner-answer-unreadable");
});

test("A9: a caller who stops while all connections are taken is let go at once", async (t) => {
  const client = clientOf(t, await fakeAxis(t, () => undefined), SENDER, { maxConnections: 1, timeouts: { idleMs: 1_000 } });
  const first = client.listPending(never()).catch(() => undefined);
  const asked = performance.now();
  t.is((await t.throwsAsync(client.listPending(AbortSignal.timeout(20)), adapterError))?.code, "aborted");
  t.true(performance.now() - asked < 500, "not only when the other one ends");
  await client.close();
  await first;
});

test("A9: an answer that drips on for ever ends with the total timeout", async (t) => {
  const url = await fakeAxis(t, (_request, response) => {
    const drip = setInterval(() => response.write(" "), 10);
    response.on("close", () => clearInterval(drip));
  });
  const error = await t.throwsAsync(clientOf(t, url, SENDER, { timeouts: { totalMs: 120 } }).listPending(never()), adapterError);
  t.is(error?.code, "partner-timeout");
});

test("A9: a caller who stops gets not-sent before and unknown after the request left", async (t) => {
  const stopped = new AbortController();
  const url = await fakeAxis(t, () => setTimeout(() => stopped.abort(), 20));
  const client = clientOf(t, url, SENDER);
  const outcome = await client.send(await documentParcel(), stopped.signal);
  t.deepEqual([outcome.kind, "code" in outcome ? outcome.code : ""], ["unknown", "aborted"]);
  const again = await client.send(await documentParcel(), stopped.signal);
  t.deepEqual([again.kind, "code" in again ? again.code : ""], ["not-sent", "aborted"]);
  t.is((await t.throwsAsync(client.listPending(stopped.signal), adapterError))?.code, "aborted");
});

test("A9: content that is shorter or longer than promised never becomes a whole request", async (t) => {
  let whole = 0;
  const url = await watching(t, () => {
    whole += 1;
    return OK_SENT;
  });
  for (const size of [50, 500]) {
    const outcome = await clientOf(t, url, SENDER).send(await documentParcel({ size, open: () => Readable.from([Buffer.alloc(100)]) }), never());
    // Whether the connection stood already when the length came out wrong is a matter of microseconds.
    t.regex(outcome.kind, /^(not-sent|unknown)$/);
    t.is("code" in outcome ? outcome.code : "", "parcel-unreadable");
  }
  t.is(whole, 0);
});

test("A9: an early answer counts although the rest of the body was not taken", async (t) => {
  const size = 8 * 1024 * 1024;
  const server = createServer((socket) => {
    socket.once("data", () => {
      const body = '{"status":"FAIL","ErrorCode":"10","ErrorDesc":"File qua lon, dung luong toi da 1 byte","DocId":""}';
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    socket.on("error", () => undefined);
    socket.resume();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => server.close());
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const outcome = await clientOf(t, `http://127.0.0.1:${port}`, SENDER).send(await documentParcel({ size, open: () => Readable.from([Buffer.alloc(size)]) }), never());
  t.is(outcome.kind, "refused");
});

test("A9: entries with missing, null or odd members are read, and those without an id are told of", async (t) => {
  const notices: string[] = [];
  const data = [
    { docId: "b", messageType: "edoc", created_time: "21/11/2026 10:00:00", from: null },
    { docId: 17, messageType: "unheard-of", created_time: "21/11/2026 09:00:00", from: "G22", to: "H41", extra: { deep: [1] } },
    { docId: null, messageType: "edoc" },
    { docId: "b" },
    "noise",
  ];
  const url = await answering(t, JSON.stringify({ data, ErrorDesc: "", ErrorCode: "0", status: "OK" }));
  const client = clientOf(t, url, SENDER, { onNotice: ({ kind }) => notices.push(kind) });
  t.deepEqual(await client.listPending(never()), [
    { partnerMessageId: "17", messageKind: "document", from: "G22", to: "H41" },
    { partnerMessageId: "b", messageKind: "document", from: null, to: null },
  ]);
  t.is(notices.length, 4);
});

test("A3: the content of getEdoc is the decoded data, in any member order and spelling", async (t) => {
  const content = Buffer.from("<edXML>ố</edXML>~~~???>>>");
  const base64 = content.toString("base64");
  const answers = [
    `{"status":"OK","ErrorCode":"0","ErrorDesc":"Thanh cong","data":"${base64}"}`,
    `{"data":"${base64.replaceAll("/", String.raw`\/`).replaceAll("=", String.raw`\u003d`)}","ErrorDesc":"Thanh cong","ErrorCode":0,"status":"OK"}`,
    `{ "data" : "${base64.replaceAll(/(.{8})/g, String.raw`$1\r\n`)}" , "status" : "OK" , "ErrorCode" : "0" , "more" : {"data":"x"} }`,
  ];
  for (const answer of answers) t.deepEqual(await fetched(clientOf(t, await answering(t, answer), SENDER), ITEM), content);
  t.deepEqual(await fetched(clientOf(t, await answering(t, gzipSync(answers[0] ?? ""), 200, { "Content-Encoding": "gzip" }), SENDER), ITEM), content);
});

for (const [name, body, code] of [
  ["a FAIL with empty data", '{"status":"FAIL","ErrorCode":"25","ErrorDesc":"Khong tim thay docId","data":""}', "partner-refused"],
  ["a FAIL that follows data", '{"data":"QUJD","status":"FAIL","ErrorCode":"20","ErrorDesc":"Loi he thong"}', "partner-failed"],
  ["OK without data", '{"status":"OK","ErrorCode":"0","ErrorDesc":""}', "partner-answer-unreadable"],
  ["data that breaks off", '{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":"QUJD', "partner-answer-unreadable"],
  ["data that is not base64", '{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":"<html>"}', "partner-answer-unreadable"],
  ["more than the limit", `{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":"${"QUJD".repeat(100)}"}`, "partner-message-too-large"],
] as const) {
  test(`A9: ${name} destroys the sink instead of ending it`, async (t) => {
    const { sink } = bytesSink();
    const client = clientOf(t, await answering(t, body), SENDER, { maxEnvelopeBytes: 200 });
    t.is((await t.throwsAsync(client.fetch(ITEM, sink, never()), adapterError))?.code, code);
    t.true(sink.destroyed);
    t.false(sink.writableFinished);
  });
}

test("A9: header values are ASCII: a Vietnamese reason loses its marks, a code of another script is refused", async (t) => {
  const seen: string[] = [];
  const url = await watching(t, (request) => {
    seen.push(String(request.headers["xroadvnpt-description"]));
    return '{"status":"OK","ErrorCode":"0","ErrorDesc":""}';
  });
  const client = clientOf(t, url, SENDER);
  await client.acknowledge(ITEM, "fail", never(), "Không đọc được\r\nX-Injected: 1 đ 中");
  t.deepEqual(seen, ["Khong doc duoc X-Injected: 1 d ?"]);
  const parcel = await documentParcel();
  t.is((await client.send({ ...parcel, to: [...parcel.to, "Sở.01" as (typeof parcel.to)[number]] }, never())).kind, "refused");
  t.is(seen.length, 1);
});

test("A9: a message acknowledged before counts as acknowledged", async (t) => {
  const client = clientOf(t, await answering(t, '{"status":"FAIL","ErrorCode":"1","ErrorDesc":"Van ban da duoc cap nhat trang thai"}'), SENDER);
  await t.notThrowsAsync(client.acknowledge(ITEM, "done", never()));
});

test("findSent matches by codes, notation, title and time, and says so when it cannot tell", async (t) => {
  const entry = { senderDocId: "s1", messageType: "edoc", fromCode: "G22", toCode: "H41", title: "V/v kết  nối", notation: "123/VPCP-KSTT", sentTime: "20/05/2024 08:30:00" };
  const ask = async (data: readonly object[], subject?: string, since?: Date): Promise<string> => {
    const url = await answering(t, JSON.stringify({ status: "OK", ErrorCode: "0", ErrorDesc: "", data }));
    const trace = await clientOf(t, url, SENDER).findSent(await documentParcel(subject === undefined ? {} : { subject }), never(), since);
    return trace.kind === "found" ? `found ${trace.partnerMessageId} ${trace.enteredAt?.toISOString() ?? ""}` : trace.kind;
  };
  t.is(await ask([]), "not-found");
  t.is(await ask([entry, { ...entry, toCode: "G17" }]), "found s1 2024-05-20T01:30:00.000Z");
  t.is(await ask([{ ...entry, notation: "VPCP-KSTT" }]), "found s1 2024-05-20T01:30:00.000Z");
  t.is(await ask([{ ...entry, notation: null, sentTime: null }], "V/v kết nối"), "found s1 ");
  t.is(await ask([{ ...entry, title: "Việc khác" }], "V/v kết nối"), "not-found");
  t.is(await ask([{ ...entry, notation: "124/VPCP-KSTT" }]), "not-found");
  t.is(await ask([{ ...entry, fromCode: "G17" }]), "not-found");
  t.is(await ask([{ ...entry, toCode: "H51" }]), "not-found");
  t.is(await ask([entry, { ...entry, senderDocId: "s2" }]), "cannot-tell");
  t.is(await ask([{ ...entry, notation: null, title: null }]), "cannot-tell");
  // The recall of a document carries its notation: the document itself, sent a day earlier, is not the recall.
  t.is(await ask([entry], undefined, new Date("2024-05-21T02:00:00Z")), "not-found");
  t.is(await ask([entry, { ...entry, senderDocId: "s2", sentTime: "21/05/2024 09:00:10" }], undefined, new Date("2024-05-21T02:00:00Z")), "found s2 2024-05-21T02:00:10.000Z");
  const client = clientOf(t, await answering(t, "no need to ask"), SENDER);
  t.is((await client.findSent(await statusParcel(), never())).kind, "cannot-tell");
});

for (const endpoint of ["", "vxp", "ftp://a", "http://user:secret@a/", "http://a/?x=1"]) {
  test(`the endpoint "${endpoint}" is refused at once`, (t) => {
    const error = t.throws(() => axisAdapter({ endpoint, systemId: "a", secret: "b", now: () => new Date() }), adapterError);
    t.is(error?.code, "adapter-settings-invalid");
    t.false(error?.message.includes("secret@"));
  });
}

test("A9: a partner that takes no connection is given up after the connect timeout", async (t) => {
  const server = createServer({ pauseOnConnect: true });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const secure = clientOf(t, `https://127.0.0.1:${port}`, SENDER, { timeouts: { connectMs: 150 } });
  t.teardown(() => server.close());
  // A TLS handshake nobody answers is a connection that does not stand: nothing of the request has left.
  const outcome = await secure.send(await documentParcel(), never());
  t.deepEqual([outcome.kind, "code" in outcome ? outcome.code : ""], ["not-sent", "partner-timeout"]);
});

test("A9: fifty requests over kept-alive connections leave no listeners behind, and each has its own idle clock", async (t) => {
  const warnings: string[] = [];
  const note = (warning: Error): void => void warnings.push(warning.name);
  process.on("warning", note);
  t.teardown(() => process.off("warning", note));
  const sockets = new Set<unknown>();
  const url = await watching(t, (request) => {
    sockets.add(request.socket);
    return '{"status":"OK","ErrorCode":"0","ErrorDesc":"","data":[]}';
  });
  const client = clientOf(t, url, SENDER, { maxConnections: 1, timeouts: { idleMs: 1_000 } });
  for (let n = 0; n < 25; n += 1) await client.listPending(never());
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  t.deepEqual(await client.listPending(never()), [], "an idle connection in the pool is not a timeout");
  t.deepEqual(warnings, []);
  t.true(sockets.size <= 2);
});
