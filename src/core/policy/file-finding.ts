import type { SignatureCheck } from "./signature-check.ts";
import type { VirusVerdict } from "./virus-scan.ts";

/** What inspection finds in a file: facts only. What follows from them is decided by the policies, the legal effect and the hold. */

/** Formats told apart by content. `other` families are named so that a finding can say what a wrongly named file really is. */
export const FILE_FORMATS = [
  "pdf",
  "docx",
  "xlsx",
  "pptx",
  "doc",
  "xls",
  "ppt",
  "odt",
  "ods",
  "odp",
  "rtf",
  "txt",
  "csv",
  "jpg",
  "png",
  "tif",
  "zip",
  // known, but in no profile
  "gif",
  "html",
  "xml",
  "executable",
  "archive",
  "ole",
] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export interface FileFinding {
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
  /** What the name says: lower case, without the dot; null when the name has none. */
  readonly extension: string | null;
  /** What the content is, whatever the name says; null: no format we know. */
  readonly detected: FileFormat | null;
  /** `differs`: the content is not what the extension promises. `unknown`: we cannot tell (an extension without a known format, or a file that was not read). */
  readonly agreement: "agrees" | "differs" | "unknown";
  /** A password is needed to read it, so nothing inside was seen. */
  readonly encrypted: boolean;
  /** Recognised but broken: what is wrong, in Vietnamese, without content. null: nothing seen. */
  readonly damage: string | null;
  /** Of a PDF, in the order they were made. */
  readonly signatures: readonly PdfSignature[];
  /** Dấu mật read in the text of a PDF or DOCX. */
  readonly stamps: readonly SecrecyStamp[];
  readonly text: TextFinding | null;
  readonly activeContent: readonly ActiveContent[];
  /** Of a zip; null for other formats and for one that could not be opened. */
  readonly archive: ArchiveFinding | null;
  /** Of a PDF; `version` as its header says, e.g. "1.7". */
  readonly pdf: { readonly version: string | null; readonly pages: number | null } | null;
  /** Of the scanner of malware; null: the house has none. */
  readonly virus: VirusVerdict | null;
  /** What was not looked at, and why; empty: everything that could be looked at was. */
  readonly unread: readonly Unread[];
  /** Of the code that looked, so that an old finding can be told from a new one. */
  readonly inspector: string;
}

/** One signature of a PDF. What it says of itself is only believed when `check` is `valid`. */
export interface PdfSignature {
  /** Name of the form field. */
  readonly field: string | null;
  /** `person` and `agency` by what the certificate says of its subject; `timestamp`: a document time-stamp of an authority. */
  readonly kind: "person" | "agency" | "timestamp" | "unknown";
  /** How the kind was told, for whoever doubts it. */
  readonly kindReason: string;
  /** Common name of the certificate, else what the dictionary claims. */
  readonly signerName: string | null;
  /** Whole subject, RFC 4514. */
  readonly subject: string | null;
  readonly organization: string | null;
  readonly issuer: string | null;
  readonly serialNumber: string | null;
  /** Claimed: /M of the dictionary or signingTime of the CMS. */
  readonly signedAt: Date | null;
  readonly reason: string | null;
  /** adbe.pkcs7.detached, ETSI.CAdES.detached, ETSI.RFC3161 … */
  readonly subFilter: string | null;
  /** `whole`: nothing was added after it. `revision`: it covers the file up to `coversBytes`, later bytes were added. `broken`: its range does not make sense. */
  readonly covers: "whole" | "revision" | "broken";
  readonly coversBytes: number;
  /** What was written after it: `signatures`: nothing but further signatures and their proofs; `changed`: something it does not cover. */
  readonly later: "nothing" | "signatures" | "changed";
  readonly check: SignatureCheck;
}

export const STAMPS = ["mat", "toi-mat", "tuyet-mat"] as const;
export interface SecrecyStamp {
  readonly level: (typeof STAMPS)[number];
  /** The line as read, at most 40 characters: the stamp itself, never its surroundings. */
  readonly text: string;
  /** Page of a PDF from 1; null where the format has no pages. */
  readonly page: number | null;
  /** Where it was: `header`, `document.xml`, name of the entry of a zip … null: the page itself. */
  readonly part: string | null;
}

export interface TextFinding {
  /** Of a text file; null for text taken from a PDF or DOCX, which is Unicode by construction. */
  readonly encoding: "ascii" | "utf-8" | "utf-8-bom" | "utf-16" | "not-unicode" | null;
  readonly problems: readonly TextProblem[];
}
export const TEXT_PROBLEMS = ["not-utf-8", "not-nfc", "tcvn3", "vni", "control-characters", "private-use"] as const;
export interface TextProblem {
  readonly kind: (typeof TEXT_PROBLEMS)[number];
  /** Where the first one is, e.g. "byte 120", "trang 2". */
  readonly where: string;
}

export const ACTIVE_CONTENT = ["macros", "javascript", "embedded-files", "launch-action", "external-content", "embedded-objects"] as const;
export interface ActiveContent {
  readonly kind: (typeof ACTIVE_CONTENT)[number];
  /** e.g. `word/vbaProject.bin`, `/OpenAction`. */
  readonly where: string;
}

export interface ArchiveFinding {
  /** In the order of the archive, at most as many as the limit of inspection. */
  readonly entries: readonly ArchiveEntry[];
  /** All entries, also those not listed. */
  readonly entryCount: number;
  readonly unpackedBytes: number;
}
export interface ArchiveEntry {
  readonly name: string;
  readonly size: number;
  readonly detected: FileFormat | null;
  readonly agreement: FileFinding["agreement"];
  readonly encrypted: boolean;
}

export const UNREAD_REASONS = ["encrypted", "damaged", "too-large", "too-long", "too-deep", "too-many-entries", "compression-ratio", "pages-beyond-limit", "no-text", "format-not-read"] as const;
export interface Unread {
  readonly reason: (typeof UNREAD_REASONS)[number];
  /** What exactly, in Vietnamese: "trang 11–240", "mục b.zip trong tệp nén". */
  readonly what: string;
}

/** The file to look at, already in the blob store. */
export interface FileToInspect {
  readonly name: string;
  readonly sha256: string;
  readonly size: number;
  /** Where it lies while it is no blob: a draft of a dry run. */
  readonly path?: string;
}

/** Port: looks into stored files. Nothing it meets in a file makes it fail, hang, or reach for network or other files; what it could not read it says in the finding. */
export interface Inspector {
  /** In the order given. Throws only faults of storage (`blob-missing`, `blob-corrupt`, `storage-unavailable`). */
  inspect(files: readonly FileToInspect[]): Promise<readonly FileFinding[]>;
}
