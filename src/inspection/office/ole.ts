import type { ActiveContent, FileFormat } from "../../core/policy/file-finding.ts";
import type { Source } from "../source.ts";

export interface OleFinding {
  readonly format: FileFormat;
  readonly encrypted: boolean;
  readonly activeContent: readonly ActiveContent[];
  readonly damage: string | null;
}

interface OleEntry {
  readonly name: string;
  readonly start: number;
}

const FREE = 0xffffffff;
const END = 0xfffffffe;
const DIRECTORY_SECTORS = 2_000;
const HEADER_FAT = 109;

/** Legacy Office (MS-CFB): told by its streams. A chain that loops ends after as many sectors as the file can have. */
export function inspectOle(source: Source): OleFinding {
  const header = source.read(0, 512);
  const shift = header.length < 512 ? 0 : header.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) return { format: "ole", encrypted: false, activeContent: [], damage: "phần đầu tệp không đúng cấu trúc" };
  const sector = 1 << shift;
  const entries = readDirectory(source, header, sector);
  if (entries === null) return { format: "ole", encrypted: false, activeContent: [], damage: "mục lục bên trong tệp bị hỏng" };
  const names = new Map(entries.map((entry) => [entry.name, entry]));
  const macros = ["Macros", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"].find((name) => names.has(name));
  return {
    format: formatOf(names),
    encrypted: names.has("EncryptedPackage") || names.has("EncryptedSummary") || isEncryptedWord(source, names.get("WordDocument"), sector),
    activeContent: [...(macros === undefined ? [] : [{ kind: "macros" as const, where: macros }]), ...(names.has("ObjectPool") ? [{ kind: "embedded-objects" as const, where: "ObjectPool" }] : [])],
    damage: null,
  };
}

function formatOf(names: ReadonlyMap<string, OleEntry>): FileFormat {
  if (names.has("WordDocument")) return "doc";
  if (names.has("Workbook") || names.has("Book")) return "xls";
  return names.has("PowerPoint Document") ? "ppt" : "ole";
}

function readDirectory(source: Source, header: Buffer, sector: number): OleEntry[] | null {
  const entries: OleEntry[] = [];
  const fat = (index: number): number => {
    const perSector = sector / 4;
    const place = Math.floor(index / perSector);
    // files beyond 7 MB continue their table elsewhere; the directory of an honest file is found within the first part or directly after
    const table = place < HEADER_FAT ? header.readUInt32LE(76 + place * 4) : END;
    const cell = table >= END ? Buffer.alloc(0) : source.read((table + 1) * sector + (index % perSector) * 4, 4);
    return cell.length < 4 ? END : cell.readUInt32LE(0);
  };
  let at = header.readUInt32LE(48);
  const seen = new Set<number>();
  while (at < END && at !== FREE && !seen.has(at) && seen.size < DIRECTORY_SECTORS) {
    seen.add(at);
    const bytes = source.read((at + 1) * sector, sector);
    for (let offset = 0; offset + 128 <= bytes.length; offset += 128) {
      const length = bytes.readUInt16LE(offset + 64);
      if (bytes[offset + 66] === 0 || length < 2 || length > 64) continue;
      entries.push({ name: bytes.subarray(offset, offset + length - 2).toString("utf16le"), start: bytes.readUInt32LE(offset + 116) });
    }
    at = fat(at);
  }
  return entries.some(({ name }) => name === "Root Entry" || name === "R") ? entries : null;
}

/** Bit fEncrypted of the FIB (MS-DOC 2.5.2). */
function isEncryptedWord(source: Source, word: OleEntry | undefined, sector: number): boolean {
  if (word === undefined || word.start >= END) return false;
  const fib = source.read((word.start + 1) * sector, 12);
  return fib.length === 12 && fib.readUInt16LE(0) === 0xa5ec && (fib.readUInt16LE(10) & 0x0100) !== 0;
}
