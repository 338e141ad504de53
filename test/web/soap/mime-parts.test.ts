import test from "ava";
import * as fc from "fast-check";
import { HouseError } from "#src/core/fault";
import { Base64Decoder } from "#src/web/soap/base64-decoder";
import { MimeParts, parameterOf } from "#src/web/soap/mime-parts";

const BOUNDARY = "b-1";

async function readAll(message: Buffer, cuts: readonly number[]): Promise<{ readonly id: string | undefined; readonly content: string }[]> {
  const parts = new MimeParts(pieces(message, cuts), BOUNDARY);
  const read = [];
  for (let part = await parts.next(); part !== null; part = await parts.next()) {
    const chunks: Buffer[] = [];
    for await (const chunk of part.body) chunks.push(chunk);
    read.push({ id: part.headers.get("content-id"), content: Buffer.concat(chunks).toString("latin1") });
  }
  return read;
}

async function* pieces(bytes: Buffer, cuts: readonly number[]): AsyncGenerator<Buffer> {
  let from = 0;
  for (const at of cuts.map((cut) => cut % (bytes.length + 1)).toSorted((a, b) => a - b)) {
    if (at > from) yield await Promise.resolve(bytes.subarray(from, at));
    from = Math.max(from, at);
  }
  if (from < bytes.length) yield bytes.subarray(from);
}

function message(contents: readonly string[], preamble = ""): Buffer {
  return Buffer.from(`${preamble}${contents.map((content, index) => `--${BOUNDARY}\r\nContent-ID: <${index}>\r\nX-Long: a\r\n  b\r\n\r\n${content}\r\n`).join("")}--${BOUNDARY}--\r\nepilogue`, "latin1");
}

/** Contents full of what looks like a boundary. */
const content = fc.array(fc.constantFrom("\r\n", "--", "-", `\r\n--b`, `--${BOUNDARY}x`, "\r", "\n", "a", "\x00\xff"), { maxLength: 30 }).map((pieces) => pieces.join("").replaceAll(`\r\n--${BOUNDARY}`, ""));

test("parts come out as they went in, wherever the stream is cut", async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.array(content, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(), { maxLength: 40 }), async (contents, cuts) => {
      fc.pre(contents.every((one) => !`\r\n${one}\r\n`.includes(`\r\n--${BOUNDARY}`)));
      t.deepEqual(await readAll(message(contents), cuts), contents.map((one, index) => ({ id: `<${index}>`, content: one })));
    }),
  );
});

test("a message that is cut short, begins late or has odd headings is refused", async (t) => {
  const whole = message(["one", "two"]);
  for (let length = 0; length < whole.length - "\r\nepilogue".length; length++) await t.throwsAsync(readAll(whole.subarray(0, length), []), { instanceOf: HouseError }, String(length));
  const odd = ["x".repeat(3000), `--${BOUNDARY} x\r\n\r\n`, `--${BOUNDARY}\r\nno colon\r\n\r\n`, `--${BOUNDARY}\r\nA: 1\r\na: 2\r\n\r\n`, `--${BOUNDARY}\r\nA: ${"y".repeat(9000)}\r\n\r\n`, `--${BOUNDARY}\r\nA: 1\n B: 2\r\n\r\n`];
  for (const start of odd) await t.throwsAsync(readAll(Buffer.from(`${start}\r\n--${BOUNDARY}--`), []), { code: "request-invalid" }, start.slice(0, 30));
  t.deepEqual(await readAll(message(["one"], "preamble\r\n"), []), [{ id: "<0>", content: "one" }]);
  for (const boundary of ["", "a\r\nb", "x".repeat(71), "ü"]) t.throws(() => new MimeParts(pieces(whole, []), boundary), { code: "request-invalid" });
});

test("parameters are read quoted or not, and only as whole names", (t) => {
  const type = 'multipart/related; xboundary=no; Boundary="a;b\\"c"; start=<1@x>; type="application/xop+xml"';
  t.deepEqual(["boundary", "start", "type", "start-info"].map((name) => parameterOf(type, name)), ['a;b"c', "<1@x>", "application/xop+xml", null]);
});

test("base64 decodes however it is cut and broken into lines, and nothing else does", (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(), { maxLength: 10 }), (bytes, cuts) => {
      const text = Buffer.from(bytes).toString("base64").replaceAll(/(.{7})/g, "$1\r\n ");
      const decoder = new Base64Decoder();
      const at = [0, ...cuts.map((cut) => cut % (text.length + 1)).toSorted((a, b) => a - b), text.length];
      const decoded = at.slice(1).map((end, index) => decoder.write(Buffer.from(text.slice(at[index], end))));
      decoder.end();
      t.deepEqual(Buffer.concat(decoded), Buffer.from(bytes));
    }),
  );
  for (const broken of ["A", "AAA", "AA=A", "AA==AAAA", "A===", "AAA\u00e9", "AAA-", "====", "AAAA%AAA"]) {
    const decoder = new Base64Decoder();
    t.throws(
      () => {
        decoder.write(Buffer.from(broken, "latin1"));
        decoder.end();
      },
      { code: "request-invalid" },
      broken,
    );
  }
});
