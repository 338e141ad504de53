import { Client } from "pg";
import { startRabbitNode } from "#test/support/rabbitmq";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openPostgres } from "#src/storage/postgres/open";
import type { Part } from "../capacity/process.ts";
import { prepareTown, type TownGateway } from "../capacity/town.ts";
import { processNaming, processorMs } from "./cost.ts";

export const SENDER = "G22";
export const RECEIVERS = Array.from({ length: 60 }, (_, index) => `H48.${100 + index}`);

/** An axis, a sending and a receiving gateway, PostgreSQL and RabbitMQ, each in processes of its own on this machine. */
export interface Town {
  readonly sender: TownGateway;
  readonly receiver: TownGateway;
  readonly databaseUrl: string;
  /** null in the embedded mode. */
  readonly brokerUrl: string | null;
  readonly axis: Part;
  /** Of the sender at the axis. */
  readonly account: TownGateway["account"];
  readonly directory: string;
  /** Starts both gateways. */
  start(): Promise<{ readonly sender: Part; readonly receiver: Part }>;
  /** Resolves when the sender's directory knows all receivers. */
  knowsReceivers(): Promise<void>;
  /** Resolves when nothing follows any more from what has travelled: events, deadlines and facts stand. */
  settled(): Promise<void>;
  /** Processor time of everything the town is made of, and of another process, in ms. */
  spent(other?: number): Readonly<Record<string, number>>;
}

export async function openTown(directory: string, embedded: boolean, closing: (close: () => Promise<void>) => void): Promise<Town> {
  const postgres = await openPostgres({ dataDirectory: join(directory, "database"), onEvent: () => undefined });
  closing(() => postgres.close());
  process.env["DATABASE_URL"] = postgres.url;
  const broker = embedded ? null : await startRabbitNode(join(directory, "rabbitmq"));
  if (broker !== null) closing(() => broker.close());
  const plans = [[{ code: SENDER, name: "Văn phòng Chính phủ" }], RECEIVERS.map((code) => ({ code, name: `UBND xã ${code}` }))];
  const town = await prepareTown(directory, plans, [], closing, (gateway) => ({
    AMQP_URL: broker?.url ?? "",
    LIENTHONG_QUEUE_PREFIX: `exchange-${gateway}`,
    AXIS_PULL_SECONDS: "1",
  }));
  const [sender, receiver] = town.gateways as readonly [TownGateway, TownGateway];
  const running: Record<string, number> = { axis: town.axis.pid, PostgreSQL: processNaming(`\0-p\0${new URL(postgres.url).port}\0`) };
  if (broker !== null) running["RabbitMQ"] = Number(await readFile(join(directory, "rabbitmq", "pid"), "utf8"));
  return {
    sender,
    receiver,
    databaseUrl: postgres.url,
    brokerUrl: broker?.url ?? null,
    axis: town.axis,
    account: sender.account,
    directory,
    async start() {
      const parts = { sender: await sender.start(), receiver: await receiver.start() };
      Object.assign(running, { sender: parts.sender.pid, receiver: parts.receiver.pid });
      return parts;
    },
    knowsReceivers: () => until(sender.databaseUrl, `SELECT EXISTS (SELECT FROM agency WHERE code = '${RECEIVERS.at(-1)}') AS so`),
    async settled() {
      await sleep(LOOK_MS);
      for (const { databaseUrl } of [sender, receiver]) await until(databaseUrl, "SELECT NOT EXISTS (SELECT FROM journal_fresh) AND NOT EXISTS (SELECT FROM exchange_fresh) AND NOT EXISTS (SELECT FROM outbox) AS so");
    },
    spent: (other) => Object.fromEntries(Object.entries(other === undefined ? running : { ...running, other }).map(([name, pid]) => [name, processorMs(pid)])),
  };
}

/** One connection for many questions to a database. */
export async function connectTo(databaseUrl: string): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  return client;
}

const LOOK_MS = 200;

async function until(databaseUrl: string, question: string): Promise<void> {
  const database = await connectTo(databaseUrl);
  try {
    while ((await database.query<{ so: boolean }>(question)).rows[0]?.so !== true) await sleep(LOOK_MS);
  } finally {
    await database.end();
  }
}
