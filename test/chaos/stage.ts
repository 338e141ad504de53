import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { startAxisSimulator, type AxisSimulator } from "#adapters/axis/simulator/simulator";
import { certificateFingerprint, parseOrganId } from "#edxml";
import { bundleGateway } from "#src/gateway-build/build";
import { packageRoot } from "#config";
import { hashSecret } from "#src/core/new-api-key";
import { newId, type ApiKeyId } from "#src/core/ids";
import { openStore } from "#src/storage/open-store";
import { testAuthority, testCertificate } from "#test/support/certificates";
import { freePorts } from "#test/support/free-port";
import { startRabbitNode, type RabbitNode } from "#test/support/rabbitmq";
import { TestSetupError } from "#test/support/setup-error";
import { amqpReader, axisReader, postgresReader } from "./crossings.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { bundleMutant, type MutantName } from "./mutants.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";
import { startPostgresNode, type PostgresNode } from "./servers.ts";
import { openWire } from "./wire.ts";

export interface StagePlan {
  readonly directory: string;
  readonly broker: boolean;
  /** Of each place, or of the one and the other. */
  readonly processes: number | readonly [number, number];
  /** The disk of the second place is so small that it can be filled; where none can be mounted it has an ordinary one. */
  readonly diskMebibytes?: number;
  /** For every process, besides what it needs. */
  readonly environment?: Readonly<Record<string, string>>;
  /** A system on the axis without a gateway. */
  readonly stranger?: { readonly systemId: string; readonly secret: string; readonly unit: { readonly code: string; readonly name: string } };
  readonly onCrossing: (name: string) => void;
}

/** One agency with its gateway: one database, one disk, some processes. */
export interface Place {
  readonly name: string;
  readonly agency: string;
  readonly databaseUrl: string;
  readonly secret: string;
  /** Where its envelopes and files are. */
  readonly data: string;
  /** null: it has an ordinary disk. */
  readonly disk: SmallDisk | null;
  readonly processes: readonly GatewayProcess[];
}

/** Two gateways and the axis between them, all real, every wire in our hands. */
export interface Stage {
  readonly postgres: PostgresNode;
  readonly broker: RabbitNode | null;
  readonly axis: AxisSimulator;
  readonly places: readonly [Place, Place];
  /** Before a process starts as this mutant. */
  make(mutant: MutantName): Promise<void>;
  /** `atOnce`: nobody gets to finish what he has in hand. */
  close(atOnce?: boolean): Promise<void>;
}

const PLACES = [
  { name: "vpcp", agency: { code: "G22", name: "Văn phòng Chính phủ" } },
  { name: "quangngai", agency: { code: "H48", name: "UBND tỉnh Quảng Ngãi" } },
] as const;

export async function openStage(plan: StagePlan): Promise<Stage> {
  const closing: ((atOnce: boolean) => Promise<void>)[] = [];
  const close = async (atOnce = false): Promise<void> => {
    for (const closeOne of closing.splice(0).toReversed()) await closeOne(atOnce).catch((cause: unknown) => console.error("while clearing the stage:", cause));
  };
  try {
    const members = PLACES.map(({ name, agency }) => ({ systemId: `vxp.${name}`, secret: randomBytes(16).toString("hex"), units: [agency] }));
    const { stranger } = plan;
    const everybody = [...members, ...(stranger === undefined ? [] : [{ systemId: stranger.systemId, secret: stranger.secret, units: [stranger.unit] }])];
    const axis = await startAxisSimulator({ port: 0, dataDirectory: join(plan.directory, "axis"), members: everybody, now: () => new Date(), faults: { repeatedSend: "accept" } });
    closing.push(() => axis.close());
    const starting = plan.broker ? startRabbitNode(join(plan.directory, "rabbitmq")) : Promise.resolve(null);
    starting.then((node) => closing.push(async () => await node?.close()), () => undefined);
    // what operators run, from what is compiled now; below build/, where it finds its packages
    const programs = join(packageRoot(), "build", `stage-${randomBytes(6).toString("hex")}`);
    closing.push(() => rm(programs, { recursive: true, force: true }));
    await bundleGateway(join(programs, "itself"));
    await keepCompiled(join(programs, "itself"));
    const postgres = await startPostgresNode(join(plan.directory, "postgres"));
    closing.push(() => postgres.close());
    const broker = await starting;
    const open = async (index: 0 | 1): Promise<Place> => {
      const { name, agency } = PLACES[index];
      const place = await openPlace(plan, { name, agency, count: typeof plan.processes === "number" ? plan.processes : plan.processes[index], mebibytes: index === 1 ? (plan.diskMebibytes ?? null) : null, closing, member: members[index] ?? { systemId: "", secret: "" }, programs, postgres, broker, axis });
      closing.push(async (atOnce) => void (await Promise.all(place.processes.map((one) => one.close(atOnce)))));
      return place;
    };
    const [left, right] = await Promise.all([open(0), open(1)]);
    const made = new Set<MutantName>();
    const make = async (mutant: MutantName): Promise<void> => {
      if (made.has(mutant)) return;
      await bundleMutant(mutant, join(programs, mutant));
      made.add(mutant);
    };
    return { postgres, broker, axis, places: [left, right], make, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** `--version` loads every verb, and ends as nobody on a stage does: what Node compiled is kept for those that are killed. */
async function keepCompiled(program: string): Promise<void> {
  await promisify(execFile)(process.execPath, [join(program, "main.js"), "--version"]);
}

const READY_WITHIN_MS = 240_000; // on a machine that has other things to do

export async function untilServed({ name, processes }: Place): Promise<void> {
  for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await sleep(25)) if (processes.some(({ ready }) => ready)) return;
  throw new TestSetupError(`no process of ${name} serves`);
}

export async function untilSomebodyServes({ places }: Stage): Promise<void> {
  await Promise.all(places.map((place) => untilServed(place)));
}

/** Every place serves and finds the other in its directory. */
export async function untilTheyKnowEachOther(stage: Stage): Promise<void> {
  await untilSomebodyServes(stage);
  for (const [index, { processes, secret }] of stage.places.entries()) {
    const partner = stage.places[1 - index]?.agency ?? "";
    for (const end = Date.now() + READY_WITHIN_MS; Date.now() < end; await sleep(100)) {
      const answer = await fetch(`${processes.find(({ ready }) => ready)?.url ?? ""}/agencies/${partner}`, { headers: { authorization: `Bearer ${secret}` } }).catch(() => null);
      if (answer?.ok === true) break;
    }
  }
}

interface PlaceNeeds {
  readonly name: string;
  readonly agency: { readonly code: string; readonly name: string };
  readonly count: number;
  readonly mebibytes: number | null;
  readonly closing: ((atOnce: boolean) => Promise<void>)[];
  readonly member: { readonly systemId: string; readonly secret: string };
  readonly programs: string;
  readonly postgres: PostgresNode;
  readonly broker: RabbitNode | null;
  readonly axis: AxisSimulator;
}

async function openPlace(plan: StagePlan, { name, agency, count, mebibytes, closing, member, programs, postgres, broker, axis }: PlaceNeeds): Promise<Place> {
  const data = join(plan.directory, name);
  await mkdir(data, { recursive: true });
  const disk = mebibytes === null ? null : await mountSmallDisk(data, mebibytes);
  if (disk !== null) closing.push(() => disk.close());
  const databaseUrl = await postgres.database(name);
  const secret = await register(data, databaseUrl, agency);
  const ports = await freePorts(count);
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
      ...(disk !== null && { LIENTHONG_MIN_FREE_MB: "4" }),
      AXIS_ENDPOINT: through(axis.url, wires.axis.port),
      AXIS_SYSTEM_ID: member.systemId,
      AXIS_SECRET: member.secret,
      AXIS_PULL_SECONDS: "1",
      LIENTHONG_RECOVERY_SECONDS: "4", // the same waits as in earnest, only shorter
      ...plan.environment,
    };
    processes.push(new GatewayProcess({ name: `${name}-${index + 1}`, programs, environment, port, wires, logFile: join(plan.directory, `${name}-${index + 1}.log`) }));
  }
  return { name, agency: agency.code, databaseUrl, secret, data, disk, processes };
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
