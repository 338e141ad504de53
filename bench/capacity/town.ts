import { randomBytes } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createDevelopmentAuthority, certificateFingerprint, issueDevelopmentCertificate, parseOrganId } from "#edxml";
import { hashSecret } from "#src/core/new-api-key";
import { newId, type ApiKeyId } from "#src/core/ids";
import { openStore } from "#src/storage/open-store";
import { createDatabase, openPostgres } from "#src/storage/postgres/open";
import type { AxisAccount } from "#test/support/receivers";
import { startPart, type Part } from "./process.ts";

/** An axis and its gateways, each a process of its own with a database of its own, as they would run on machines of their own. */
export interface Town {
  readonly axis: Part;
  /** How the system of the receivers without a gateway reaches the axis. */
  readonly plain: AxisAccount;
  readonly gateways: readonly TownGateway[];
}

export interface TownGateway {
  readonly databaseUrl: string;
  /** Bearer secret of a key bound to its agencies. */
  readonly secret: string;
  /** Its account at the axis. */
  readonly account: { readonly systemId: string; readonly secret: string };
  start(): Promise<Part>;
}

interface Unit {
  readonly code: string;
  readonly name: string;
}

type Closing = (close: () => Promise<void>) => void;

/**
 * Starts the axis, with a member without gateway for `others`, and makes the gateways ready: databases, keys, certificates everybody knows. `closing` takes
 * what must be closed, last first. `environment`: what is set otherwise, by the number of the gateway.
 */
export async function prepareTown(directory: string, plans: readonly (readonly Unit[])[], others: readonly Unit[], closing: Closing, environment?: (gateway: number) => Readonly<Record<string, string>>): Promise<Town> {
  const accounts = plans.map((units, index) => ({ systemId: `vxp.cong${index}`, secret: randomBytes(16).toString("hex"), units }));
  const plain = { systemId: "vxp.khac", secret: randomBytes(16).toString("hex"), units: others };
  await writeFile(join(directory, "members.json"), JSON.stringify([...accounts, plain]), { mode: 0o600 });
  const axis = await startPart(["axis-simulator", "--members", join(directory, "members.json"), "--port", "0", "--data", join(directory, "axis")], {});
  closing(() => axis.close());

  const given = process.env["DATABASE_URL"];
  const postgres = await openPostgres({ ...(given !== undefined && { databaseUrl: given }), dataDirectory: join(directory, "database"), onEvent: () => undefined });
  closing(() => postgres.close());
  const certificates = await issueAll(directory, plans.flat());

  const gateways: TownGateway[] = [];
  for (const [index, { systemId, secret, units }] of accounts.entries()) {
    const databaseUrl = await createDatabase(postgres.url, `bench_capacity_${randomBytes(4).toString("hex")}`);
    const apiSecret = await settle(databaseUrl, units, certificates);
    const settings = {
      DATABASE_URL: databaseUrl,
      AMQP_URL: "",
      LIENTHONG_DATA: join(directory, `gateway-${index}`),
      LIENTHONG_KEYS_DIR: join(directory, "keys"),
      LIENTHONG_TRUST_DIR: join(directory, "trust"),
      LIENTHONG_PORT: "0",
      LIENTHONG_LOG_LEVEL: "warn",
      AXIS_ENDPOINT: String(axis.said["endpoint"]),
      AXIS_SYSTEM_ID: systemId,
      AXIS_SECRET: secret,
      AXIS_PULL_SECONDS: "2",
      ...environment?.(index),
    };
    const start = async (): Promise<Part> => {
      const part = await startPart(["serve"], settings);
      closing(() => part.close());
      return part;
    };
    gateways.push({ databaseUrl, secret: apiSecret, account: { systemId, secret }, start });
  }
  return { axis, plain: { endpoint: String(axis.said["endpoint"]), ...plain }, gateways };
}

interface Issued {
  readonly code: string;
  readonly pem: string;
}

/** Keys of all agencies in one folder; each gateway reads those of its own. */
async function issueAll(directory: string, units: readonly Unit[]): Promise<readonly Issued[]> {
  const authority = await createDevelopmentAuthority();
  await mkdir(join(directory, "trust"), { recursive: true });
  await writeFile(join(directory, "trust", "development.pem"), authority.certificatePem);
  return Promise.all(
    units.map(async ({ code, name }) => {
      const issued = await issueDevelopmentCertificate(authority, { organId: code, name });
      await mkdir(join(directory, "keys", code), { recursive: true });
      await writeFile(join(directory, "keys", code, "key.pem"), issued.privateKeyPem, { mode: 0o600 });
      await writeFile(join(directory, "keys", code, "certificate.pem"), issued.certificatePem);
      return { code, pem: issued.certificatePem };
    }),
  );
}

/** Its agencies, everybody's certificates and a key for the QLVB. */
async function settle(databaseUrl: string, units: readonly Unit[], certificates: readonly Issued[]): Promise<string> {
  const secret = `lt_${randomBytes(32).toString("base64url")}`;
  const store = await openStore({ databaseUrl, onEvent: () => undefined, poolSize: 1 });
  try {
    await store.write(async (tx) => {
      for (const { code, name } of units) {
        await tx.saveAgency({ code, organization: { organId: parseOrganId(code), organName: name }, source: "manual", aliases: [], hosting: { channel: "axis", controlModel: "sender_owned", unsignedPolicy: "quarantine" } });
      }
      for (const { code, pem } of certificates) {
        await tx.saveCertificate({ agencyCode: code, fingerprint: certificateFingerprint(pem), certificatePem: pem, registeredAt: new Date(), registeredBy: "bench", revokedAt: null });
      }
      await tx.saveApiKey({ id: newId<ApiKeyId>(), name: "bench", secretHash: hashSecret(secret), agencies: units.map(({ code }) => code), createdAt: new Date(), revokedAt: null, lastUsedAt: null });
    });
  } finally {
    await store.close();
  }
  return secret;
}
