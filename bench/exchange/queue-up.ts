import { mkdtemp, open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { createHash } from "node:crypto";
import { formatDocumentId, pemSigner, writeDocument, type EdxmlDocument } from "#edxml";
import { HouseError } from "#src/core/fault";
import { pathOf } from "#src/storage/blob-path";
import { reviveDocument } from "#src/storage/entities/message";
import { copyRows, withoutTriggers, type Copied } from "./copies.ts";
import { papers } from "./papers.ts";
import { connectTo, SENDER, type Town } from "./town.ts";

/** A connected system whose address nobody answers at. */
export const DEAD = "peer:mat-ket-noi";
const PAPER_BYTES = 3_000;
const NUMBERS_FROM = 500_000;
/** So many can leave while it is measured; what stands behind them needs no envelope of its own. */
const LEAVING = 4_000;
const ROWS_AT_ONCE = 500;

const QUEUED = "(SELECT n, number, said_id, sha, size, way FROM bench_queued) AS q";
const MESSAGE = "jsonb_set(jsonb_set(r.message, '{code,number}', to_jsonb(q.number)), '{documentId}', to_jsonb(q.said_id))";
const ENVELOPE = { envelope_sha256: "q.sha", envelope_size: "q.size" };
const NEVER = Object.fromEntries(["left_at", "entered_at", "received_at", "effective_at", "effective_explanation", "effective_provisional", "calendar_version", "partner_message_id", "trying_since"].map((column) => [column, "NULL"]));
const ACCEPTED: readonly Copied[] = [
  { table: "outgoing_document", where: "id = $1", instead: { ...ENVELOPE, message: MESSAGE, code: "q.number || '/VPCP-TH'", submitted_at: "clock_timestamp()" } },
  { table: "transmission", where: "outgoing_id = $1", instead: { ...NEVER, ...ENVELOPE, document_id: "q.said_id", channel: "q.way", state: "'queued'", attempts: "0" } },
  { table: "dispatch", where: "document_id = $1", instead: { ...NEVER, channel: "q.way", state: "'queued'", submitted_at: "clock_timestamp()" } },
  { table: "document_search", where: "document_id = $1" },
];

/**
 * So many normal documents that are accepted and wait to be sent: every other one for the receiver, those that can leave with a signed envelope of their own, the
 * others for a system that is gone. Call after documents have travelled, while the sender is closed.
 */
export async function queueUp(town: Town, documents: number): Promise<void> {
  const database = await connectTo(town.sender.databaseUrl);
  try {
    const { rows } = await database.query<{ id: string; message: EdxmlDocument; sha: string; size: string }>("SELECT id, message, envelope_sha256 AS sha, envelope_size AS size FROM outgoing_document ORDER BY id LIMIT 1");
    const [template] = rows;
    if (template === undefined) throw new HouseError("invariant-broken", "no document has travelled");
    await withoutTriggers(database);
    await database.query("CREATE TABLE bench_queued (n integer, number text, said_id text, sha text, size bigint, way text)");
    const writeNext = await envelopeWriter(town, reviveDocument(template.message));
    for (let from = 1; from <= documents; from += ROWS_AT_ONCE) {
      const rows = [];
      for (let n = from; n < Math.min(from + ROWS_AT_ONCE, documents + 1); n += 1) {
        const alive = n % 2 === 0;
        const written = alive && n <= 2 * LEAVING ? await writeNext(NUMBERS_FROM + n) : { said_id: `${template.message.documentId}/${n}`, sha: template.sha, size: Number(template.size) };
        rows.push({ n, number: String(NUMBERS_FROM + n), ...written, way: alive ? "axis" : DEAD });
      }
      await database.query("INSERT INTO bench_queued SELECT * FROM jsonb_populate_recordset(NULL::bench_queued, $1)", [JSON.stringify(rows)]);
    }
    for (const copied of ACCEPTED) await copyRows(database, copied, QUEUED, template.id);
    await database.query("INSERT INTO outbox (id, topic, ref, urgency, due_at, channel) SELECT gen_random_uuid(), 'deliver', id::text, 0, clock_timestamp(), channel FROM transmission WHERE state = 'queued'");
    await database.query("INSERT INTO peer (code, name, kind, state, endpoint, account, settings, revision, created_at, changed_at) VALUES ($1, 'Hệ thống mất kết nối', 'axis', 'active', 'http://127.0.0.1:9/', 'bench', $2, 1, now(), now())", [
      DEAD.slice("peer:".length),
      JSON.stringify({ reaches: ["H90"], dialect: null, policyProfile: null, maxDocumentMb: null, whenPaused: "wait", takesDirectory: false, pullSeconds: 60, link: null }),
    ]);
    for (const { table } of [...ACCEPTED, { table: "outbox" }]) await database.query(`VACUUM (ANALYZE) ${table}`);
    await database.query("CHECKPOINT");
  } finally {
    await database.end();
  }
}

interface Written {
  readonly said_id: string;
  readonly sha: string;
  readonly size: number;
}

/** Writes and signs the document under another number into the sender's blob store. */
async function envelopeWriter(town: Town, template: EdxmlDocument): Promise<(number: number) => Promise<Written>> {
  const blobs = join(town.directory, "gateway-0", "blobs");
  const keys = join(town.directory, "keys", SENDER);
  const signer = pemSigner({ privateKeyPem: await readFile(join(keys, "key.pem"), "utf8"), certificateChain: [await readFile(join(keys, "certificate.pem"), "utf8")] });
  const scratch = await mkdtemp(join(town.directory, "queue-up-"));
  const paper = papers(PAPER_BYTES);
  return async (number) => {
    const code = { ...template.code, number: String(number) };
    const documentId = formatDocumentId({ organId: template.from.organId, date: template.promulgation.date, ...code });
    const path = join(scratch, "envelope");
    const file = await open(path, "w+");
    const { size } = await writeDocument({ ...template, code, documentId }, [{ name: "cong-van.pdf", contentId: "tep-1", open: () => Readable.from([paper(number)]) }], file, { signer, scratchDirectory: scratch });
    await file.close();
    const sha = createHash("sha256").update(await readFile(path)).digest("hex");
    const place = pathOf(blobs, sha);
    if (place === null) throw new HouseError("invariant-broken", `${sha} is no digest`);
    await rename(path, place.file);
    return { said_id: documentId, sha, size };
  };
}
