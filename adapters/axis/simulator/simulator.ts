import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { Server } from "node:http";
import { AdapterError } from "../../errors.ts";
import type { AxisEvent } from "../server/desk.ts";
import { ContentStore } from "./content-store.ts";
import { handleControl, simulatorControl } from "./control.ts";
import type { SimulatorControl } from "./control.ts";
import { simulatorDesk } from "./desk.ts";
import { lockDirectory } from "./directory-lock.ts";
import { FaultBoard } from "./faults.ts";
import type { AxisFaultsInput } from "./faults.ts";
import { handleOperation } from "./handle-operation.ts";
import { checkAxisMembers } from "./members.ts";
import type { AxisMember } from "./members.ts";
import { repeatKey, RepeatWindow } from "./repeats.ts";
import { sweepFinished } from "./retention.ts";
import { AxisState } from "./state.ts";
import type { Workings } from "./workings.ts";

export interface AxisSimulatorOptions {
  /** 0 = any free port. */
  readonly port: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Everything it must remember lives here; one simulator per directory. */
  readonly dataDirectory: string;
  readonly members: readonly AxisMember[];
  readonly faults?: AxisFaultsInput;
  readonly now: () => Date;
  readonly onEvent?: (event: AxisEvent) => void;
  /** When set, `/_control/…` asks for `Authorization: Bearer <token>`. */
  readonly controlToken?: string;
  /** Largest envelope accepted, in bytes. Default 2 GiB. */
  readonly maxMessageBytes?: number;
  /** Messages whose receivers have all finished are forgotten after this many days. Default 30. */
  readonly retentionDays?: number;
}

export interface AxisSimulator {
  /** What a client takes as endpoint. Any path before the operation is accepted. */
  readonly url: string;
  readonly control: SimulatorControl;
  close(): Promise<void>;
}

const DAY = 86_400_000;

/**
 * Trục mô phỏng: a national axis in one process, for demonstrations, conformance tests and training. It speaks the interface of the
 * VXP adapter closely enough for the unchanged official clients; docs/axis-simulator.md says what it does where the real one is unknown.
 */
export async function startAxisSimulator(options: AxisSimulatorOptions): Promise<AxisSimulator> {
  const members = new Map(checkAxisMembers(options.members).map((member) => [member.systemId, member]));
  await mkdir(options.dataDirectory, { recursive: true });
  const lock = await lockDirectory(options.dataDirectory);
  try {
    const workings = await openWorkings(options);
    const running = await serve(options, workings, members).catch(async (cause: unknown) => {
      await closeWorkings(workings);
      throw cause;
    });
    return {
      ...running,
      close: async () => {
        await running.close();
        await closeWorkings(workings);
        await lock.release();
      },
    };
  } catch (cause) {
    await lock.release();
    throw cause;
  }
}

async function serve(options: AxisSimulatorOptions, workings: Workings, members: ReadonlyMap<string, AxisMember>): Promise<AxisSimulator> {
  const stopping = new AbortController();
  const control = simulatorControl(workings);
  const desk = simulatorDesk(workings, members);
  // Long lists of receivers stand in the headers twice; a large upload may take longer than Node's five minutes.
  const server = createServer({ maxHeaderSize: 1024 * 1024, requestTimeout: 0, headersTimeout: 60_000, keepAliveTimeout: 60_000 }, (request, response) => {
    const path = pathOf(request.url);
    const handled = path.startsWith("/_control/")
      ? handleControl(control, options.controlToken ?? null, path, request, response)
      : handleOperation(desk, workings.faults, path.slice(path.lastIndexOf("/") + 1), request, response, stopping.signal);
    handled.catch((cause: unknown) => {
      desk.emit("failed", path, null, { reason: cause instanceof Error ? cause.message : String(cause) });
      response.destroy();
    });
  });
  await listen(server, options);
  const failed = (operation: string) => (cause: unknown): void => desk.emit("failed", operation, null, { reason: cause instanceof Error ? cause.message : String(cause) });
  const sweeping = setInterval(() => void sweepFinished(workings, options.retentionDays ?? 30).catch(failed("retention")), DAY).unref();
  const url = urlOf(server, options);
  desk.emit("started", "", null, { url });
  return {
    url,
    control,
    close: async () => {
      clearInterval(sweeping);
      stopping.abort();
      await closeServer(server);
    },
  };
}

async function openWorkings(options: AxisSimulatorOptions): Promise<Workings> {
  const state = await AxisState.open(options.dataDirectory, options.members);
  const content = await ContentStore.open(options.dataDirectory, (docId) => state.message(docId) !== null);
  const repeats = new RepeatWindow();
  for (const message of state.messages()) repeats.note(repeatKey(message), Date.parse(message.sentAt), Promise.resolve(message.docId));
  const workings: Workings = {
    state,
    content,
    repeats,
    faults: new FaultBoard(options.faults ?? {}),
    maxMessageBytes: options.maxMessageBytes ?? 2 * 1024 ** 3,
    now: options.now,
    emit: (kind, operation, systemId, facts) => options.onEvent?.({ kind, at: options.now(), operation, systemId, facts }),
  };
  await sweepFinished(workings, options.retentionDays ?? 30);
  return workings;
}

async function closeWorkings({ state, content }: Workings): Promise<void> {
  await state.close();
  await content.close();
}

function pathOf(target: string | undefined): string {
  return (target ?? "/").replace(/[?#].*$/s, "");
}

async function listen(server: Server, { port, host = "127.0.0.1" }: AxisSimulatorOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(new AdapterError("adapter-settings-invalid", `the axis simulator cannot listen on ${host}:${port}`, { host, port }, { hint: "choose another port; 0 takes any free one", cause })));
    server.listen(port, host, resolve);
  });
}

function urlOf(server: Server, options: AxisSimulatorOptions): string {
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  const host = options.host ?? "127.0.0.1";
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Running requests get two seconds; after that their connections are cut. */
async function closeServer(server: Server): Promise<void> {
  const cut = setTimeout(() => server.closeAllConnections(), 2_000);
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
  clearTimeout(cut);
}
