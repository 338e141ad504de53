import { createConnection } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ExecutionContext } from "ava";
import { packageRoot } from "#config";
import type { FieldProblem } from "#src/core/fault";
import type { Blobs } from "#src/core/ports";
import type { GatewayService } from "#src/core/service";
import type { Health } from "#src/web/health";
import { startWeb, type Web } from "#src/web/server";
import type { WebSettings } from "#src/web/settings";
import type { TownGateway } from "#test/support/town";
import { departure } from "./conformity.ts";

export interface Ask {
  readonly method?: string;
  /** null: no Authorization header. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: FormData | string | Uint8Array | ReadableStream;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
  readonly problems: readonly FieldProblem[];
  readonly bytes: Uint8Array;
}

export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Door {
  readonly url: string;
  readonly gateway: TownGateway;
  readonly web: Web;
  readonly log: readonly LogLine[];
  /** What became of the files this door began to store. */
  readonly drafts: Drafts;
  /** Asks and holds the answer against the published OpenAPI document. */
  ask(path: string, ask?: Ask): Promise<Answer>;
  /** Writes these bytes to a fresh connection and reads what comes until it ends. */
  raw(bytes: string | Uint8Array): Promise<string>;
}

export interface Drafts {
  opened: number;
  committed: number;
  discarded: number;
}

export interface DoorOptions {
  readonly limits?: Pick<WebSettings["limits"], "maxFileBytes" | "maxDocumentBytes">;
  readonly tuning?: WebSettings["tuning"];
  readonly trustProxy?: boolean;
  readonly health?: Health;
  /** Something to break on purpose. */
  readonly breaking?: (service: GatewayService) => GatewayService;
}

export const MiB = 1024 * 1024;
const READY: Health = { parts: async () => await Promise.resolve([{ name: "database", ok: true, required: true, text: "Cơ sở dữ liệu hoạt động." }]) };

/** The real door over the real house of a gateway, on a free port. */
export async function openDoor(t: ExecutionContext, gateway: TownGateway, options: DoorOptions = {}): Promise<Door> {
  const { service, blobs } = gateway.house;
  const drafts: Drafts = { opened: 0, committed: 0, discarded: 0 };
  const log: LogLine[] = [];
  const note = (level: LogLine["level"]) => (message: string, facts: object) => log.push({ level, message, facts: { ...facts } });
  const web = await startWeb({
    service: options.breaking === undefined ? service : options.breaking(service),
    blobs: watched(blobs, drafts),
    health: options.health ?? READY,
    settings: {
      host: "127.0.0.1",
      port: 0,
      trustProxy: options.trustProxy ?? false,
      limits: { ...gateway.house.limits, ...(options.limits ?? { maxFileBytes: 5 * MiB, maxDocumentBytes: 8 * MiB }) },
      ...(options.tuning !== undefined && { tuning: options.tuning }),
    },
    logger: { info: note("info"), warn: note("warn"), error: note("error") },
    soapFiles: join(packageRoot(), "src/web/soap"),
    now: () => gateway.house.clock.now(),
  });
  t.teardown(() => web.close());
  return {
    url: web.url,
    gateway,
    web,
    log,
    drafts,
    ask: (path, ask = {}) => askDoor(t, web.url, gateway.apiKey, path, ask),
    raw: (bytes) => exchange(web.url, bytes),
  };
}

/** The real store, with a count of what is begun and how it ends. */
function watched(blobs: Blobs, drafts: Drafts): Blobs {
  return {
    ...blobs,
    draft: () => {
      const draft = blobs.draft();
      drafts.opened++;
      return {
        get sink() {
          return draft.sink;
        },
        write: (write) => draft.write(write),
        writeFew: (write) => draft.writeFew(write),
        finish: () => draft.finish(),
        commit: async () => {
          const stored = await draft.commit();
          drafts.committed++;
          return stored;
        },
        discard: async () => {
          await draft.discard();
          drafts.discarded++;
        },
      };
    },
  };
}

async function askDoor(t: ExecutionContext, url: string, key: string, path: string, ask: Ask): Promise<Answer> {
  const { method = "GET", headers = {}, body } = ask;
  const used = ask.key === undefined ? key : ask.key;
  const response = await fetch(url + path, {
    method,
    headers: { ...(used !== null && { authorization: `Bearer ${used}` }), ...headers },
    ...(body !== undefined && { body }),
    ...(body instanceof ReadableStream && { duplex: "half" }),
    redirect: "manual",
  });
  const bytes = new Uint8Array(await response.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  const json = response.headers.get("content-type")?.includes("json") === true && text !== "";
  const parsed = (json ? JSON.parse(text) : {}) as Record<string, unknown>;
  if (path.startsWith("/api/v1") && text !== "") {
    t.is(departure({ method, path, status: response.status, contentType: response.headers.get("content-type"), body: parsed }), null, `${method} ${path} answers as documented`);
  }
  return { status: response.status, headers: response.headers, text, body: parsed, problems: (parsed["problems"] ?? []) as readonly FieldProblem[], bytes };
}

function exchange(url: string, bytes: string | Uint8Array): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = createConnection({ host: hostname, port: Number(port) });
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", (error) => (chunks.length > 0 ? resolve(Buffer.concat(chunks).toString()) : reject(error)));
    socket.on("close", () => resolve(Buffer.concat(chunks).toString()));
    socket.write(bytes);
  });
}

/** Looks for three seconds. */
export async function soon(condition: () => boolean): Promise<boolean> {
  for (let round = 0; round < 60 && !condition(); round++) await wait(50);
  return condition();
}
