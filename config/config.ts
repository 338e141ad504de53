import { resolve } from "node:path";
import { ConfigError } from "./config-error.ts";
import { envSchema, type Env } from "./env.ts";
import { secretOf } from "./secrets.ts";

/** The installation as the house needs it: `null` is a part that is not built. */
export interface Config {
  readonly dataDirectory: string;
  /** null: the embedded PostgreSQL under dataDirectory. */
  readonly databaseUrl: string | null;
  /** null: the database queue. */
  readonly amqpUrl: string | null;
  readonly queuePrefix: string;
  readonly workers: number;
  /** What is different here from `config/flow.json`; null: nothing. */
  readonly flowFile: string | null;
  /** Above these nothing new is taken, and below so much room on the disk. */
  /** A process that is silent for so long counts as dead, and others take up its work. */
  readonly recoveryMs: number;
  readonly marks: { readonly mostWaiting: number; readonly mostMemoryBytes: number; readonly leastFreeBytes: number };
  readonly web: { readonly host: string; readonly port: number; readonly trustProxy: boolean };
  readonly limits: { readonly maxFileBytes: number; readonly maxDocumentBytes: number };
  /** `allowLoopback`: webhooks may go to this machine itself, also without TLS. */
  readonly webhooks: { readonly allowLoopback: boolean };
  /** A deadline is near when so many minutes of office hours are left. */
  readonly nearMinutes: number;
  /** `ntpServer` null: our clock is compared with the axis alone. */
  readonly clock: { readonly ntpServer: { readonly host: string; readonly port: number } | null; readonly everyMs: number };
  /** Events older than this are forgotten; the journal keeps what they tell. */
  readonly events: { readonly keepForMs: number };
  readonly logLevel: "error" | "warn" | "info" | "debug";
  /** null: no axis configured; documents wait in the outbox. */
  readonly axis: AxisConfig | null;
  /** Đăng nhập một lần; null: people sign in with their passwords only. */
  readonly signOn: SignOnConfig | null;
  readonly keysDirectory: string;
  readonly trustDirectory: string;
  /** Where backups go that are started over the API; null: they are made at the machine only. */
  readonly backupDirectory: string | null;
  /** Where clamd listens: `host:port` or the path of its unix socket; null: files are not scanned for malware. */
  readonly clamd: string | null;
  /** null: notices go by no e-mail. */
  readonly mail: MailConfig | null;
  /** null: no watched folders. */
  readonly folders: FolderConfig | null;
}

export interface SignOnConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim of the provider that names the person. */
  readonly claim: string;
  /** Whether somebody without an account gets one, without any role. */
  readonly createUnknown: boolean;
}

export interface MailConfig {
  /** With the password: never logged. */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
}

export interface FolderConfig {
  /** Holds one folder for each API key that may use it, named like the key. */
  readonly directory: string;
  readonly everyMs: number;
}

export interface AxisConfig {
  readonly endpoint: string;
  readonly systemId: string;
  readonly secret: string;
  readonly pullEveryMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MiB = 1024 * 1024;

/** Reads and checks the whole environment; throws ConfigError naming every wrong variable at once. */
export function loadConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const parsed = envSchema.safeParse(environment);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`));
  }
  const env = parsed.data;
  const secret = secretOf(env, "AXIS_SECRET");
  const axisParts = { AXIS_ENDPOINT: env.AXIS_ENDPOINT, AXIS_SYSTEM_ID: env.AXIS_SYSTEM_ID, "AXIS_SECRET hoặc AXIS_SECRET_FILE": secret ?? undefined };
  const missing = Object.entries(axisParts).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (missing.length > 0 && missing.length < 3) {
    throw new ConfigError(missing.map((name) => `${name}: cần có khi đã khai báo phần còn lại của kết nối Trục`));
  }
  if (env.LIENTHONG_MAX_FILE_MB > env.LIENTHONG_MAX_DOCUMENT_MB) {
    throw new ConfigError(["LIENTHONG_MAX_FILE_MB: không được lớn hơn LIENTHONG_MAX_DOCUMENT_MB"]);
  }
  if ((env.LIENTHONG_SMTP_URL === undefined) !== (env.LIENTHONG_SMTP_FROM === undefined)) throw new ConfigError(["LIENTHONG_SMTP_URL, LIENTHONG_SMTP_FROM: cần cả hai"]);
  const dataDirectory = resolve(env.LIENTHONG_DATA);
  const backupDirectory = env.LIENTHONG_BACKUP_DIR === undefined ? null : resolve(env.LIENTHONG_BACKUP_DIR);
  if (`${backupDirectory ?? ""}/`.startsWith(`${dataDirectory}/`)) throw new ConfigError(["LIENTHONG_BACKUP_DIR: không được nằm trong LIENTHONG_DATA"]);
  return {
    dataDirectory,
    databaseUrl: env.DATABASE_URL ?? null,
    amqpUrl: env.AMQP_URL ?? null,
    queuePrefix: env.LIENTHONG_QUEUE_PREFIX,
    workers: env.LIENTHONG_WORKERS,
    flowFile: env.LIENTHONG_FLOW_FILE ?? null,
    recoveryMs: env.LIENTHONG_RECOVERY_SECONDS * 1000,
    marks: { mostWaiting: env.LIENTHONG_MAX_WAITING, mostMemoryBytes: env.LIENTHONG_MAX_MEMORY_MB * MiB, leastFreeBytes: env.LIENTHONG_MIN_FREE_MB * MiB },
    web: { host: env.LIENTHONG_HOST, port: env.LIENTHONG_PORT, trustProxy: env.LIENTHONG_TRUST_PROXY },
    limits: { maxFileBytes: env.LIENTHONG_MAX_FILE_MB * MiB, maxDocumentBytes: env.LIENTHONG_MAX_DOCUMENT_MB * MiB },
    webhooks: { allowLoopback: env.LIENTHONG_WEBHOOK_LOOPBACK },
    nearMinutes: env.LIENTHONG_NEAR_MINUTES,
    clock: { ntpServer: env.LIENTHONG_NTP_SERVER === undefined ? null : serverOf(env.LIENTHONG_NTP_SERVER), everyMs: env.LIENTHONG_CLOCK_MINUTES * 60_000 },
    events: { keepForMs: env.LIENTHONG_EVENT_DAYS * DAY_MS },
    logLevel: env.LIENTHONG_LOG_LEVEL,
    axis:
      env.AXIS_ENDPOINT !== undefined && env.AXIS_SYSTEM_ID !== undefined && secret !== null
        ? { endpoint: env.AXIS_ENDPOINT, systemId: env.AXIS_SYSTEM_ID, secret, pullEveryMs: env.AXIS_PULL_SECONDS * 1000 }
        : null,
    signOn: signOnOf(env),
    keysDirectory: resolve(env.LIENTHONG_KEYS_DIR ?? `${dataDirectory}/keys`),
    trustDirectory: resolve(env.LIENTHONG_TRUST_DIR ?? `${dataDirectory}/trust`),
    backupDirectory,
    clamd: env.LIENTHONG_CLAMD ?? null,
    mail: env.LIENTHONG_SMTP_URL === undefined || env.LIENTHONG_SMTP_FROM === undefined ? null : { url: env.LIENTHONG_SMTP_URL, from: mailboxOf(env.LIENTHONG_SMTP_FROM) },
    folders: env.LIENTHONG_FOLDER_DIR === undefined ? null : { directory: resolve(env.LIENTHONG_FOLDER_DIR), everyMs: env.LIENTHONG_FOLDER_SECONDS * 1000 },
  };
}

function signOnOf(env: Env): SignOnConfig | null {
  const { LIENTHONG_OIDC_ISSUER: issuer, LIENTHONG_OIDC_CLIENT_ID: clientId, LIENTHONG_OIDC_CLAIM: claim, LIENTHONG_OIDC_CREATE: createUnknown } = env;
  const clientSecret = secretOf(env, "LIENTHONG_OIDC_SECRET");
  if (issuer !== undefined && clientId !== undefined && clientSecret !== null) return { issuer, clientId, clientSecret, claim, createUnknown };
  if (issuer === undefined && clientId === undefined && clientSecret === null) return null;
  throw new ConfigError(["LIENTHONG_OIDC_ISSUER, LIENTHONG_OIDC_CLIENT_ID, LIENTHONG_OIDC_SECRET (hoặc …_SECRET_FILE): cần có cả ba, hoặc không có cái nào"]);
}

function mailboxOf(text: string): MailConfig["from"] {
  const [, name = "", address = text] = /^(.*)<(.+)>$/.exec(text) ?? [];
  return { name: name.trim(), address };
}

const NTP_PORT = 123;

function serverOf(text: string): { readonly host: string; readonly port: number } {
  const [, host = text, port] = /^(.+?)(?::(\d+))?$/.exec(text) ?? [];
  return { host: host.replace(/^\[|\]$/g, ""), port: port === undefined ? NTP_PORT : Number(port) };
}
