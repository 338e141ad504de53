import { createHash } from "node:crypto";
import { request as httpRequest } from "node:http";
import { Readable, Writable } from "node:stream";
import { axisAdapter } from "#adapters/axis/axis-adapter";
import type { ExchangeAdapter, OutgoingParcel, PendingItem } from "#adapters/adapter";
import { axisHmac, HEADER_PREFIX, signedHeaders, unpaddedHash, type AxisCredentials } from "#adapters/axis/signing";
import { checkedDocumentId, parseOrganId, writeDocument, writeStatusReport, type EdxmlDocument, type StatusCode, type StatusReport } from "#edxml";
import { newAxisKey } from "#src/core/axis-door/axis-key";
import { HouseError } from "#src/core/fault";
import { parcelOf } from "./parcel.ts";
import type { Teardown } from "./postgres.ts";
import type { TownGateway } from "./town.ts";

/** A QLVB of one or more agencies at the axis door of its gateway, with our own client as its SDK. */
export interface Qlvb extends AxisCredentials {
  readonly url: string;
  readonly keyId: string;
  readonly sdk: ExchangeAdapter;
}

export async function openQlvb(t: Teardown, gateway: TownGateway, agencies: readonly string[], name = "QLVB thử nghiệm"): Promise<Qlvb> {
  const { house } = gateway;
  if (house.url === null) throw new HouseError("invariant-broken", "the town runs without its doors");
  const { key, secret } = await newAxisKey(house.sealer, { name, systemId: null, agencies, createdAt: house.clock.now() });
  await house.store.write((tx) => tx.addAxisKey(key));
  const url = `${house.url}/axis`;
  const sdk = axisAdapter({ endpoint: url, systemId: key.systemId, secret, now: () => house.clock.now() });
  t.teardown(() => sdk.close());
  return { url, keyId: key.id, systemId: key.systemId, secret, sdk };
}

export interface Written {
  readonly bytes: Buffer;
  readonly parcel: OutgoingParcel;
}

const PDF = Buffer.from("%PDF-1.7\n%công văn của QLVB\n%%EOF\n");

/** A công văn as a QLVB writes it: unsigned, old codes, an id of its own. */
export async function letterOf(gateway: TownGateway, from: string, to: readonly string[], change: Partial<EdxmlDocument> = {}, files: readonly { readonly name: string; readonly content: Buffer }[] = [{ name: "Công văn.pdf", content: PDF }]): Promise<Written> {
  const { number, notation } = change.code ?? { number: "77", notation: "QLVB-VP" };
  const document: EdxmlDocument = {
    kind: "document",
    from: { organId: parseOrganId(from), organName: "Bên gửi" },
    to: to.map((organId) => ({ organId: parseOrganId(organId), organName: "Bên nhận" })),
    documentId: checkedDocumentId(`${from},2026/11/20,${number}/${notation}`),
    code: { number, notation },
    promulgation: { place: "Hà Nội", date: "2026-11-20" as EdxmlDocument["promulgation"]["date"] },
    documentType: { type: 2, typeDetail: 18, typeName: "Công văn" },
    subject: `V/v thử kết nối số ${number}`,
    content: `V/v thử kết nối số ${number}`,
    signer: { position: "CHỦ TỊCH", fullName: "Nguyễn Văn A" },
    toPlaces: ["Như trên"],
    otherInfo: { priority: 1, promulgationAmount: 0, pageAmount: 2 },
    responseFor: [],
    steeringType: 0,
    business: { kind: "new", reason: "Văn bản mới", paper: false, staff: [{ department: "Văn thư", staff: "Trần Thị B", email: "không phải thư điện tử" }] },
    traceHeaders: [{ organId: from, timestamp: new Date("2026-11-20T02:00:00Z") }],
    ...change,
  };
  const sources = files.map(({ name, content }, index) => ({ name, contentId: `tep-${index}`, open: () => Readable.from([content]) }));
  const bytes = await written((sink) => writeDocument(document, sources, sink, { scratchDirectory: gateway.house.blobs.scratchDirectory }));
  return { bytes, parcel: parcelOf(bytes, "document", from, to, document.documentId) };
}

export interface StatusGiven {
  readonly code: StatusCode;
  readonly description?: string;
  readonly staff?: string;
  readonly promulgationDate?: string | null;
}

/** A status on a document that was received, as a QLVB writes it. */
export async function statusOn(gateway: TownGateway, received: EdxmlDocument, from: string, given: StatusGiven): Promise<Written> {
  const report: StatusReport = {
    kind: "status",
    from: { organId: parseOrganId(from), organName: "Bên nhận" },
    responseFor: {
      organId: received.from.organId,
      code: `${received.code.number}/${received.code.notation}`,
      documentId: received.documentId,
      ...(given.promulgationDate !== null && { promulgationDate: received.promulgation.date }),
    },
    ...(given.staff !== undefined && { staff: { department: "Văn thư", staff: given.staff } }),
    statusCode: given.code,
    ...(given.description !== undefined && { description: given.description }),
    timestamp: new Date("2026-11-20T03:00:00Z"),
  };
  const bytes = await written((sink) => writeStatusReport(report, sink, { scratchDirectory: gateway.house.blobs.scratchDirectory }));
  return { bytes, parcel: parcelOf(bytes, "status", from, [received.from.organId], received.documentId) };
}

export async function written(write: (sink: Writable) => Promise<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await write(sink);
  return Buffer.concat(chunks);
}

export function never(): AbortSignal {
  return new AbortController().signal;
}

export async function fetched(qlvb: Qlvb, item: PendingItem): Promise<Buffer> {
  return written((sink) => qlvb.sdk.fetch(item, sink, never()));
}

export interface Call {
  readonly parameters?: Record<string, string>;
  readonly body?: Buffer | string;
  readonly method?: string;
  /** Replaces the signed headers by hand-made raw ones. */
  readonly headers?: readonly string[];
  readonly path?: string;
}

export interface Answered {
  readonly http: number;
  readonly text: string;
  readonly json: Readonly<Record<string, unknown>>;
  readonly items: readonly Readonly<Record<string, string>>[];
}

/** One request byte for byte as an SDK writes it. */
export async function callDoor(qlvb: Pick<Qlvb, "url" | "systemId" | "secret">, operation: string, { parameters = {}, body = "{}", method = "POST", headers, path = "" }: Call = {}): Promise<Answered> {
  const type = operation === "sendEdoc" ? "application/octet-stream" : "application/json";
  const raw = headers ?? Object.entries(signedHeaders(qlvb, new Date(), type, parameters)).flat();
  const bytes = Buffer.from(body);
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${qlvb.url}${path}/${operation}`, { method, headers: [...raw, "Host", "cong", ...(method === "GET" ? [] : ["Content-Length", String(bytes.length)])] }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", reject);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        const json: Record<string, unknown> = text.startsWith("{") ? JSON.parse(text) : {};
        resolve({ http: response.statusCode ?? 0, text, json, items: Array.isArray(json["data"]) ? json["data"] : [] });
      });
    });
    request.on("error", reject);
    request.end(method === "GET" ? undefined : bytes);
  });
}

/** The parameters and body of one sendEdoc, as the official client writes them. */
export function sending(bytes: Buffer, from: string, messagetype = "edoc", more: Record<string, string> = {}): Call {
  const hash = unpaddedHash(createHash("sha256").update(bytes).digest("hex"));
  return { parameters: { from, servicetype: "eDoc", messagetype, "hash-file": hash, ...more }, body: Buffer.concat([bytes, Buffer.from("\r\n")]) };
}

/** Headers signed in an order of their own, as a Java hash map gives it; `over` replaces a header after it was signed. */
export function handSigned(qlvb: AxisCredentials, members: readonly (readonly [string, string])[], over: Readonly<Record<string, string>> = {}): string[] {
  const signHeader = `{${members.map(([name, value]) => `${JSON.stringify(HEADER_PREFIX + name)}:${JSON.stringify(value)}`).join(",")}}`;
  const headers: [string, string][] = [
    ...members.map(([name, value]): [string, string] => [HEADER_PREFIX + name, value]),
    ["Content-Type", "application/json"],
    [`${HEADER_PREFIX}sign-header-key`, members.map(([name]) => name).join(";")],
    [`${HEADER_PREFIX}sign-header`, signHeader],
    [`${HEADER_PREFIX}hash-header`, axisHmac(qlvb.secret, signHeader)],
  ];
  return headers.flatMap(([name, value]) => [name, over[name] ?? value]);
}
