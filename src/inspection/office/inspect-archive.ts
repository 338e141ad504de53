import type { ArchiveEntry, ArchiveFinding, FileFinding, SecrecyStamp, Unread } from "../../core/policy/file-finding.ts";
import { agreementOf, detectFormat, extensionOf } from "../detect.ts";
import { LIMITS } from "../limits.ts";
import { bufferSource, type Source } from "../source.ts";
import { isLocked } from "./package-format.ts";
import type { Zip, ZipEntry } from "./zip.ts";

export type InspectInner = (source: Source, name: string, depth: number) => Promise<FileFinding>;

type ZipFinding = Pick<FileFinding, "stamps" | "activeContent" | "unread" | "encrypted"> & { readonly archive: ArchiveFinding };

const LOOKED_INTO = ["pdf", "docx", "odt", "zip", "doc", "xls", "ppt", "xlsx", "pptx"];

/** Tệp nén: what is inside, by content; office files and PDF inside are inspected as files of their own within the limits. */
export async function inspectArchive(zip: Zip, depth: number, inspectInner: InspectInner): Promise<ZipFinding> {
  const files = zip.entries.filter(({ isFolder }) => !isFolder);
  const unread: Unread[] = [];
  const stamps: SecrecyStamp[] = [];
  const activeContent: FileFinding["activeContent"][number][] = [];
  const entries: ArchiveEntry[] = [];
  const unpackedBytes = files.reduce((sum, { size }) => sum + size, 0);
  const suspicious = files.filter(isBomb);
  if (suspicious.length > 0 || unpackedBytes > LIMITS.unpackedBytes) unread.push({ reason: "compression-ratio", what: `${suspicious.length} mục nén bất thường; không giải nén` });
  if (zip.entryCount > zip.entries.length) unread.push({ reason: "too-many-entries", what: `${zip.entryCount - zip.entries.length} trên ${zip.entryCount} mục` });
  let budget = LIMITS.innerFilesBytes;
  for (const entry of files) {
    const inner = isBomb(entry) || entry.encrypted ? null : await lookInto(zip, entry, depth, budget, inspectInner, unread);
    budget -= inner?.cost ?? 0;
    entries.push(inner?.entry ?? { name: entry.name, size: entry.size, detected: null, agreement: "unknown", encrypted: entry.encrypted });
    stamps.push(...(inner?.finding?.stamps ?? []).map((stamp) => ({ ...stamp, part: stamp.part === null ? entry.name : `${entry.name}/${stamp.part}` })));
    activeContent.push(...(inner?.finding?.activeContent ?? []).map((active) => ({ ...active, where: `${entry.name}: ${active.where}` })));
    if (inner?.entry.detected === "executable") activeContent.push({ kind: "embedded-files", where: `${entry.name} là chương trình` });
  }
  const encrypted = isLocked(files);
  if (encrypted) unread.push({ reason: "encrypted", what: "các mục đặt mật khẩu" });
  return { stamps, activeContent: activeContent.slice(0, 50), unread: unread.slice(0, 50), encrypted, archive: { entries, entryCount: zip.entryCount, unpackedBytes } };
}

/** Far more inside than an honest compressor saves: nothing of it is unpacked. */
function isBomb({ size, packedSize }: ZipEntry): boolean {
  return size > 1024 * 1024 && size > packedSize * LIMITS.ratio;
}

interface Inner {
  readonly entry: ArchiveEntry;
  readonly finding: FileFinding | null;
  readonly cost: number;
}

async function lookInto(zip: Zip, entry: ZipEntry, depth: number, budget: number, inspectInner: InspectInner, unread: Unread[]): Promise<Inner | null> {
  const head = await zip.read(entry, LIMITS.zipHeadBytes);
  if (head === null) {
    unread.push({ reason: "damaged", what: entry.name });
    return null;
  }
  const family = detectFormat(bufferSource(head));
  const extension = extensionOf(entry.name);
  const plain = (detected: ArchiveEntry["detected"]): Inner => ({ entry: { name: entry.name, size: entry.size, detected, agreement: agreementOf(extension, detected, false), encrypted: false }, finding: null, cost: head.length });
  if (family === null || (family !== "ole" && !LOOKED_INTO.includes(family))) return plain(family);
  if (depth >= LIMITS.zipDepth) unread.push({ reason: "too-deep", what: entry.name });
  else if (entry.size > Math.min(LIMITS.innerFileBytes, budget)) unread.push({ reason: "too-large", what: entry.name });
  else {
    const bytes = await zip.read(entry, entry.size);
    if (bytes !== null) {
      const finding = await inspectInner(bufferSource(bytes), entry.name, depth + 1);
      unread.push(...finding.unread.map(({ reason, what }) => ({ reason, what: `${entry.name}: ${what}` })));
      return { entry: { name: entry.name, size: entry.size, detected: finding.detected, agreement: finding.agreement, encrypted: finding.encrypted }, finding, cost: bytes.length };
    }
    unread.push({ reason: "damaged", what: entry.name });
  }
  // not looked into: whether it keeps its promise is not known either
  return { entry: { name: entry.name, size: entry.size, detected: family, agreement: "unknown", encrypted: false }, finding: null, cost: head.length };
}
