import test from "ava";
import * as fc from "fast-check";
import { attachment } from "#src/web/rest/download";

test("any name becomes one safe header that gives the name back", (t) => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (name) => {
      const header = attachment(name);
      const [, plain = "", encoded = ""] = /^attachment; filename="([^"\\]*)"; filename\*=UTF-8''([\w%.~-]*)$/.exec(header) ?? [];
      return /^[\x20-\x7e]+$/.test(header) && plain.length > 0 && decodeURIComponent(encoded) === name;
    }),
  );
  t.is(attachment("Quyết định số 12.pdf"), "attachment; filename=\"Quyet dinh so 12.pdf\"; filename*=UTF-8''Quy%E1%BA%BFt%20%C4%91%E1%BB%8Bnh%20s%E1%BB%91%2012.pdf");
});

test("CRLF, quotes and half a surrogate in a name cannot leave the header", (t) => {
  t.notRegex(attachment('a"\r\nSet-Cookie: x=1; \\"\uD800.pdf'), /[\r\n\\]|"[^";]*"[^;]*"/);
});
