import type { ActiveContent, FileFinding, FileFormat, SecrecyStamp, TextProblem, Unread } from "../../core/policy/file-finding.ts";
import { LIMITS } from "../limits.ts";
import { stampIn } from "../stamps.ts";
import { problemsOfText } from "../text.ts";
import { paragraphsOf } from "./paragraphs.ts";
import type { Zip, ZipEntry } from "./zip.ts";

type PackageFinding = Pick<FileFinding, "stamps" | "text" | "activeContent" | "unread" | "damage">;

/** How far from its start a stamp of a text document may stand; headers count whole. */
const UPPER_PARAGRAPHS = 40;
const HEADER = /^word\/header\d*\.xml$/;
const TEXT_PARTS: Readonly<Partial<Record<FileFormat, RegExp>>> = { docx: /^word\/(document\d*|header\d*|footer\d*)\.xml$/, odt: /^(content|styles)\.xml$/ };

/** What an OOXML or ODF package says and does. Text is read of DOCX and ODT, where stamps are put. */
export async function inspectPackage(zip: Zip, format: FileFormat): Promise<PackageFinding> {
  const stamps: SecrecyStamp[] = [];
  const problems: TextProblem[] = [];
  const unread: Unread[] = [];
  const parts = TEXT_PARTS[format];
  const active = partsThatAct(zip.entries);
  let damage: string | null = null;
  for (const entry of parts === undefined ? [] : zip.entries.filter(({ name }) => parts.test(name)).slice(0, 20)) {
    const bytes = await zip.read(entry, LIMITS.partBytes);
    if (bytes === null) {
      damage = `không giải nén được phần ${entry.name}`;
      continue;
    }
    if (bytes.length >= LIMITS.partBytes) unread.push({ reason: "too-large", what: `phần cuối của ${entry.name}` });
    const xml = bytes.toString("utf8");
    if (xml.slice(0, 2_000).includes("<!DOCTYPE")) active.push({ kind: "external-content", where: `${entry.name} có DOCTYPE` });
    const paragraphs = paragraphsOf(xml, format === "odt" ? "odt" : "docx");
    const upper = HEADER.test(entry.name) ? paragraphs : paragraphs.slice(0, UPPER_PARAGRAPHS);
    for (const { text } of upper) {
      const level = stampIn(text);
      if (level !== null) stamps.push({ level, text: text.trim().slice(0, 40), page: null, part: entry.name });
    }
    problems.push(...problemsOfText(paragraphs.map(({ text }) => text).join("\n"), entry.name));
  }
  if (parts === undefined) unread.push({ reason: "format-not-read", what: "phần chữ của tệp" });
  active.push(...(await outsideLinks(zip)));
  const firstOfEach = problems.filter((problem, index) => problems.findIndex(({ kind }) => kind === problem.kind) === index);
  return { stamps, text: parts === undefined ? null : { encoding: null, problems: firstOfEach }, activeContent: active.slice(0, 50), unread, damage };
}

function partsThatAct(entries: readonly ZipEntry[]): ActiveContent[] {
  return entries.flatMap(({ name }): ActiveContent[] => {
    if (/vbaProject\.bin$|^(Basic|Scripts)\/.+/i.test(name)) return [{ kind: "macros", where: name }];
    if (/(^|\/)(activeX|embeddings)\/[^/]+|^Object \d+\//i.test(name) && !/\.(xml|rels)$/i.test(name)) return [{ kind: "embedded-objects", where: name }];
    return [];
  });
}

/** Relations that make the program fetch something from outside when the file is opened; an ordinary hyperlink does not. */
async function outsideLinks(zip: Zip): Promise<ActiveContent[]> {
  const found: ActiveContent[] = [];
  for (const entry of zip.entries.filter(({ name }) => /_rels\/[^/]+\.rels$/.test(name)).slice(0, 30)) {
    const xml = (await zip.read(entry, 1024 * 1024))?.toString("utf8") ?? "";
    for (const [relation] of xml.matchAll(/<Relationship\s[^<>]*>/g)) {
      if (/TargetMode\s*=\s*["']External["']/.test(relation) && !/relationships\/hyperlink["']/.test(relation)) {
        found.push({ kind: "external-content", where: entry.name });
        break;
      }
    }
  }
  return found;
}
