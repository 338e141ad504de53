import { z } from "zod";

/** Every environment variable the program reads, as text. The only file besides `secrets.ts` that sees process.env. */
const optional = z
  .string()
  .trim()
  .transform((value) => (value === "" ? undefined : value))
  .optional();
const count = (fallback: number, min: number, max: number) =>
  optional.pipe(z.coerce.number<string>({ error: "cần là số" }).int({ error: "cần là số nguyên" }).min(min, { error: `nhỏ nhất ${min}` }).max(max, { error: `lớn nhất ${max}` }).default(fallback));

export const envSchema = z.object({
  DATABASE_URL: optional.pipe(z.url({ protocol: /^postgres(ql)?$/, error: "cần dạng postgres://người-dùng:mật-khẩu@máy:cổng/cơ-sở-dữ-liệu" }).optional()),
  AMQP_URL: optional.pipe(z.url({ protocol: /^amqps?$/, error: "cần dạng amqp://người-dùng:mật-khẩu@máy:cổng/vhost" }).optional()),
  LIENTHONG_DATA: optional.pipe(z.string().default("data")),
  LIENTHONG_HOST: optional.pipe(z.string().default("127.0.0.1")),
  LIENTHONG_PORT: count(8080, 0, 65535),
  LIENTHONG_LOG_LEVEL: optional.pipe(z.enum(["error", "warn", "info", "debug"], { error: "một trong error, warn, info, debug" }).default("info")),
  LIENTHONG_QUEUE_PREFIX: optional.pipe(z.string().regex(/^[a-z0-9-]{1,40}$/, { error: "chỉ gồm chữ thường, số, gạch nối; tối đa 40" }).default("lienthong")),
  LIENTHONG_WORKERS: count(4, 1, 64),
  LIENTHONG_FLOW_FILE: optional,
  LIENTHONG_MAX_WAITING: count(200_000, 100, 10_000_000),
  LIENTHONG_RECOVERY_SECONDS: count(15, 3, 600),
  LIENTHONG_MAX_MEMORY_MB: count(2_048, 128, 65_536),
  LIENTHONG_MIN_FREE_MB: count(256, 1, 1_048_576),
  LIENTHONG_MAX_FILE_MB: count(50, 1, 2048),
  LIENTHONG_MAX_DOCUMENT_MB: count(200, 1, 4096),
  LIENTHONG_TRUST_PROXY: optional.pipe(z.enum(["true", "false"], { error: "true hoặc false" }).default("false")).transform((value) => value === "true"),
  LIENTHONG_WEBHOOK_LOOPBACK: optional.pipe(z.enum(["true", "false"], { error: "true hoặc false" }).default("false")).transform((value) => value === "true"),
  LIENTHONG_EVENT_DAYS: count(90, 1, 3650),
  LIENTHONG_KEYS_DIR: optional,
  LIENTHONG_TRUST_DIR: optional,
  LIENTHONG_BACKUP_DIR: optional,
  LIENTHONG_FOLDER_DIR: optional,
  LIENTHONG_FOLDER_SECONDS: count(5, 1, 3600),
  LIENTHONG_CLAMD: optional.pipe(z.string().regex(/^(?:(?:unix:)?\/.+|(?:\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):\d{1,5})$/, { error: "cần dạng máy:cổng hoặc unix:/đường/dẫn/clamd.ctl" }).optional()),
  LIENTHONG_NEAR_MINUTES: count(120, 1, 2400),
  LIENTHONG_NTP_SERVER: optional.pipe(z.string().regex(/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?$/, { error: "cần dạng máy hoặc máy:cổng" }).optional()),
  LIENTHONG_CLOCK_MINUTES: count(10, 1, 1440),
  LIENTHONG_OIDC_ISSUER: optional.pipe(z.url({ protocol: /^https?$/, error: "cần dạng https://máy/…" }).optional()),
  LIENTHONG_OIDC_CLIENT_ID: optional,
  LIENTHONG_OIDC_SECRET: optional,
  LIENTHONG_OIDC_SECRET_FILE: optional,
  LIENTHONG_OIDC_CLAIM: optional.pipe(z.string().max(100).default("preferred_username")),
  LIENTHONG_OIDC_CREATE: optional.pipe(z.enum(["true", "false"], { error: "true hoặc false" }).default("false")).transform((value) => value === "true"),
  LIENTHONG_SMTP_URL: optional.pipe(z.url({ protocol: /^smtps?$/, error: "cần dạng smtp://người-dùng:mật-khẩu@máy:cổng hoặc smtps://…" }).optional()),
  LIENTHONG_SMTP_FROM: optional.pipe(z.string().regex(/^([^<>@\p{Cc}]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/u, { error: "cần dạng lienthong@tinh.gov.vn hoặc Tên <lienthong@tinh.gov.vn>" }).optional()),
  AXIS_ENDPOINT: optional.pipe(z.url({ protocol: /^https?$/, error: "cần dạng http(s)://…/XrdAdapter/adapter" }).optional()),
  AXIS_SYSTEM_ID: optional,
  AXIS_SECRET: optional,
  AXIS_SECRET_FILE: optional,
  AXIS_PULL_SECONDS: count(15, 1, 3600),
});

export type Env = z.output<typeof envSchema>;
