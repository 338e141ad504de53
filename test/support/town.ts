import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { startAxisSimulator, type AxisSimulator } from "#adapters/axis/simulator/simulator";
import { loadLevelOne, type Config } from "#config";
import { certificateFingerprint, parseOrganId } from "#edxml";
import type { Access } from "#src/core/actor";
import type { ControlModel, UnsignedPolicy } from "#src/core/agency";
import { manualClock, systemClock, type ManualClock } from "#src/core/clock";
import { buildLevelOneCatalogue } from "#src/core/directory/index";
import { keepCatalogue } from "#src/core/directory/keep-catalogue";
import { hashSecret } from "#src/core/new-api-key";
import { newId, type ApiKeyId } from "#src/core/ids";
import type { SubmittedFile } from "#src/core/outgoing/send-command";
import { openHouse, WORK_ITEM_MIGRATION, type House } from "#src/house";
import { openLog } from "#src/log";
import type { HousePart } from "#src/roles";
import { openStore } from "#src/storage/open-store";
import { testAuthority, testCertificate } from "./certificates.ts";
import { testDatabase, type Teardown, type Template } from "./postgres.ts";
import type { AxisAccount } from "./receivers.ts";

/** A town of gateways around one simulated axis: real databases, real HTTP, real signatures; only the clock is by hand. */
export interface Town {
  readonly clock: ManualClock;
  readonly axis: AxisSimulator;
  readonly gateways: Readonly<Record<string, TownGateway>>;
  readonly others: Readonly<Record<string, AxisAccount>>;
}

export interface TownGateway {
  readonly house: House;
  readonly config: Config;
  /** As an operator at the machine. */
  readonly operator: Access;
  /** Bearer secret of a key bound to the agencies of this gateway. */
  readonly apiKey: string;
  readonly keyId: ApiKeyId;
  /** Puts bytes into its blob store as a door does. */
  store(name: string, content: Buffer | string): Promise<SubmittedFile>;
}

export interface TownPlan {
  readonly gateways: Readonly<Record<string, GatewayPlan>>;
  /** Systems on the axis without a gateway of ours, and their agencies. */
  readonly others?: Readonly<Record<string, readonly { readonly code: string; readonly name: string }[]>>;
  /** Default: Friday 20 November 2026, 09:00 in Vietnam. */
  readonly start?: Date;
  readonly run?: readonly HousePart[];
  readonly amqpUrl?: string;
  /** Every gateway watches folders under its data directory, one for its key. */
  readonly folders?: boolean;
  /** Something to stand between the gateways and their databases: takes the URL of one and answers with another. */
  readonly before?: (databaseUrl: string) => Promise<string>;
  /** false: nobody knows the axis; gateways reach each other as peers. */
  readonly onAxis?: boolean;
  readonly faults?: Parameters<typeof startAxisSimulator>[0]["faults"];
}

export interface GatewayPlan {
  readonly agencies: readonly { readonly code: string; readonly name: string }[];
  readonly controlModel?: ControlModel;
  readonly unsignedPolicy?: UnsignedPolicy;
  /** Default: as the town. */
  readonly run?: readonly ("web" | "jobs")[];
  /** Where it has files scanned. */
  readonly clamd?: string;
  readonly signOn?: Config["signOn"];
  /** false: the agencies have keys that nobody registered anywhere. */
  readonly registered?: boolean;
}

/** The database of a new house with the codes that ship with the program, made once per run and copied. */
const HOUSE_SCHEMA: Template = {
  name: "house_schema",
  build: async (databaseUrl) => {
    const store = await openStore({ databaseUrl, onEvent: () => undefined, extraMigrations: [WORK_ITEM_MIGRATION] });
    try {
      await keepCatalogue({ store, clock: systemClock }, buildLevelOneCatalogue(loadLevelOne()).rows);
    } finally {
      await store.close();
    }
  },
};

const PULL_EVERY_MS = 250;
export const KEY_NAME = "QLVB";

export async function openTown(t: Teardown, plan: TownPlan): Promise<Town> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-town-"));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  const clock = manualClock(plan.start ?? new Date("2026-11-20T09:00:00+07:00"));
  const names = Object.keys(plan.gateways);
  const members = names.map((name) => ({
    systemId: `vxp.${name}`,
    secret: randomBytes(16).toString("hex"),
    units: (plan.gateways[name]?.agencies ?? []).map(({ code, name: unitName }) => ({ code, name: unitName })),
  }));
  const strangers = Object.entries(plan.others ?? {}).map(([name, units]) => ({ name, systemId: `vxp.${name}`, secret: randomBytes(16).toString("hex"), units: [...units] }));
  const axis = await startAxisSimulator({ port: 0, dataDirectory: join(directory, "axis"), members: [...members, ...strangers.map(({ systemId, secret, units }) => ({ systemId, secret, units }))], now: () => clock.now(), ...(plan.faults !== undefined && { faults: plan.faults }) });
  t.teardown(() => axis.close());

  const authority = await testAuthority();
  const certificates: { readonly code: string; readonly pem: string }[] = [];
  const gateways: Record<string, TownGateway> = {};
  for (const member of members) {
    const name = member.systemId.slice("vxp.".length);
    const gatewayPlan = plan.gateways[name];
    if (gatewayPlan === undefined) continue;
    const database = await testDatabase(t, HOUSE_SCHEMA);
    const onAxis = configOf(join(directory, name), (await plan.before?.(database)) ?? database, axis.url, member, plan.amqpUrl ?? null, plan.folders ?? false, gatewayPlan);
    const config = (plan.onAxis ?? true) ? onAxis : { ...onAxis, axis: null };
    await mkdir(config.trustDirectory, { recursive: true });
    await writeFile(join(config.trustDirectory, "development.pem"), authority.certificatePem);
    for (const agency of gatewayPlan.agencies) {
      const issued = await testCertificate(agency);
      const folder = join(config.keysDirectory, agency.code);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, "key.pem"), issued.privateKeyPem);
      await writeFile(join(folder, "certificate.pem"), issued.certificatePem);
      if (gatewayPlan.registered ?? true) certificates.push({ code: agency.code, pem: issued.certificatePem });
    }
    gateways[name] = await openGateway(t, config, gatewayPlan, clock, gatewayPlan.run ?? plan.run ?? ["jobs"]);
  }
  for (const gateway of Object.values(gateways)) await registerAll(gateway, certificates, clock.now());
  return { clock, axis, gateways, others: Object.fromEntries(strangers.map(({ name, systemId, secret }) => [name, { endpoint: axis.url, systemId, secret }])) };
}

function configOf(dataDirectory: string, databaseUrl: string, endpoint: string, member: { readonly systemId: string; readonly secret: string }, amqpUrl: string | null, folders: boolean, { clamd, signOn = null }: GatewayPlan): Config {
  return {
    dataDirectory,
    databaseUrl,
    amqpUrl,
    queuePrefix: `town-${randomBytes(6).toString("hex")}`,
    workers: 4,
    flowFile: null,
    recoveryMs: 15_000,
    marks: { mostWaiting: 200_000, mostMemoryBytes: 4 * 1024 ** 3, leastFreeBytes: 0 },
    web: { host: "127.0.0.1", port: 0, trustProxy: false },
    limits: { maxFileBytes: 50 * 1024 * 1024, maxDocumentBytes: 200 * 1024 * 1024 },
    webhooks: { allowLoopback: true },
    nearMinutes: 120,
    signOn,
    clock: { ntpServer: null, everyMs: 600_000 },
    events: { keepForMs: 90 * 24 * 60 * 60 * 1000 },
    logLevel: "error",
    axis: { endpoint, systemId: member.systemId, secret: member.secret, pullEveryMs: PULL_EVERY_MS },
    keysDirectory: join(dataDirectory, "keys"),
    trustDirectory: join(dataDirectory, "trust"),
    backupDirectory: `${dataDirectory}-backups`,
    clamd: clamd ?? null,
    mail: null,
    folders: folders ? { directory: join(dataDirectory, "folders"), everyMs: PULL_EVERY_MS } : null,
  };
}

async function openGateway(t: Teardown, config: Config, plan: GatewayPlan, clock: ManualClock, run: readonly HousePart[]): Promise<TownGateway> {
  if (config.folders !== null) await mkdir(join(config.folders.directory, KEY_NAME), { recursive: true });
  const house = await openHouse(config, { clock, log: openLog({ level: "error", silent: process.env["TOWN_LOG"] === undefined }), run });
  t.teardown(() => house.close());
  const apiKey = `lt_${randomBytes(32).toString("base64url")}`;
  const keyId = newId<ApiKeyId>();
  await house.store.write(async (tx) => {
    for (const { code, name } of plan.agencies) {
      await tx.saveAgency({
        code,
        organization: { organId: parseOrganId(code), organName: name },
        source: "manual",
        aliases: [],
        hosting: { channel: "axis", controlModel: plan.controlModel ?? "sender_owned", unsignedPolicy: plan.unsignedPolicy ?? "accept_flagged" },
      });
    }
    await tx.saveApiKey({ id: keyId, name: KEY_NAME, secretHash: hashSecret(apiKey), agencies: plan.agencies.map(({ code }) => code), createdAt: clock.now(), revokedAt: null, lastUsedAt: null });
  });
  return {
    house,
    config,
    operator: { actor: { kind: "operator", name: "thử nghiệm" }, agencies: "all" },
    apiKey,
    keyId,
    async store(name, content) {
      const draft = house.blobs.draft();
      await new Promise<void>((resolve, reject) => {
        draft.sink.on("error", reject);
        draft.sink.end(content, () => resolve());
      });
      return { name, ...(await draft.commit()) };
    },
  };
}

async function registerAll(gateway: TownGateway, certificates: readonly { readonly code: string; readonly pem: string }[], at: Date): Promise<void> {
  await gateway.house.store.write(async (tx) => {
    for (const { code, pem } of certificates) {
      await tx.saveCertificate({ agencyCode: code, fingerprint: certificateFingerprint(pem), certificatePem: pem, registeredAt: at, registeredBy: "thử nghiệm", revokedAt: null });
    }
  });
}

/** Looks again and again until the answer is there; fails with what it waited for. */
export async function eventually<Answer>(what: string, look: () => Promise<Answer | null | undefined | false>, withinMs = 60_000): Promise<Answer> {
  const until = Date.now() + withinMs;
  for (;;) {
    const answer = await look();
    if (answer !== null && answer !== undefined && answer !== false) return answer;
    if (Date.now() > until) throw new TownTimeout(`${what} did not happen within ${withinMs} ms`);
    await sleep(50);
  }
}

export class TownTimeout extends Error {
  override readonly name = "TownTimeout";
}
