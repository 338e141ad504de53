import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Readable, Writable } from "node:stream";
import { Client, type QueryResultRow } from "pg";
import { axisAdapter } from "#adapters/axis/axis-adapter";
import type { ExchangeAdapter } from "#adapters/adapter";
import type { DeliveryView } from "#adapters/axis/simulator/control";
import { checkedDocumentId, parseOrganId, writeDocument, type EdxmlDocument } from "#edxml";
import { parcelOf } from "#test/support/parcel";
import { eventually, TownTimeout } from "#test/support/town";
import { dieAt } from "./die-at.ts";
import { openStage, untilTheyKnowEachOther, type Place, type Stage } from "./stage.ts";

/** A stage on which single misfortunes are brought about on purpose. */
export interface Scene {
  readonly stage: Stage;
  /** Văn phòng Chính phủ (G22), two processes. */
  readonly left: Place;
  /** Quảng Ngãi (H48), three processes. */
  readonly right: Place;
  /** A system on the axis without a gateway: Nghệ An (H41). */
  readonly stranger: ExchangeAdapter;
  close(): Promise<void>;
}

export interface Sent {
  readonly key: string;
  readonly number: string;
  readonly id: string;
  readonly documentId: string;
  readonly sha256: string;
}

export interface Answer {
  readonly status: number;
  readonly json: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

const STRANGER = { systemId: "vxp.nghean", unit: { code: "H41", name: "UBND tỉnh Nghệ An" } };

export async function openScene(environment: Readonly<Record<string, string>>): Promise<Scene> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-windows-"));
  const stranger = { ...STRANGER, secret: randomBytes(16).toString("hex") };
  const stage = await openStage({ directory, broker: false, processes: [2, 3], environment, stranger, onCrossing: () => undefined }).catch(async (error: unknown) => {
    await rm(directory, { recursive: true, force: true });
    throw error;
  });
  await untilTheyKnowEachOther(stage);
  await untilAllServe(stage);
  const [left, right] = stage.places;
  const adapter = axisAdapter({ endpoint: stage.axis.url, systemId: stranger.systemId, secret: stranger.secret, now: () => new Date() });
  return {
    stage,
    left,
    right,
    stranger: adapter,
    close: async () => {
      await adapter.close();
      await stage.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

export async function untilAllServe({ places }: Stage): Promise<void> {
  await eventually("every process serves", async () => await Promise.resolve(places.every(({ processes }) => processes.every(({ ready }) => ready))));
}

/** Somebody of the place dies at the crossing; fails when nobody comes there. */
export async function oneDies({ processes }: Place, side: "before" | "after", isAt: (crossing: string) => boolean): Promise<void> {
  if ((await dieAt(processes, side, isAt, 20_000)) === null) throw new TownTimeout("nobody came to the crossing");
}

/** One question to a process of the place; the others are asked when it dies or cannot. */
export async function ask({ processes, secret }: Place, path: string, make: () => RequestInit = () => ({})): Promise<Answer> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
    for (const process of processes.filter(({ ready }) => ready)) {
      const init = make();
      try {
        const response = await fetch(`${process.url}${path}`, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${secret}` }, signal: AbortSignal.timeout(10_000) });
        const bytes = Buffer.from(await response.arrayBuffer());
        if (response.status < 500 && response.status !== 429) return { status: response.status, json: jsonOf(response, bytes), bytes };
      } catch {
        // it died, or nobody is there: the next one
      }
    }
  }
  throw new TownTimeout(`nobody answers ${path}`);
}

function jsonOf(response: Response, bytes: Buffer): Readonly<Record<string, unknown>> {
  if (response.headers.get("content-type")?.includes("json") !== true || bytes.length === 0) return {};
  const value: Record<string, unknown> = JSON.parse(bytes.toString("utf8"));
  return value;
}

export function post(body: unknown): () => RequestInit {
  return () => ({ method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } });
}

/** One request on a connection of its own, as a load balancer makes it: only when nobody takes the connection the next process is asked. */
export async function balanced({ processes, secret }: Place, first: number, form: FormData, key: string): Promise<number> {
  const encoded = new Response(form);
  const headers = { authorization: `Bearer ${secret}`, "idempotency-key": key, "content-type": encoded.headers.get("content-type") ?? "" };
  const body = Buffer.from(await encoded.arrayBuffer());
  let refused: unknown = null;
  for (let turn = 0; turn < processes.length; turn += 1) {
    const process = processes[(first + turn) % processes.length];
    try {
      return await new Promise<number>((resolve, reject) => {
        const asked = request(`${process?.url ?? ""}/documents`, { method: "POST", agent: false, headers: { ...headers, "content-length": body.length } }, (response) => {
          response.resume().once("end", () => resolve(response.statusCode ?? 0));
          response.once("error", reject);
        });
        asked.once("error", reject);
        asked.end(body);
      });
    } catch (error) {
      // a connection nobody has accepted yet is reset when its listener closes; the key lets a balancer hand the request to the next one
      if (!(error instanceof Error) || !("code" in error) || !["ECONNREFUSED", "ECONNRESET"].includes(String(error.code))) throw error;
      refused = error;
    }
  }
  throw refused;
}

let lastNumber = 0;

export interface Letter {
  readonly key?: string;
  readonly number?: string;
  readonly file?: string;
  readonly urgency?: string;
}

/** What `send` asks, as it is, for whoever wants to see the answer. */
export function letterForm(from: Place, to: Place, number: string, file: string, urgency?: string): FormData {
  const metadata = {
    sender: from.agency,
    receivers: [{ organId: to.agency }],
    code: { number, notation: "CUA-SO" },
    issuedOn: new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10),
    issuedAt: "Hà Nội",
    documentType: "Công văn",
    subject: `V/v thử độ bền số ${number}`,
    signer: { fullName: "Nguyễn Văn A" },
    ...(urgency !== undefined && { urgency }),
  };
  const form = new FormData();
  form.append("metadata", JSON.stringify(metadata));
  form.append("files", new Blob([file]), "cong-van.pdf");
  return form;
}

/** Sends a document and asks until it is answered. */
export async function send(from: Place, to: Place, given: Letter = {}): Promise<Sent> {
  lastNumber += 1;
  const { key = `khoa-${lastNumber}`, number = String(lastNumber), urgency } = given;
  const file = given.file ?? `%PDF-1.7\n% văn bản ${number}\n${"x".repeat(5_000)}\n%%EOF\n`;
  const answer = await ask(from, "/documents", () => ({ method: "POST", body: letterForm(from, to, number, file, urgency), headers: { "idempotency-key": key } }));
  const document = answer.json["document"];
  if (answer.status >= 300 || typeof document !== "object" || document === null || !("id" in document) || !("documentId" in document)) throw new TownTimeout(`${answer.status} ${answer.bytes.toString("utf8")}`);
  return { key, number, id: String(document.id), documentId: String(document.documentId), sha256: digest(file) };
}

/** The incoming document with this id of its sender, and the digest of its file; fails when it came twice. */
export async function arrived(at: Place, { documentId }: Pick<Sent, "documentId">, withinMs = 30_000): Promise<{ readonly id: string; readonly sha256: string }> {
  const id = await eventually(`${documentId} arrives`, async () => {
    const rows = await query<{ id: string }>(at, "SELECT id FROM incoming_document WHERE message->>'documentId' = $1", [documentId]);
    if (rows.length > 1) throw new TownTimeout(`${documentId} came ${rows.length} times`);
    return rows[0]?.id;
  }, withinMs);
  return { id, sha256: digest((await ask(at, `/incoming/${id}/files/0`)).bytes) };
}

export async function stateOf(from: Place, { id }: Pick<Sent, "id">): Promise<string> {
  return (await query<{ state: string }>(from, "SELECT state FROM dispatch WHERE document_id = $1", [id]))[0]?.state ?? "missing";
}

export async function becomes(from: Place, sent: Pick<Sent, "id">, state: string, withinMs = 30_000): Promise<void> {
  await eventually(`the dispatch becomes ${state}`, async () => (await stateOf(from, sent)) === state, withinMs);
}

/** What the axis holds about a document; statuses are about the document they answer. */
export function atAxis({ stage }: Scene, { documentId }: Pick<Sent, "documentId">, messageType: "edoc" | "status"): readonly DeliveryView[] {
  return stage.axis.control.deliveries().filter((delivery) => delivery.documentId === documentId && delivery.messageType === messageType);
}

/** Past the code under test. */
export async function query<Row extends QueryResultRow>({ databaseUrl }: Place, sql: string, values: unknown[] = []): Promise<readonly Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

export interface StrangeLetter {
  readonly documentId: string;
  readonly bytes: Buffer;
  readonly sha256: string;
  readonly parcel: ReturnType<typeof parcelOf>;
}

/** An unsigned letter of Nghệ An to Quảng Ngãi. */
export async function strangeLetter(number: string): Promise<StrangeLetter> {
  const documentId = checkedDocumentId(`H41,2026/11/20,${number}/UBND-TH`);
  const file = Buffer.from(`%PDF-1.7\n% Nghệ An ${number}\n%%EOF\n`);
  const document: EdxmlDocument = {
    kind: "document",
    from: { organId: parseOrganId("H41"), organName: "UBND tỉnh Nghệ An" },
    to: [{ organId: parseOrganId("H48"), organName: "UBND tỉnh Quảng Ngãi" }],
    documentId,
    code: { number, notation: "UBND-TH" },
    promulgation: { place: "Nghệ An", date: "2026-11-20" as EdxmlDocument["promulgation"]["date"] },
    documentType: { type: 2, typeDetail: 18, typeName: "Công văn" },
    subject: `V/v thử số ${number}`,
    content: `V/v thử số ${number}`,
    signer: { position: "Chủ tịch", fullName: "Nguyễn Văn B" },
    toPlaces: [],
    otherInfo: { priority: 0, promulgationAmount: 0, pageAmount: 1 },
    responseFor: [],
    steeringType: 0,
    business: { kind: "new", reason: "Văn bản mới", paper: false, staff: [] },
    traceHeaders: [{ organId: "H41", timestamp: new Date("2026-11-20T02:00:00Z") }],
  };
  const chunks: Buffer[] = [];
  const sink = new Writable({ write: (chunk: Buffer, _encoding, done) => (chunks.push(chunk), done()) });
  await writeDocument(document, [{ name: "cong-van.pdf", contentId: "tep-0", open: () => Readable.from([file]) }], sink, { scratchDirectory: tmpdir() });
  const bytes = Buffer.concat(chunks);
  return { documentId, bytes, sha256: digest(file), parcel: parcelOf(bytes, "document", "H41", ["H48"], documentId) };
}

export function digest(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}
