import type { IncomingMessage } from "node:http";
import test from "ava";
import * as fc from "fast-check";
import { bareFileName } from "#src/web/rest/upload/file-name";
import { PartCounter } from "#src/web/rest/upload/part-counter";
import { handMade } from "../submission.ts";

test("a bare file name has no folder in it and is composed, whatever was sent", (t) => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (given) => !/[\\/]/.test(bareFileName(given)) && bareFileName(given) === bareFileName(given).normalize("NFC")));
  t.is(bareFileName("C:\\văn bản\\công văn.pdf"), "công văn.pdf");
  t.is(bareFileName("../../.."), "..");
});

test("parts are counted the same however the bytes are cut", (t) => {
  const request = { headers: { "content-type": 'multipart/form-data; charset=utf-8; boundary="--r-g"' } } as IncomingMessage;
  const part = fc.record({ head: fc.constantFrom("A: b", 'Content-Disposition: form-data; name="files"'), body: fc.constantFrom("", "--", "\r\n--", "--r-g", "\r\n----r-", "x\r\n----r-g x", "\r\n") });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 6 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (parts, cuts) => {
      const bytes = Buffer.from(handMade("--r-g", ...parts));
      const counter = new PartCounter(request);
      for (let at = 0, round = 0; at < bytes.length; round++) {
        const length = cuts[round % cuts.length] ?? 1;
        counter.add(bytes.subarray(at, at + length));
        at += length;
      }
      return counter.parts === parts.length;
    }),
  );
  t.pass();
});
