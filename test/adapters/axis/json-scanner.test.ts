import test from "ava";
import * as fc from "fast-check";
import { AdapterError } from "#adapters/errors";
import { Base64Stream } from "#adapters/axis/base64-stream";
import { JsonScanner } from "#adapters/axis/json-scanner";

interface Scanned {
  readonly members: Record<string, unknown>;
  readonly dataKind: string;
  readonly text: string;
  readonly elements: readonly unknown[];
}

function scan(json: Buffer | string, cuts: readonly number[] = []): Scanned {
  const bytes = Buffer.from(json);
  const text: Buffer[] = [];
  const elements: unknown[] = [];
  const scanner = new JsonScanner({ onText: (piece) => void text.push(Buffer.from(piece)), onElement: (value) => void elements.push(value) }, { valueBytes: 1000, members: 10 });
  let from = 0;
  for (const cut of [...new Set(cuts)].filter((one) => one < bytes.length).sort((a, b) => a - b)) {
    scanner.push(bytes.subarray(from, cut));
    from = cut;
  }
  scanner.push(bytes.subarray(from));
  scanner.end();
  return { members: Object.fromEntries(scanner.members), dataKind: scanner.dataKind, text: Buffer.concat(text).toString("utf8"), elements };
}

const cutsArbitrary = fc.array(fc.nat(400), { maxLength: 20 });

test("an object reads the same however the network cuts it", (t) => {
  const member = fc.tuple(
    fc.string({ maxLength: 8 }).filter((key) => key !== "data" && key !== "__proto__"),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.uniqueArray(member, { maxLength: 5, selector: ([key]) => key }), fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 5 }), fc.nat(5), cutsArbitrary, fc.constantFrom(0, 2), (members, data, place, cuts, indent) => {
      const entries: [string, unknown][] = [...members];
      entries.splice(Math.min(place, entries.length), 0, ["data", data]);
      const scanned = scan(JSON.stringify(Object.fromEntries(entries), null, indent), cuts);
      const expected: unknown = JSON.parse(JSON.stringify(Object.fromEntries(members)));
      t.deepEqual(scanned.members, expected);
      t.deepEqual(scanned.elements, JSON.parse(JSON.stringify(data)));
      t.is(scanned.dataKind, "list");
    }),
    { numRuns: 200 },
  );
});

test("the text of data comes out with its escapes resolved, wherever they are cut", (t) => {
  const json = String.raw`{"data":"QUJD\/\u003d\r\n+\u002B" , "status":"OK"}`;
  for (let cut = 0; cut < json.length; cut += 1) {
    const scanned = scan(json, [cut]);
    t.is(scanned.text, "QUJD/=\r\n++");
    t.deepEqual(scanned.members, { status: "OK" });
  }
});

test("what data is, is told apart", (t) => {
  t.is(scan('{"a":1}').dataKind, "missing");
  t.is(scan('{"data":null}').dataKind, "null");
  t.is(scan('{"data":""}').dataKind, "text");
  t.is(scan('{"data":[]}').dataKind, "list");
  t.is(scan('{"data":{"a":[1,"}"]}}').dataKind, "other");
  t.is(scan("\uFEFF{}").dataKind, "missing");
});

for (const broken of ["", "  ", "Unauthorized", "<html></html>", "[]", "{", '{"a"', '{"a":', '{"a":}', '{"a":1,}', '{"a":1', '{"data":"abc', '{"data":[1,]}', '{"data":[1', '{"data":[1 2]}', '{"a":1}x', '{"a" 1}', '{a:1}', '{"data":"a","data":"b"}', '{"a":"\u0001"}']) {
  test(`${JSON.stringify(broken)} is an unreadable answer`, (t) => {
    const error = t.throws(() => scan(broken), { instanceOf: AdapterError });
    t.is(error?.code, "partner-answer-unreadable");
  });
}

test("one value may not grow without end", (t) => {
  t.throws(() => scan(`{"a":"${"x".repeat(1001)}"}`), { instanceOf: AdapterError });
  t.throws(() => scan(`{"data":[{"a":"${"x".repeat(1001)}"}]}`), { instanceOf: AdapterError });
  t.throws(() => scan(`{${Array.from({ length: 12 }, (_, n) => `"m${n}":1`).join(",")}}`), { instanceOf: AdapterError });
});

test("base64 decodes the same in pieces of any length, with and without line breaks", (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.array(fc.nat(500), { maxLength: 10 }), fc.boolean(), fc.boolean(), (bytes, cuts, lines, unpadded) => {
      const plain = Buffer.from(bytes).toString("base64");
      const text = Buffer.from((unpadded ? plain.replace(/=+$/, "") : plain).replaceAll(/(.{76})/g, lines ? "$1\r\n" : "$1"));
      const stream = new Base64Stream();
      const out: Buffer[] = [];
      let from = 0;
      for (const cut of [...cuts].sort((a, b) => a - b)) {
        out.push(stream.push(text.subarray(from, Math.max(from, cut))));
        from = Math.max(from, cut);
      }
      out.push(stream.push(text.subarray(from)), stream.end());
      t.deepEqual(Buffer.concat(out), Buffer.from(bytes));
    }),
  );
});

for (const damaged of ["QUJ*", "QUJDQ", "QQ==QQ==", "=QUJ", "Q===", "QU=D", "Việt"]) {
  test(`${damaged} is not base64`, (t) => {
    t.throws(
      () => {
        const stream = new Base64Stream();
        stream.push(Buffer.from(damaged));
        stream.end();
      },
      { instanceOf: AdapterError },
    );
  });
}
