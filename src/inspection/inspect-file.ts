import type { FileFinding, FileFormat, FileToInspect } from "../core/policy/file-finding.ts";
import { agreementOf, detectFormat, extensionOf } from "./detect.ts";
import { inspectArchive } from "./office/inspect-archive.ts";
import { inspectOle } from "./office/ole.ts";
import { inspectPackage } from "./office/inspect-package.ts";
import { packageFormat } from "./office/package-format.ts";
import { openZip } from "./office/zip.ts";
import { inspectPdf } from "./pdf/inspect-pdf.ts";
import type { SignatureTrust } from "./pdf/signature/chain.ts";
import type { Source } from "./source.ts";
import { readText } from "./text.ts";

/** Raised when findings of the same file may change. */
export const INSPECTOR = "lienthong-inspection/3";

type Content = Omit<FileFinding, "name" | "sha256" | "size" | "extension" | "agreement" | "inspector">;

const NOTHING: Omit<Content, "detected"> = { encrypted: false, damage: null, signatures: [], stamps: [], text: null, activeContent: [], archive: null, pdf: null, virus: null, unread: [] };

/** Looks into one file. What it meets there may make it say less, never fail. */
export async function inspectFile(source: Source, file: FileToInspect, trust: SignatureTrust, depth = 0): Promise<FileFinding> {
  const extension = extensionOf(file.name);
  const content = await inspectContent(source, trust, depth);
  const agreement = isBrokenContainer(content) ? brokenAgreement(extension, content.detected) : agreementOf(extension, content.detected, content.encrypted);
  return { name: file.name, sha256: file.sha256, size: file.size, extension, agreement, ...content, inspector: INSPECTOR };
}

/** The finding of a file that could not be looked at: too slow, or too much for the memory of its thread. */
export function unreadFinding(file: FileToInspect, reason: "too-long" | "too-large", what: string): FileFinding {
  return { name: file.name, sha256: file.sha256, size: file.size, extension: extensionOf(file.name), agreement: "unknown", detected: null, ...NOTHING, unread: [{ reason, what }], inspector: INSPECTOR };
}

function isBrokenContainer({ detected, damage }: Content): boolean {
  return damage !== null && (detected === "zip" || detected === "ole");
}

/** A container that does not open may be what its name says, when its name says a format that comes in such a container. */
function brokenAgreement(extension: string | null, detected: FileFormat | null): FileFinding["agreement"] {
  const family = detected === "ole" ? ["doc", "xls", "ppt"] : ["docx", "xlsx", "pptx", "odt", "ods", "odp"];
  return extension !== null && family.includes(extension) ? "unknown" : agreementOf(extension, detected, false);
}

async function inspectContent(source: Source, trust: SignatureTrust, depth: number): Promise<Content> {
  const family = detectFormat(source);
  if (family === "pdf") return { ...NOTHING, detected: "pdf", ...inspectPdf(source, trust) };
  if (family === "zip") return inspectZip(source, trust, depth);
  if (family === "ole") {
    const { format, ...found } = inspectOle(source);
    return { ...NOTHING, detected: format, ...found, unread: [found.encrypted ? { reason: "encrypted", what: "nội dung, vì tệp đặt mật khẩu" } : { reason: "format-not-read", what: "phần chữ của tệp" }] };
  }
  if (family === "txt" || family === "html" || family === "xml") {
    const { finding, whole } = readText(source);
    return { ...NOTHING, detected: family, text: finding, unread: whole ? [] : [{ reason: "too-large", what: "phần sau của tệp" }] };
  }
  if (family === "rtf") return { ...NOTHING, detected: family, ...inspectRtf(source) };
  return { ...NOTHING, detected: family, unread: family === null ? [] : unreadOf(family) };
}

async function inspectZip(source: Source, trust: SignatureTrust, depth: number): Promise<Content> {
  const zip = await openZip(source);
  if (zip === null) return { ...NOTHING, detected: "zip", damage: "tệp nén bị hỏng hoặc có mục trỏ ra ngoài", unread: [{ reason: "damaged", what: "toàn bộ nội dung" }] };
  const detected = await packageFormat(zip);
  if (detected !== "zip") return { ...NOTHING, detected, ...(await inspectPackage(zip, detected)) };
  const inner = (bytes: Source, name: string, innerDepth: number) => inspectFile(bytes, { name: name.slice(name.lastIndexOf("/") + 1), sha256: "", size: bytes.size }, trust, innerDepth);
  return { ...NOTHING, detected, ...(await inspectArchive(zip, depth, inner)) };
}

/** Objects of an RTF are the way it carries programs. */
function inspectRtf(source: Source): Partial<Content> {
  const text = source.read(0, 1024 * 1024).toString("latin1");
  return { activeContent: /\\objdata|\\objocx|\\objupdate/.test(text) ? [{ kind: "embedded-objects", where: "\\object" }] : [], unread: [{ reason: "format-not-read", what: "phần chữ của tệp" }] };
}

function unreadOf(format: FileFormat): Content["unread"] {
  return format === "jpg" || format === "png" || format === "tif" || format === "gif" ? [{ reason: "no-text", what: "ảnh" }] : [{ reason: "format-not-read", what: "nội dung tệp" }];
}
