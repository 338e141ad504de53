import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable, Writable } from "node:stream";
import {
  certificateFingerprint,
  formatDocumentId,
  issueDevelopmentCertificate,
  parseLocalDate,
  parseOrganId,
  pemSigner,
  readEnvelope,
  writeDocument,
  type AttachmentInfo,
  type AttachmentSource,
  type DevelopmentAuthority,
  type DevelopmentSubject,
  type EdxmlDocument,
  type EnvelopeReading,
  type EnvelopeSigner,
  type ReadOptions,
  type StatusReport,
  type Trust,
  type WriteOptions,
} from "#edxml";
import { testAuthority } from "#test/support/certificates";

export const SCRATCH = mkdtempSync(join(tmpdir(), "edxml-test-"));
process.on("exit", () => rmSync(SCRATCH, { recursive: true, force: true }));

/** A công văn with everything a sender usually fills in. */
export function sampleDocument(change: Partial<EdxmlDocument> = {}): EdxmlDocument {
  const from = parseOrganId("H48");
  const date = parseLocalDate("2026-03-06");
  return {
    kind: "document",
    from: { organId: from, organName: "UBND tỉnh Quảng Ngãi", organizationInCharge: "UBND tỉnh Quảng Ngãi", organAdd: "52 Hùng Vương", email: "ubnd@example.gov.vn" },
    to: [
      { organId: parseOrganId("G22"), organName: "Văn phòng Chính phủ" },
      { organId: parseOrganId("000.00.15.H48"), organName: "Sở Nội vụ", organAdd: "Quảng Ngãi" },
    ],
    documentId: formatDocumentId({ organId: from, date, number: "125", notation: "UBND-TH" }),
    code: { number: "125", notation: "UBND-TH" },
    promulgation: { place: "Quảng Ngãi", date },
    documentType: { type: 2, typeDetail: 18, typeName: "Công văn" },
    subject: 'V/v kết nối <Trục> & liên thông "văn bản"',
    content: "Nội dung nhiều dòng\nDòng \\hai",
    signer: { competence: "TM. ỦY BAN NHÂN DÂN", position: "Chủ tịch", fullName: "Nguyễn Văn A" },
    dueDate: parseLocalDate("2026-03-20"),
    toPlaces: ["Như trên", "Lưu: VT, TH"],
    otherInfo: { priority: 1, sphereOfPromulgation: "Liên thông", typerNotation: "NVA", promulgationAmount: 3, pageAmount: 2, direction: false, appendixes: ["Phụ lục I"] },
    responseFor: [],
    steeringType: 0,
    business: { kind: "new", reason: "Văn bản điện tử mới", paper: false, staff: [{ department: "Văn thư", staff: "Trần Thị B", email: "vt@example.gov.vn", mobile: "0912000001" }] },
    traceHeaders: [{ organId: from, timestamp: new Date("2026-03-06T10:42:00+07:00") }],
    ...change,
  };
}

export function sampleStatus(change: Partial<StatusReport> = {}): StatusReport {
  const date = parseLocalDate("2026-03-06");
  return {
    kind: "status",
    from: { organId: parseOrganId("G22"), organName: "Văn phòng Chính phủ" },
    responseFor: { organId: parseOrganId("H48"), code: "125/UBND-TH", documentId: formatDocumentId({ organId: parseOrganId("H48"), date, number: "125", notation: "UBND-TH" }), promulgationDate: date },
    staff: { department: "Văn thư", staff: "Trần Thị B", email: "vt@example.gov.vn", mobile: "0912000001" },
    statusCode: "02",
    description: "Từ chối tiếp nhận: sai nơi nhận",
    timestamp: new Date("2026-03-09T08:00:00+07:00"),
    ...change,
  };
}

export function attachment(name: string, bytes: Buffer | string, more: Partial<AttachmentSource> = {}): AttachmentSource {
  return { name, open: () => Readable.from([Buffer.from(bytes)], { objectMode: false }), ...more };
}

export const PDF = "%PDF-1.7\nCông văn\n%%EOF\n";
export const SAMPLE_FILES = (): AttachmentSource[] => [
  attachment("cong-van.pdf", PDF, { contentId: "att-1", description: "Văn bản chính" }),
  attachment("phụ lục.xlsx", "PK\u0005\u0006 not really a workbook", { contentId: "att-2" }),
  attachment("ghi-chu.txt", "xin chào"),
];

/** A Writable that keeps what it gets. */
export class Collector extends Writable {
  readonly #chunks: Buffer[] = [];
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.#chunks.push(Buffer.from(chunk));
    done();
  }
  get bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

export async function written(document = sampleDocument(), files = SAMPLE_FILES(), options: Partial<WriteOptions> = {}): Promise<Buffer> {
  const sink = new Collector();
  await writeDocument(document, files, sink, { scratchDirectory: SCRATCH, ...options });
  return sink.bytes;
}

export interface ReadBack {
  readonly reading: EnvelopeReading;
  /** The attachments' bytes in order. */
  readonly files: readonly Buffer[];
}

/** Reads bytes in pieces of `step` (all at once unless told), keeping the attachments. */
export async function readBack(bytes: Buffer | string, options: Partial<ReadOptions> = {}, step = 0): Promise<ReadBack> {
  const data = Buffer.from(bytes);
  const pieces = step === 0 ? [data] : Array.from({ length: Math.ceil(data.length / step) }, (_, i) => data.subarray(i * step, (i + 1) * step));
  const sinks: Collector[] = [];
  const openAttachment = ({ index }: AttachmentInfo): Writable => {
    const sink = new Collector();
    sinks[index] = sink;
    return sink;
  };
  const reading = await readEnvelope(Readable.from(pieces, { objectMode: true }), { scratchDirectory: SCRATCH, openAttachment, ...options });
  return { reading, files: sinks.map((sink) => sink.bytes) };
}

export function sha256(bytes: Buffer | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export interface Party {
  readonly signer: EnvelopeSigner;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

/** One root for the whole run. */
export const authority = testAuthority;

let shared: Promise<Party> | undefined;
/** A sender for many tests; making RSA keys takes its time. Each call after the first gives the same one unless `fresh`. */
export async function createParty(fresh = false): Promise<Party> {
  if (fresh) return party();
  shared ??= party();
  return shared;
}

export async function party(subject: Partial<DevelopmentSubject> = {}, issuer?: DevelopmentAuthority): Promise<Party> {
  const issued = await issueDevelopmentCertificate(issuer ?? (await authority()), { name: "UBND tỉnh Quảng Ngãi", organId: "H48", ...subject });
  return { ...issued, signer: pemSigner({ privateKeyPem: issued.privateKeyPem, certificateChain: [issued.certificatePem] }) };
}

/** Trust in the test root and in these certificates, whoever the agency is. */
export async function trusting(...parties: readonly Party[]): Promise<Trust> {
  const fingerprints = parties.map((one) => certificateFingerprint(one.certificatePem));
  return { anchors: [(await authority()).certificatePem], registeredFingerprints: async () => fingerprints, at: new Date("2026-03-09T00:00:00Z") };
}
