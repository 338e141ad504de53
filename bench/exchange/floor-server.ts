import { createHash, sign, verify } from "node:crypto";
import { once } from "node:events";
import { Agent, createServer, request, type IncomingMessage } from "node:http";
import { connect } from "amqplib";
import { Pool } from "pg";
import { signedHeaders, unpaddedHash } from "#adapters/axis/signing";
import { HouseError } from "#src/core/fault";
import type { FloorSettings } from "./floor.ts";

const settings: FloorSettings = JSON.parse(process.env["FLOOR"] ?? "{}");
const pool = new Pool({ connectionString: settings.databaseUrl, max: 8 });
const agent = new Agent({ keepAlive: true });
const TABLES = ["outgoing_document", "transmission", "dispatch", "document_search", "journal", "outbox"];
/** About what a row of the road holds. */
const ROW = JSON.stringify({ message: "x".repeat(1_200) });

interface Sealed {
  readonly envelope: Buffer;
  readonly signature: Buffer;
}
const waiting = new Map<string, Sealed>();
let [sent, expected] = [0, 0];

await pool.query(TABLES.map((table) => `CREATE TABLE IF NOT EXISTS ${table} (id uuid PRIMARY KEY, body jsonb NOT NULL)`).join("; "));
const publish = await openQueue();
const server = createServer((incoming, response) => {
  void take(incoming).then(
    () => response.writeHead(202).end(),
    (error: unknown) => response.writeHead(500).end(String(error)),
  );
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : 0 });
});
process.on("message", (told: { readonly expected: number }) => {
  [sent, expected] = [0, told.expected];
});

async function take(incoming: IncomingMessage): Promise<void> {
  const id = String(incoming.headers["x-id"]);
  const envelope = Buffer.from(settings.head + (await bodyOf(incoming)).toString("base64") + settings.tail);
  waiting.set(id, { envelope, signature: sign("sha256", envelope, settings.privateKeyPem) });
  const client = await pool.connect();
  await client.query("BEGIN");
  for (const table of TABLES) await client.query({ name: table, text: `INSERT INTO ${table} VALUES ($1, $2)`, values: [id, ROW] });
  await client.query("COMMIT");
  client.release();
  await publish(id);
}

async function send(id: string): Promise<void> {
  const sealed = waiting.get(id);
  if (sealed === undefined) return;
  waiting.delete(id);
  if (!verify("sha256", sealed.envelope, settings.publicKeyPem, sealed.signature)) throw new HouseError("invariant-broken", "a signature does not hold");
  const hash = createHash("sha256").update(sealed.envelope).digest("hex");
  const headers = signedHeaders(settings.axis, new Date(), "application/octet-stream", { from: settings.from, to: JSON.stringify([settings.to]), servicetype: "eDoc", messagetype: "edoc", "hash-file": unpaddedHash(hash) });
  const asked = request(`${settings.axis.endpoint}/sendEdoc`, { method: "POST", agent, headers: { ...headers, "Content-Length": sealed.envelope.length } });
  asked.end(sealed.envelope);
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  const text = (await bodyOf(answer)).toString("utf8");
  if (!text.includes(`"OK"`)) throw new HouseError("invariant-broken", `the axis answered ${text.slice(0, 200)}`);
  if (++sent === expected) process.send?.({ done: true });
}

/** Publishes an id, confirmed, and consumes it: RabbitMQ, or a row that is deleted. */
async function openQueue(): Promise<(id: string) => Promise<void>> {
  if (settings.brokerUrl === null) {
    await pool.query("CREATE TABLE IF NOT EXISTS queue (id uuid PRIMARY KEY)");
    return async (id) => {
      await pool.query({ name: "publish", text: "INSERT INTO queue VALUES ($1)", values: [id] });
      void send(id).then(() => pool.query({ name: "done", text: "DELETE FROM queue WHERE id = $1", values: [id] }));
    };
  }
  const connection = await connect(settings.brokerUrl);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue("floor", { durable: true, arguments: { "x-queue-type": "quorum" } });
  await channel.prefetch(8);
  await channel.consume("floor", (message) => {
    if (message !== null) void send(message.content.toString()).then(() => channel.ack(message));
  });
  return (id) => new Promise((resolve, reject) => channel.sendToQueue("floor", Buffer.from(id), { persistent: true }, (error: unknown) => (error === null || error === undefined ? resolve() : reject(error))));
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
