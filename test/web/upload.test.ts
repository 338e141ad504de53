import { createHash, randomBytes } from "node:crypto";
import { once } from "node:events";
import { request } from "node:http";
import { createConnection } from "node:net";
import test, { type ExecutionContext } from "ava";
import * as fc from "fast-check";
import { MiB, openDoor, soon, type Door, type DoorOptions } from "./door.ts";
import { sharedTown } from "./shared-town.ts";
import { call, sendXml } from "./soap/soap-door.ts";
import { APPENDIX, filePart, form, fresh, handMade, LETTER, METADATA, metadataPart, type FormFile, type Part } from "./submission.ts";

const DOCUMENTS = "/api/v1/documents";
const town = sharedTown();

function openVpcp(t: ExecutionContext, options: DoorOptions = {}) {
  return openDoor(t, town().vpcp, options);
}

/** Whatever was begun is gone again, and nothing became a blob. */
function nothingKept(t: ExecutionContext, door: Door): void {
  t.is(door.drafts.committed, 0);
  t.is(door.drafts.discarded, door.drafts.opened);
}

function post(door: Door, body: FormData | string, headers: Record<string, string> = {}) {
  return door.ask(DOCUMENTS, { method: "POST", body, headers });
}

function postHandMade(door: Door, ...parts: readonly Part[]) {
  return post(door, handMade("ranh-gioi", ...parts), { "content-type": "multipart/form-data; boundary=ranh-gioi" });
}

test("a submission is accepted with 202, its place and the document, names and bytes intact (HG-12.2b)", async (t) => {
  const door = await openVpcp(t);
  const metadata = fresh();
  const answer = await post(door, form(metadata, [LETTER, APPENDIX]));
  t.is(answer.status, 202, answer.text);
  const document = answer.body["document"] as { id: string; files: { name: string; sha256: string; size: number }[]; code: { text: string } };
  t.is(answer.headers.get("location"), `${DOCUMENTS}/${document.id}`);
  t.deepEqual(document.files.map((file) => file.name), [LETTER.name, APPENDIX.name]);
  t.is(document.files[0]?.sha256, createHash("sha256").update(LETTER.content).digest("hex"));
  t.is(document.code.text, `${metadata.code.number}/VPCP-KSTT`);
  t.is(door.drafts.committed, 2);
});

test("the same submission with its Idempotency-Key again gets the first answer, another one 409", async (t) => {
  const door = await openVpcp(t);
  const headers = { "idempotency-key": "qlvb-2026-000123" };
  const metadata = fresh();
  const first = await post(door, form(metadata), headers);
  const again = await post(door, form(metadata), headers);
  t.deepEqual([first.status, first.body["created"], again.status, again.body["created"]], [202, true, 200, false]);
  t.is(again.headers.get("location"), first.headers.get("location"));
  const other = await post(door, form(fresh()), headers);
  t.deepEqual([other.status, other.body["code"]], [409, "idempotency-key-reused"]);
});

test("another content under the same number and notation is a conflict", async (t) => {
  const door = await openVpcp(t);
  const metadata = fresh();
  t.is((await post(door, form(metadata))).status, 202);
  const other = await post(door, form({ ...metadata, subject: "V/v khác" }));
  t.deepEqual([other.status, other.body["code"]], [409, "duplicate-document"]);
});

test("everything that is wrong is said at once, each with its pointer, its rule and what to do", async (t) => {
  const door = await openVpcp(t);
  const { subject: _left, ...rest } = METADATA;
  const answer = await post(door, form({ ...rest, issuedOn: "2026-02-30", code: { number: "", notation: "X" }, surprise: 1 }));
  t.is(answer.status, 422);
  t.deepEqual(answer.problems.map((problem) => problem.field).toSorted(), ["/code/number", "/issuedOn", "/subject", "/surprise"]);
  for (const problem of answer.problems) {
    t.true(problem.message.length > 5, problem.field);
    t.true(problem.rule.length > 5, problem.field);
  }
  t.is(door.drafts.opened, 0, "nothing of a refused submission is written");
});

test("wrong files are all named together", async (t) => {
  const door = await openVpcp(t);
  const answer = await post(door, form(fresh(), [{ name: "thu.docx", content: "x" }, { name: "chay.exe", content: "MZ" }, { name: "rong.pdf", content: "" }]));
  t.is(answer.status, 422);
  t.deepEqual(answer.problems.map((problem) => problem.field), ["/files/0", "/files/1", "/files/2"]);
  nothingKept(t, door);
});

test("a secret document never reaches the disk", async (t) => {
  const door = await openVpcp(t);
  const answer = await post(door, form({ ...fresh(), secrecy: "mat" }));
  t.deepEqual([answer.status, answer.body["code"]], [422, "secret-content-forbidden"]);
  t.is(door.drafts.opened, 0);
});

const ORDERS: readonly { readonly title: string; readonly parts: readonly Part[]; readonly field: string }[] = [
  { title: "metadata after the files", parts: [filePart('filename="a.pdf"'), metadataPart()], field: "/metadata" },
  { title: "duplicated metadata", parts: [metadataPart(), metadataPart(), filePart('filename="a.pdf"')], field: "/metadata" },
  { title: "no metadata at all", parts: [], field: "/metadata" },
  { title: "a part nobody knows", parts: [metadataPart(), { head: 'Content-Disposition: form-data; name="evil"', body: "x" }], field: "/evil" },
  { title: "a file without a name", parts: [metadataPart(), { head: 'Content-Disposition: form-data; name="files"', body: "x" }], field: "/files" },
  { title: "metadata and no file", parts: [metadataPart()], field: "/files" },
];
for (const { title, parts, field } of ORDERS) {
  test(`${title} is refused and says where`, async (t) => {
    const door = await openVpcp(t);
    const answer = await postHandMade(door, ...parts);
    t.is(answer.status, 422);
    t.true(answer.problems.some((problem) => problem.field === field), answer.text);
    nothingKept(t, door);
  });
}

test("metadata may come as a file part, as curl's @ sends it", async (t) => {
  const door = await openVpcp(t);
  const asFile = { head: 'Content-Disposition: form-data; name="metadata"; filename="van-ban.json"\r\nContent-Type: application/json', body: JSON.stringify(fresh()) };
  t.is((await postHandMade(door, asFile, filePart('filename="a.pdf"'))).status, 202);
});

test("metadata that is no JSON, or no UTF-8, is refused", async (t) => {
  const door = await openVpcp(t);
  t.is((await post(door, form("{không phải JSON"))).status, 400);
  t.is((await post(door, form('"\uFFFD"'))).status, 422);
});

test("huge metadata is refused with 413", async (t) => {
  const door = await openVpcp(t, { tuning: { maxMetadataBytes: 2000 } });
  const answer = await post(door, form({ ...fresh(), content: "x".repeat(3000) }));
  t.deepEqual([answer.status, answer.body["code"]], [413, "request-too-large"]);
});

/** Headed as a PDF, and nothing one could read: taken, with a note. */
function pdfOf(size: number): Buffer {
  const head = Buffer.from("%PDF-1.7\n");
  return Buffer.concat([head, randomBytes(size - head.length)]);
}

const LIMITS = { maxFileBytes: MiB, maxDocumentBytes: MiB + 100_000 };

test("a file of exactly the limit is taken, one byte more is 413 and leaves nothing", async (t) => {
  const door = await openVpcp(t, { limits: LIMITS });
  t.is((await post(door, form(fresh(), [{ name: "vua.pdf", content: pdfOf(MiB) }]))).status, 202);
  const answer = await post(door, form({ ...fresh(), code: { number: "9", notation: "X" } }, [{ name: "qua.pdf", content: randomBytes(MiB + 1) }]));
  t.deepEqual([answer.status, answer.body["code"], answer.problems[0]?.field], [413, "file-too-large", "/files/0"]);
  t.deepEqual(door.drafts, { opened: 2, committed: 1, discarded: 1 });
});

test("files over the limit of the document together are 413 and leave nothing", async (t) => {
  const door = await openVpcp(t, { limits: LIMITS });
  const files: FormFile[] = [{ name: "a.pdf", content: randomBytes(MiB) }, { name: "b.pdf", content: randomBytes(100_001) }];
  const answer = await post(door, form(fresh(), files));
  t.deepEqual([answer.status, answer.problems[0]?.field], [413, "/files"]);
  nothingKept(t, door);
});

test("more files than allowed are refused", async (t) => {
  const door = await openVpcp(t, { tuning: { maxFiles: 2 } });
  const answer = await post(door, form(fresh(), [LETTER, APPENDIX, { name: "c.pdf", content: "x" }]));
  t.is(answer.status, 422);
  t.is(answer.problems[0]?.field, "/files");
});

test("a body announced or dripped far over every limit is cut off although it holds no file", async (t) => {
  const door = await openVpcp(t, { limits: LIMITS, tuning: { maxMetadataBytes: 1000 } });
  const preamble = "x".repeat(4 * MiB);
  const answer = await post(door, preamble, { "content-type": "multipart/form-data; boundary=b" });
  t.is(answer.status, 413);
  const chunked = new ReadableStream({
    start(controller) {
      for (let round = 0; round < 64; round++) controller.enqueue(Buffer.alloc(65_536, 120));
      controller.close();
    },
  });
  const dripped = await door.ask(DOCUMENTS, { method: "POST", body: chunked, headers: { "content-type": "multipart/form-data; boundary=b" } });
  t.is(dripped.status, 413);
});

test("path traversal in a file name leaves only the name", async (t) => {
  const door = await openVpcp(t);
  const names = ['filename="../../../etc/passwd.pdf"', 'filename="C:\\\\Users\\\\van thu\\\\b.pdf"', "filename*=UTF-8''..%2f..%2fetc%2fc.pdf", 'filename="/d.pdf"'];
  const answer = await postHandMade(door, metadataPart(), ...names.map((name) => filePart(name)));
  t.is(answer.status, 202, answer.text);
  const document = answer.body["document"] as { files: { name: string }[] };
  t.deepEqual(document.files.map((file) => file.name), ["passwd.pdf", "b.pdf", "c.pdf", "d.pdf"]);
});

const BAD_NAMES = {
  "an empty name": 'filename=""',
  "only dots": 'filename=".."',
  "no extension": 'filename="congvan"',
  "a dot at the end": 'filename="congvan."',
  "a device name": 'filename="CON.pdf"',
  "another device name": 'filename="lpt1.tar.pdf"',
  "CRLF in names": "filename*=UTF-8''a%0D%0AContent-Type%3A%20text.pdf",
  "a NUL": "filename*=UTF-8''a%00.pdf",
  "a right-to-left override": "filename*=UTF-8''cong-van%E2%80%AEfdp.exe.pdf",
  "a colon": 'filename="a.pdf:evil.pdf"',
  "a hidden file": 'filename=".htaccess.pdf"',
  "a name of 300 bytes": `filename="${"a".repeat(296)}.pdf"`,
};
for (const [title, disposition] of Object.entries(BAD_NAMES)) {
  test(`a file name with ${title} is refused`, async (t) => {
    const door = await openVpcp(t);
    const answer = await postHandMade(door, metadataPart(), filePart(disposition));
    t.is(answer.status, 422, answer.text);
    t.true(answer.problems[0]?.field.startsWith("/files"), answer.text);
    nothingKept(t, door);
  });
}

test("a decomposed Vietnamese name is composed", async (t) => {
  const door = await openVpcp(t);
  const answer = await post(door, form(fresh(), [{ name: "Quyết định.pdf".normalize("NFD"), content: "%PDF" }]));
  const document = answer.body["document"] as { files: { name: string }[] };
  t.is(document.files[0]?.name, "Quyết định.pdf".normalize("NFC"));
});

test("a part whose heading cannot be read is never passed over", async (t) => {
  const door = await openVpcp(t);
  for (const head of ["Content-Type: application/pdf", 'Content-Disposition: attachment; name="files"; filename="b.pdf"', 'Content-Disposition: form-data; name="files"; filename="b\r\nx.pdf"', "Content-Disposition: form-data; name=files; filename*=UTF-8''a:b.pdf"]) {
    const answer = await postHandMade(door, metadataPart(), filePart('filename="a.pdf"'), { head, body: "%PDF" });
    t.is(answer.status, 400, `${head}: ${answer.text}`);
  }
  nothingKept(t, door);
});

test("a wrong boundary, a missing one and a form cut short are 400, and leave nothing", async (t) => {
  const door = await openVpcp(t);
  const whole = handMade("b", metadataPart(), filePart('filename="a.pdf"'));
  for (const [body, type] of [
    [whole, "multipart/form-data; boundary=another"],
    [whole, "multipart/form-data"],
    [whole.slice(0, -20), "multipart/form-data; boundary=b"],
    [whole.replace("Content-Disposition", "\0\0"), "multipart/form-data; boundary=b"],
    ["", "multipart/form-data; boundary=b"],
  ] as const) {
    const answer = await post(door, body, { "content-type": type });
    t.is(answer.status, 400, `${type}: ${answer.text}`);
  }
  nothingKept(t, door);
});

test("an unknown content type is 415, and so is a compressed body", async (t) => {
  const door = await openVpcp(t);
  for (const type of ["application/json", "multipart/mixed; boundary=b", "text/xml", "application/x-www-form-urlencoded", "x"]) {
    t.is((await post(door, "{}", { "content-type": type })).status, 415, type);
  }
  t.is((await post(door, "x", { "content-type": "multipart/form-data; boundary=b", "content-encoding": "gzip" })).status, 415);
});

test("an aborted upload leaves no draft", async (t) => {
  const door = await openVpcp(t);
  const started = request(`${door.url}${DOCUMENTS}`, { method: "POST", headers: { authorization: `Bearer ${door.gateway.apiKey}`, "content-type": "multipart/form-data; boundary=b" } });
  started.on("error", () => undefined);
  started.write(handMade("b", metadataPart(), filePart('filename="a.pdf"')).replace("--b--\r\n", ""));
  started.write(`--b\r\n${filePart('filename="b.pdf"').head}\r\n\r\n${"x".repeat(300_000)}`);
  t.true(await soon(() => door.drafts.opened === 2), "the drafts are being written");
  started.destroy();
  t.true(await soon(() => door.drafts.discarded === 2), "and are gone with the caller");
  nothingKept(t, door);
});

test("one key may not hold the disk with many unfinished uploads", async (t) => {
  const door = await openVpcp(t, { tuning: { uploadsPerKey: 2 } });
  const headers = { authorization: `Bearer ${door.gateway.apiKey}`, "content-type": "multipart/form-data; boundary=b" };
  const open = [1, 2].map(() => {
    const started = request(`${door.url}${DOCUMENTS}`, { method: "POST", headers });
    started.on("error", () => undefined);
    started.write(handMade("b", metadataPart(), filePart('filename="a.pdf"')).replace("--b--\r\n", ""));
    return started;
  });
  t.true(await soon(() => door.drafts.opened === 2));
  const refused = await post(door, form());
  t.deepEqual([refused.status, refused.body["code"]], [429, "too-many-requests"]);
  const bySoap = await call(door, sendXml());
  t.is(bySoap.value("code"), "too-many-requests", "the SOAP door counts the same uploads");
  for (const one of open) one.destroy();
  t.true(await soon(() => door.drafts.discarded === 2));
  t.is((await post(door, form())).status, 202);
});

test("a caller who sends everything before it reads still learns why it was refused", async (t) => {
  const door = await openVpcp(t);
  const { hostname, port } = new URL(door.url);
  const socket = createConnection({ host: hostname, port: Number(port) });
  socket.pause();
  const lost = once(socket, "error").then(([error]) => Promise.reject(error as Error));
  lost.catch(() => undefined);
  const chunk = Buffer.alloc(256 * 1024, 120);
  const rounds = 24;
  socket.write(`POST ${DOCUMENTS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: ${chunk.length * rounds}\r\n\r\n`);
  for (let round = 0; round < rounds; round++) if (!socket.write(chunk)) await Promise.race([once(socket, "drain"), lost]);
  let answer = "";
  for await (const part of socket) answer += String(part);
  t.regex(answer, /^HTTP\/1\.1 401 [^]*credentials-missing/);
});

test("a caller who waits for 100-continue is told no before it sends", async (t) => {
  const door = await openVpcp(t);
  const head = `POST ${DOCUMENTS} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 1000000\r\nExpect: 100-continue\r\n\r\n`;
  const refused = await door.raw(head);
  t.true(refused.startsWith("HTTP/1.1 401"), refused.slice(0, 60));
});

test("an upload of 20 MB goes through whole", async (t) => {
  const door = await openVpcp(t, { limits: { maxFileBytes: 30 * MiB, maxDocumentBytes: 30 * MiB } });
  const content = pdfOf(20 * MiB);
  const answer = await post(door, form(fresh(), [{ name: "lon.pdf", content }]));
  t.is(answer.status, 202);
  const document = answer.body["document"] as { files: { sha256: string }[] };
  t.is(document.files[0]?.sha256, createHash("sha256").update(content).digest("hex"));
});

test("forms broken at random are refused or taken, never a fault of ours, and leave no draft", async (t) => {
  const door = await openVpcp(t, { tuning: { requestsPerKeyPerMinute: 100_000 } });
  const whole = Buffer.from(handMade("b", metadataPart(), filePart('filename="a.pdf"'), filePart("filename*=UTF-8''ph%E1%BB%A5%20l%E1%BB%A5c.xlsx")), "utf8");
  const edit = fc.record({ at: fc.nat(whole.length - 1), cut: fc.nat(12), put: fc.oneof(fc.constantFrom("\r\n", "--b", "--b--", "\0", '"', ";", "filename=", "%", "\uFFFD", "{"), fc.string({ maxLength: 4 })) });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), async (edits) => {
      let bytes = whole;
      for (const { at, cut, put } of edits) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), bytes.subarray(at + cut)]);
      const answer = await door.ask(DOCUMENTS, { method: "POST", body: bytes, headers: { "content-type": "multipart/form-data; boundary=b" } });
      return answer.status < 500 && (await soon(() => door.drafts.opened === door.drafts.committed + door.drafts.discarded));
    }),
    { numRuns: 150 },
  );
  t.pass();
});
