import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { IncomingMessage, RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import type { ExecutionContext } from "ava";
import type { ExchangeAdapter, OutgoingParcel } from "#adapters/adapter";
import { parcelOf } from "#test/support/parcel";
import { axisAdapter } from "#adapters/axis/axis-adapter";
import type { AxisAdapterOptions } from "#adapters/axis/axis-adapter";
import type { AxisFaultsInput } from "#adapters/axis/simulator/faults";
import { startAxisSimulator } from "#adapters/axis/simulator/simulator";
import type { AxisSimulator, AxisSimulatorOptions } from "#adapters/axis/simulator/simulator";

/** Văn phòng Chính phủ and Bộ Xây dựng speak through one system, Nghệ An through another. */
export const MEMBERS = [
  {
    systemId: "vxp.test.01",
    secret: "Unit-Test-Secret/1=",
    centerCode: "00.22.W00",
    units: [
      { code: "G22", name: "Văn phòng Chính phủ", mail: "vpcp@example.gov.vn" },
      { code: "G17", name: "Bộ Xây dựng" },
    ],
  },
  { systemId: "vxp.test.02", secret: "Unit-Test-Secret/2=", units: [{ code: "H41", name: "UBND tỉnh Nghệ An" }] },
] as const;

export const [SENDER, RECEIVER] = MEMBERS;

export interface Axis {
  readonly simulator: AxisSimulator;
  readonly sender: ExchangeAdapter;
  readonly receiver: ExchangeAdapter;
  readonly directory: string;
}

export async function scratchDirectory(t: ExecutionContext): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "axis-test-"));
  t.teardown(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A simulator with a client at each end; everything is closed and removed with the test. */
export async function openAxis(t: ExecutionContext, options: Partial<AxisSimulatorOptions> & { readonly faults?: AxisFaultsInput } = {}): Promise<Axis> {
  const directory = options.dataDirectory ?? (await scratchDirectory(t));
  const simulator = await startAxisSimulator({ port: 0, members: MEMBERS, now: () => new Date(), ...options, dataDirectory: directory });
  t.teardown(() => simulator.close());
  return { simulator, directory, sender: clientOf(t, simulator.url, SENDER), receiver: clientOf(t, simulator.url, RECEIVER) };
}

export function clientOf(t: ExecutionContext, endpoint: string, member: { readonly systemId: string; readonly secret: string }, options: Partial<AxisAdapterOptions> = {}): ExchangeAdapter {
  const client = axisAdapter({ endpoint, systemId: member.systemId, secret: member.secret, now: () => new Date(), ...options });
  t.teardown(() => client.close());
  return client;
}

/** The envelopes made by the official library. */
export function golden(name: string): Promise<Buffer> {
  return readFile(`test/fixtures/golden/${name}.edxml`);
}

/** The parcel of `doc-new`: from VPCP to Nghệ An and Bộ Xây dựng. */
export async function documentParcel(overrides: Partial<OutgoingParcel> & { readonly bytes?: Buffer } = {}): Promise<OutgoingParcel> {
  const { bytes = await golden("doc-new"), ...others } = overrides;
  return parcelOf(bytes, "document", "000.00.00.G22", ["000.00.00.H41", "G17"], "000.00.00.G22,2024/05/20,123/VPCP-KSTT", others);
}

/** The parcel of `status-03`: Nghệ An answers VPCP. */
export async function statusParcel(name = "status-03"): Promise<OutgoingParcel> {
  return parcelOf(await golden(name), "status", "000.00.00.H41", ["000.00.00.G22"], "000.00.00.G22,2024/05/20,123/VPCP-KSTT");
}

/** The same document with a subject of its own, so that its bytes and digest are its own. */
export async function otherDocument(mark: string = randomBytes(4).toString("hex")): Promise<Buffer> {
  return Buffer.from((await golden("doc-new")).toString("utf8").replace("Trích yếu nội dung", `Trích yếu ${mark}`));
}

export function bytesSink(): { readonly sink: Writable; readonly bytes: () => Buffer } {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  return { sink, bytes: () => Buffer.concat(chunks) };
}

export async function fetched(client: ExchangeAdapter, item: Parameters<ExchangeAdapter["fetch"]>[0]): Promise<Buffer> {
  const { sink, bytes } = bytesSink();
  await client.fetch(item, sink, never());
  return bytes();
}

export async function listed<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

export function never(): AbortSignal {
  return new AbortController().signal;
}

/** A partner of our own making: whatever it answers, byte for byte. */
export async function fakeAxis(t: ExecutionContext, listener: RequestListener): Promise<string> {
  const server = createServer({ maxHeaderSize: 1024 * 1024 }, listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** A fake axis that gives every request the same answer. */
export function answering(t: ExecutionContext, body: string | Buffer, httpStatus = 200, headers: Record<string, string> = {}): Promise<string> {
  return fakeAxis(t, (request, response) => {
    void bodyOf(request).then(() => response.writeHead(httpStatus, { "Content-Length": Buffer.byteLength(body), ...headers }).end(body));
  });
}

/** A fake axis that shows each whole request to `look` and answers what it returns. */
export function watching(t: ExecutionContext, look: (request: IncomingMessage, body: Buffer) => string): Promise<string> {
  return fakeAxis(t, (request, response) => {
    bodyOf(request).then(
      (body) => response.end(look(request, body)),
      () => response.destroy(),
    );
  });
}
