import * as fc from "fast-check";
import {
  parseLocalDate,
  parseOrganId,
  checkedDocumentId,
  STATUS_CODES,
  type Business,
  type DocumentId,
  type EdxmlDocument,
  type LocalDate,
  type Organization,
  type OrganId,
  type ResponseFor,
  type StaffInfo,
  type StatusReport,
} from "#edxml";

/** Texts as people and machines write them: Vietnamese, markup, quotes, line ends, astral characters; trimmed and never empty. */
const word = fc.oneof(
  fc.constantFrom("V/v kết nối", "<Trục> & \"văn bản\"", "]]>", "\\n", "a\nb", "&amp;", "'", "Đặng Thị Ngọc", "=", "𝒱", "ế", "số 1/CT-TTg", "<!-- x -->", "\ttab"),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }),
);
export const text = fc
  .array(word, { minLength: 1, maxLength: 4 })
  .map((words) => words.join(" ").replace(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "").trim())
  .filter((value) => value !== "");
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

export const organId: fc.Arbitrary<OrganId> = fc
  .oneof(fc.stringMatching(/^[A-K][0-9]{2}(\.[0-9]{2}){0,3}$/), fc.stringMatching(/^[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-K][0-9]{2}$/), fc.stringMatching(/^[0-9]{10}$/))
  .map(parseOrganId);
export const date: fc.Arbitrary<LocalDate> = fc
  .date({ min: new Date("1990-01-01T00:00:00Z"), max: new Date("2090-01-01T00:00:00Z"), noInvalidDate: true })
  .map((day) => parseLocalDate(day.toISOString().slice(0, 10)));
const instant = fc.integer({ min: 631_152_000, max: 3_786_912_000 }).map((seconds) => new Date(seconds * 1000));
const documentId: fc.Arbitrary<DocumentId> = text.filter((value) => value.normalize("NFC").trim().length <= 200).map(checkedDocumentId);

/** An object whose undefined members are not there at all. */
function record<T extends object>(shape: { [K in keyof T]-?: fc.Arbitrary<T[K] | undefined> }): fc.Arbitrary<T> {
  return fc.record<object>(shape).map((value) => dropUndefined<T>(value));
}
function dropUndefined<T>(value: object): T;
function dropUndefined(value: object): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined));
}

const organization = record<Organization>({ organId, organizationInCharge: maybe(text), organName: text, organAdd: maybe(text), email: maybe(text), telephone: maybe(text), fax: maybe(text), website: maybe(text) });
const staff = record<StaffInfo>({ department: text, departmentId: maybe(text), staff: maybe(text), staffId: maybe(text), email: maybe(text), mobile: maybe(text) });
const responseFor = record<ResponseFor>({ organId, code: text, documentId, promulgationDate: maybe(date) });
const common = { reason: text, paper: fc.boolean(), staff: fc.array(staff, { maxLength: 2 }) };
const business: fc.Arbitrary<Business> = fc.oneof(
  record<Extract<Business, { kind: "new" }>>({ kind: fc.constant("new" as const), ...common }),
  record<Extract<Business, { kind: "recall" }>>({ kind: fc.constant("recall" as const), documentId: maybe(documentId), ...common }),
  record<Extract<Business, { kind: "update" }>>({
    kind: fc.constant("update" as const),
    documentId: maybe(documentId),
    informationChanged: fc.boolean(),
    receiversChanged: fc.boolean(),
    receivers: fc.array(fc.record({ organId, change: fc.constantFrom("added" as const, "removed" as const) }), { maxLength: 3 }),
    ...common,
  }),
  record<Extract<Business, { kind: "replace" }>>({
    kind: fc.constant("replace" as const),
    replacements: fc.array(fc.record({ documentId, organIds: fc.array(organId, { maxLength: 3 }) }), { maxLength: 3 }),
    ...common,
  }),
);

export const anyDocument: fc.Arbitrary<EdxmlDocument> = record<EdxmlDocument>({
  kind: fc.constant("document" as const),
  from: organization,
  to: fc.uniqueArray(organization, { minLength: 1, maxLength: 12, selector: (one) => one.organId }),
  documentId,
  code: fc.record({ number: text, notation: text }),
  promulgation: fc.record({ place: text, date }),
  documentType: fc.record({ type: fc.constantFrom(1, 2), typeDetail: fc.integer({ min: -1, max: 40 }), typeName: text }),
  subject: text,
  content: maybe(text),
  signer: record<EdxmlDocument["signer"]>({ competence: maybe(text), position: maybe(text), fullName: text }),
  dueDate: maybe(date),
  toPlaces: fc.array(text, { maxLength: 3 }),
  otherInfo: record<EdxmlDocument["otherInfo"]>({
    priority: fc.constantFrom(0, 1, 2, 3, 4),
    sphereOfPromulgation: maybe(text),
    typerNotation: maybe(text),
    promulgationAmount: maybe(fc.nat(65_535)),
    pageAmount: maybe(fc.nat(999)),
    replyFors: maybe(text),
    direction: maybe(fc.boolean()),
    referenceCodes: maybe(text),
    appendixes: maybe(fc.array(text, { minLength: 1, maxLength: 3 })),
  }),
  responseFor: fc.array(responseFor, { maxLength: 2 }),
  steeringType: fc.constantFrom(0, 1, 2),
  responseForTask: maybe(fc.array(text, { minLength: 1, maxLength: 2 })),
  applicationType: maybe(text),
  business,
  traceHeaders: fc.array(fc.record({ organId: text.filter((value) => value !== "null"), timestamp: instant }), { minLength: 1, maxLength: 3 }),
});

export const anyStatus: fc.Arbitrary<StatusReport> = record<StatusReport>({
  kind: fc.constant("status" as const),
  from: organization,
  responseFor,
  staff: maybe(staff),
  statusCode: fc.constantFrom(...STATUS_CODES),
  description: maybe(text),
  timestamp: instant,
});

export interface AnyFile {
  readonly name: string;
  readonly bytes: Buffer;
}
export const anyFiles: fc.Arbitrary<AnyFile[]> = fc.array(
  fc.record({
    name: fc.tuple(fc.constantFrom("công văn", "phụ lục & biểu", "a"), fc.constantFrom("pdf", "docx", "xlsx", "doc", "zip", "txt", "PDF", "png")).map(([base, extension]) => `${base}.${extension}`),
    bytes: fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), fc.integer({ min: 90_000, max: 400_000 })).map(([pattern, size]) => Buffer.alloc(size, Buffer.from(pattern))),
    ),
  }),
  { maxLength: 4 },
);
