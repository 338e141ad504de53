import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { createDevelopmentAuthority, issueDevelopmentCertificate, parseOrganId } from "#edxml";
import { HouseError } from "#src/core/fault";
import { hashSecret } from "#src/core/gateway-service";
import { newId, type ApiKeyId, type OutgoingId } from "#src/core/ids";
import type { OutgoingDocument } from "#src/core/outgoing/outgoing-document";
import type { Store } from "#src/core/ports";
import { openStore } from "#src/storage/open-store";
import { createDatabase, openPostgres } from "#src/storage/postgres/open";
import { inTurns, Receivers } from "#test/support/receivers";
import { startPart, type Part } from "./process.ts";

/*
 * `npm run bench:capacity [documents] [receivers] [share of dispatches reported]`: a gateway and an axis, each a process of its own. Documents go in
 * through REST, each to all receivers, and stay in flight; a third system takes them and reports 01 for a share of the dispatches. Counts at
 * the receivers' side what was lost and what came twice. Exit code 1 when anything was, or when memory was not flat.
 */

const SENDER = "G22";
const [DOCUMENTS = 1_000, RECEIVERS = 60, REPORTED = 0.05] = process.argv.slice(2).map(Number);
const AGENCIES = Array.from({ length: RECEIVERS }, (_, index) => `H48.${100 + index}`);
/** Between a tenth of the documents and the end, MiB: 60,000 dispatches kept in memory would be 60 MiB at a kilobyte each. */
const MOST_GROWTH = 64;
const PATIENCE_MS = 60 * 60_000;

const closing: (() => Promise<void>)[] = [];
const begun = performance.now();

async function main(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-capacity-"));
  closing.push(() => rm(directory, { recursive: true, force: true }));
  const axis = await startAxis(directory);
  const { store, databaseUrl, secret } = await prepare(directory);
  const gateway = await startPart(["serve"], environmentOf(directory, databaseUrl, axis.endpoint, axis.gateway));
  closing.push(() => gateway.close());
  const receivers = new Receivers({ endpoint: axis.endpoint, ...axis.receivers });
  closing.push(() => receivers.close());
  await until("the directory knows the receivers", async () => (await store.reader.agencies.byCode(AGENCIES.at(-1) ?? "")) !== null);
  say(`gateway idle: ${memoryOf(gateway)}`);

  const few = Math.ceil(DOCUMENTS / 10);
  await submit(gateway, secret, 0, few);
  await until("the first tenth is at the axis", async () => (await depth(store)) === 0);
  const early = gateway.memory().now;
  await submit(gateway, secret, few, DOCUMENTS);
  say(`${DOCUMENTS} documents accepted: ${memoryOf(gateway)}`);
  await until("all are at the axis", async () => (await depth(store)) === 0);
  say(`${DOCUMENTS * RECEIVERS} dispatches in flight: ${memoryOf(gateway)}`);

  let taken = 0;
  await until("the receivers took everything", async () => (taken += await receivers.take()) >= DOCUMENTS * RECEIVERS);
  const sent = await allSent(store);
  const judged = receivers.judge(AGENCIES, sent.map(({ envelope }) => envelope.sha256));
  say(`receivers took ${taken}: ${judged.lost} lost, ${judged.doubled} doubled, ${judged.stray} stray`);

  const reports = shuffled(sent.flatMap((document) => AGENCIES.map((agency) => ({ document, agency })))).slice(0, Math.round(DOCUMENTS * RECEIVERS * REPORTED));
  await inTurns(reports, ({ document: { message }, agency }) => receivers.report(agency, { organId: message.from.organId, code: `${message.code.number}/${message.code.notation}`, documentId: message.documentId }, "01", new Date()));
  say(`${reports.length} reports at the axis`);
  await until("every report counts", async () => (await statesOf(store, sent)).get("arrived") === reports.length);
  const states = await statesOf(store, sent);
  const { now, peak } = gateway.memory();
  say(`dispatches: ${[...states].map(([state, count]) => `${count} ${state}`).join(", ")}; ${memoryOf(gateway)}, ${gateway.processorSeconds().toFixed(0)} s of processor time`);

  const growth = Math.max(0, now - early);
  const exact = sent.length === DOCUMENTS && taken === DOCUMENTS * RECEIVERS && judged.lost + judged.doubled + judged.stray === 0 && [...states.values()].reduce((sum, count) => sum + count, 0) === DOCUMENTS * RECEIVERS;
  console.log(`\ndocuments ${sent.length}, dispatches ${DOCUMENTS * RECEIVERS}, reports ${reports.length}, ${seconds()} s; lost ${judged.lost}, doubled ${judged.doubled}`);
  console.log(`memory of the gateway: ${early.toFixed(0)} MiB after a tenth, ${now.toFixed(0)} MiB at the end, ${peak.toFixed(0)} MiB at most; gate ${MOST_GROWTH} MiB of growth: ${exact && growth < MOST_GROWTH ? "passed" : "FAILED"}`);
  return exact && growth < MOST_GROWTH ? 0 : 1;
}

interface Account {
  readonly systemId: string;
  readonly secret: string;
}

async function startAxis(directory: string): Promise<{ readonly endpoint: string; readonly gateway: Account; readonly receivers: Account }> {
  const [gateway, receivers] = [account("vxp.cong"), account("vxp.quangngai")] as const;
  const members = [
    { ...gateway, units: [{ code: SENDER, name: "Văn phòng Chính phủ" }] },
    { ...receivers, units: AGENCIES.map((code) => ({ code, name: `UBND xã ${code}` })) },
  ];
  await writeFile(join(directory, "members.json"), JSON.stringify(members), { mode: 0o600 });
  const part = await startPart(["axis-simulator", "--members", join(directory, "members.json"), "--port", "0", "--data", join(directory, "axis")], {});
  closing.push(() => part.close());
  return { endpoint: String(part.said["endpoint"]), gateway, receivers };
}

function account(systemId: string): Account {
  return { systemId, secret: randomBytes(16).toString("hex") };
}

/** A database, the sender with its key, and a key for the QLVB. */
async function prepare(directory: string): Promise<{ readonly store: Store; readonly databaseUrl: string; readonly secret: string }> {
  const given = process.env["DATABASE_URL"];
  const postgres = await openPostgres({ ...(given !== undefined && { databaseUrl: given }), dataDirectory: join(directory, "database"), onEvent: () => undefined });
  closing.push(() => postgres.close());
  const databaseUrl = await createDatabase(postgres.url, `bench_capacity_${randomBytes(4).toString("hex")}`);
  const store = await openStore({ databaseUrl, onEvent: () => undefined, poolSize: 2 });
  closing.push(() => store.close());
  const issued = await issueDevelopmentCertificate(await createDevelopmentAuthority(), { organId: SENDER, name: "Văn phòng Chính phủ" });
  await mkdir(join(directory, "keys", SENDER), { recursive: true });
  await writeFile(join(directory, "keys", SENDER, "key.pem"), issued.privateKeyPem, { mode: 0o600 });
  await writeFile(join(directory, "keys", SENDER, "certificate.pem"), issued.certificatePem);
  const secret = `lt_${randomBytes(32).toString("base64url")}`;
  await store.write(async (tx) => {
    await tx.saveAgency({ code: SENDER, organization: { organId: parseOrganId(SENDER), organName: "Văn phòng Chính phủ" }, source: "manual", aliases: [], hosting: { channel: "axis", controlModel: "sender_owned", unsignedPolicy: "accept_flagged" } });
    await tx.saveApiKey({ id: newId<ApiKeyId>(), name: "bench", secretHash: hashSecret(secret), agencies: [SENDER], createdAt: new Date(), revokedAt: null, lastUsedAt: null });
  });
  return { store, databaseUrl, secret };
}

function environmentOf(directory: string, databaseUrl: string, endpoint: string, { systemId, secret }: Account): Readonly<Record<string, string>> {
  return {
    DATABASE_URL: databaseUrl,
    AMQP_URL: "",
    LIENTHONG_DATA: join(directory, "gateway"),
    LIENTHONG_KEYS_DIR: join(directory, "keys"),
    LIENTHONG_PORT: "0",
    LIENTHONG_LOG_LEVEL: "warn",
    AXIS_ENDPOINT: endpoint,
    AXIS_SYSTEM_ID: systemId,
    AXIS_SECRET: secret,
    AXIS_PULL_SECONDS: "2",
  };
}

/** One QLVB sending as fast as it may: what is refused for its rate is tried again. */
async function submit(gateway: Part, secret: string, from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index + 1);
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  await inTurns(numbers, async (number) => {
    const metadata = { sender: SENDER, receivers: AGENCIES.map((organId) => ({ organId })), code: { number: String(number), notation: "VPCP-TH" }, issuedOn: today, issuedAt: "Hà Nội", documentType: "Công văn", subject: `V/v đo năng lực, văn bản ${number}`, signer: { fullName: "Nguyễn Văn A" } };
    for (;;) {
      const body = new FormData();
      body.append("metadata", JSON.stringify(metadata));
      body.append("files", new Blob([`%PDF-1.7\n% ${number}\n${"x".repeat(20_000)}\n%%EOF\n`]), "cong-van.pdf");
      const response = await fetch(`${String(gateway.said["api"])}/documents`, { method: "POST", body, headers: { authorization: `Bearer ${secret}`, "idempotency-key": `so-${number}` } });
      const answer = await response.text();
      if (response.status === 202) return;
      if (response.status !== 429) throw new HouseError("invariant-broken", `document ${number} was answered ${response.status}: ${answer.slice(0, 300)}`);
      await sleep(1_000 * Number(response.headers.get("retry-after") ?? 1));
    }
  });
}

async function depth(store: Store): Promise<number> {
  return (await store.reader.outbox.depth()).deliver;
}

async function allSent(store: Store): Promise<readonly OutgoingDocument[]> {
  const found: OutgoingDocument[] = [];
  for (let after: string | null | undefined; after !== null; ) {
    const page: { readonly rows: readonly OutgoingDocument[]; readonly next: string | null } = await store.reader.outgoing.list({ senders: [SENDER], limit: 200, ...(after !== undefined && { after }) });
    found.push(...page.rows);
    after = page.next;
  }
  return found;
}

async function statesOf(store: Store, sent: readonly { readonly id: OutgoingId }[]): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let from = 0; from < sent.length; from += 100) {
    for (const { state } of await store.reader.dispatches.ofDocuments(sent.slice(from, from + 100).map(({ id }) => id))) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  return counts;
}

function shuffled<Item>(items: readonly Item[]): readonly Item[] {
  return items.map((item) => ({ item, place: Math.random() })).sort((a, b) => a.place - b.place).map(({ item }) => item);
}

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await look())) {
    if (Date.now() > end) throw new HouseError("invariant-broken", `${what}: not within ${PATIENCE_MS / 60_000} minutes`);
    await sleep(500);
  }
}

function memoryOf(part: Part): string {
  const { now, peak } = part.memory();
  return `${now.toFixed(0)} MiB now, ${peak.toFixed(0)} MiB at most`;
}

function seconds(): string {
  return ((performance.now() - begun) / 1000).toFixed(0);
}

function say(text: string): void {
  console.log(`${seconds().padStart(5)} s  ${text}`);
}

try {
  process.exitCode = await main();
} finally {
  for (const close of closing.toReversed()) await close();
}
