import { createHash } from "node:crypto";
import { Readable, Writable } from "node:stream";
import { axisAdapter } from "#adapters/axis/axis-adapter";
import { golden, never, RECEIVER, SENDER } from "./support.ts";
import { parcelOf } from "#test/support/parcel";

/** Sends an envelope of so many MiB, fetches it at the other end and tells what it took: `node transfer-process.js <url> <MiB>`. */
const [url = "", megabytes = "1"] = process.argv.slice(2);
const text = (await golden("doc-new")).toString("utf8");
const [, head = "", rest = ""] = /^(.*?<edXML:ContentTransferEncoded[^>]*>)[^<]*(.*)$/s.exec(text) ?? [];
const block = Buffer.alloc(48 * 1024, 7).toString("base64");
const blocks = Math.round((Number(megabytes) * 1024 * 1024) / block.length);

function* envelope(): Generator<Buffer> {
  yield Buffer.from(head);
  for (let count = 0; count < blocks; count += 1) yield Buffer.from(block);
  yield Buffer.from(rest);
}

const digest = createHash("sha256");
let size = 0;
for (const chunk of envelope()) {
  digest.update(chunk);
  size += chunk.length;
}
const sha256 = digest.digest("hex");
const [sender, receiver] = [SENDER, RECEIVER].map(({ systemId, secret }) => axisAdapter({ endpoint: url, systemId, secret, now: () => new Date() }));
const parcel = parcelOf(Buffer.alloc(0), "document", "000.00.00.G22", ["H41", "G17"], "000.00.00.G22,2024/05/20,123/VPCP-KSTT", { size, sha256, open: () => Readable.from(envelope()) });
const outcome = await sender?.send(parcel, never());
const [item] = (await receiver?.listPending(never())) ?? [];
const arrived = createHash("sha256");
const sink = new Writable({
  write: (chunk: Buffer, _encoding, done) => {
    arrived.update(chunk);
    done();
  },
});
if (item !== undefined) await receiver?.fetch(item, sink, never());
await Promise.all([sender?.close(), receiver?.close()]);
process.send?.({ outcome: outcome?.kind, size, equal: arrived.digest("hex") === sha256, peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024) });
process.disconnect?.();
