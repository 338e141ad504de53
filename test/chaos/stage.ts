import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startAxisSimulator, type AxisSimulator } from "#adapters/axis/simulator/simulator";
import { certificateFingerprint, parseOrganId } from "#edxml";
import { hashSecret } from "#src/core/gateway-service";
import { newId, type ApiKeyId } from "#src/core/ids";
import { openStore } from "#src/storage/open-store";
import { testAuthority, testCertificate } from "#test/support/certificates";
import { freePorts } from "#test/support/free-port";
import { startRabbitNode, type RabbitNode } from "#test/support/rabbitmq";
import { amqpReader, axisReader, postgresReader } from "./crossings.ts";
import { GatewayProcess } from "./gateway-process.ts";
import type { MutantName } from "./mutants.ts";
import { startPostgresNode, type PostgresNode } from "./servers.ts";
import { openWire } from "./wire.ts";

export interface StagePlan {
  readonly directory: string;
  readonly broker: boolean;
  /** Of each place. */
  readonly processes: number;
  readonly mutant: MutantName | null;
  readonly onCrossing: (name: string) => void;
}

/** One agency with its gateway: one database, one disk, some processes. */
export interface Place {
  readonly name: string;
  readonly agency: string;
  readonly databaseUrl: string;
  readonly secret: string;
  readonly processes: readonly GatewayProcess[];
}

/** Two gateways and the axis between them, all real, every wire in our hands. */
export interface Stage {
  readonly postgres: PostgresNode;
  readonly broker: RabbitNode | null;
  readonly axis: AxisSimulator;
  readonly places: readonly [Place, Place];
  close(): Promise<void>;
}

const PLACES = [
  { name: "vpcp", agency: { code: "G22", name: "Văn phòng Chính phủ" } },
  { name: "quangngai", agency: { code: "H48", name: "UBND tỉnh Quảng Ngãi" } },
] as const;

export async function openStage(plan: StagePlan): Promise<Stage> {
  const closing: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closeOne of closing.splice(0).toReversed()) await closeOne().catch((cause: unknown) => console.error("while clearing the stage:", cause));
  };
  try {
    const members = PLACES.map(({ name, agency }) => ({ systemId: `vxp.${name}`, secret: randomBytes(16).toString("hex"), units: [agency] }));
    const axis = await startAxisSimulator({ port: 0, dataDirectory: join(plan.directory, "axis"), members, now: () => new Date(), faults: { repeatedSend: "accept" } });
    closing.push(() => axis.close());
    const postgres = await startPostgresNode(join(plan.directory, "postgres"));
    closing.push(() => postgres.close());
    const broker = plan.broker ? await startRabbitNode(join(plan.directory, "rabbitmq")) : null;
    if (broker !== null) closing.push(() => broker.close());
    const open = async (index: 0 | 1): Promise<Place> => {
      const { name, agency } = PLACES[index];
      const place = await openPlace(plan, { name, agency, member: members[index] ?? { systemId: "", secret: "" }, postgres, broker, axis });
      closing.push(async () => void (await Promise.all(place.processes.map((one) => one.close()))));
      return place;
    };
    return { postgres, broker, axis, places: [await open(0), await open(1)], close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface PlaceNeeds {
  readonly name: string;
  readonly agency: { readonly code: string; readonly name: string };
  readonly member: { readonly systemId: string; readonly secret: string };
  readonly postgres: PostgresNode;
  readonly broker: RabbitNode | null;
  readonly axis: AxisSimulator;
}

async function openPlace(plan: StagePlan, { name, agency, member, postgres, broker, axis }: PlaceNeeds): Promise<Place> {
  const data = join(plan.directory, name);
  const databaseUrl = await postgres.database(name);
  const secret = await register(data, databaseUrl, agency);
  const ports = await freePorts(plan.processes);
  const processes: GatewayProcess[] = [];
  for (const [index, port] of ports.entries()) {
    const wires = {
      database: await openWire({ host: "127.0.0.1", port: postgres.port }, postgresReader, plan.onCrossing),
      axis: await openWire(addressOf(axis.url), axisReader, plan.onCrossing),
      broker: broker === null ? null : await openWire(addressOf(broker.url), amqpReader, plan.onCrossing),
    };
    const environment = {
      DATABASE_URL: through(databaseUrl, wires.database.port),
      AMQP_URL: broker === null || wires.broker === null ? "" : through(broker.url, wires.broker.port),
      LIENTHONG_QUEUE_PREFIX: `chaos-${name}`,
      LIENTHONG_DATA: data,
      LIENTHONG_KEYS_DIR: join(data, "keys"),
      LIENTHONG_TRUST_DIR: join(data, "trust"),
      LIENTHONG_LOG_LEVEL: "warn",
      AXIS_ENDPOINT: through(axis.url, wires.axis.port),
      AXIS_SYSTEM_ID: member.systemId,
      AXIS_SECRET: member.secret,
      AXIS_PULL_SECONDS: "1",
    };
    processes.push(new GatewayProcess({ name: `${name}-${index + 1}`, environment, port, wires, logFile: join(plan.directory, `${name}-${index + 1}.log`), mutant: plan.mutant }));
  }
  return { name, agency: agency.code, databaseUrl, secret, processes };
}

/** What an operator does by hand: the agency with its key, its partners' certificates, and a key for its QLVB. */
async function register(data: string, databaseUrl: string, agency: { readonly code: string; readonly name: string }): Promise<string> {
  const own = await testCertificate(agency);
  await mkdir(join(data, "keys", agency.code), { recursive: true });
  await mkdir(join(data, "trust"), { recursive: true });
  await writeFile(join(data, "keys", agency.code, "key.pem"), own.privateKeyPem, { mode: 0o600 });
  await writeFile(join(data, "keys", agency.code, "certificate.pem"), own.certificatePem);
  await writeFile(join(data, "trust", "chaos.pem"), (await testAuthority()).certificatePem);
  const secret = `lt_${randomBytes(32).toString("base64url")}`;
  const store = await openStore({ databaseUrl, onEvent: () => undefined, poolSize: 1 });
  try {
    const partners = await Promise.all(PLACES.map(async (place) => ({ code: place.agency.code, pem: (await testCertificate(place.agency)).certificatePem })));
    await store.write(async (tx) => {
      await tx.saveAgency({ code: agency.code, organization: { organId: parseOrganId(agency.code), organName: agency.name }, source: "manual", aliases: [], hosting: { channel: "axis", controlModel: "sender_owned", unsignedPolicy: "accept_flagged" } });
      for (const { code, pem } of partners) await tx.saveCertificate({ agencyCode: code, fingerprint: certificateFingerprint(pem), certificatePem: pem, registeredAt: new Date(), registeredBy: "chaos", revokedAt: null });
      await tx.saveApiKey({ id: newId<ApiKeyId>(), name: "QLVB", secretHash: hashSecret(secret), agencies: [agency.code], createdAt: new Date(), revokedAt: null, lastUsedAt: null });
    });
  } finally {
    await store.close();
  }
  return secret;
}

function addressOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}

function through(url: string, port: number): string {
  const changed = new URL(url);
  changed.hostname = "127.0.0.1";
  changed.port = String(port);
  return changed.href;
}
