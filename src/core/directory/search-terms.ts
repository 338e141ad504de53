import { canonicalOrganId, legacyOrganId, type LocalDate, type OrganId } from "#edxml";
import type { DirectoryEntry } from "./entry.ts";
import { factsOf } from "./entry.ts";
import { levelOf } from "./facts.ts";
import { fold, foldedWords, foldWord } from "./fold.ts";

/** Grows when the terms are made in another way: rows with an older one are made anew. */
export const TERMS_VERSION = 1;

/** What the search keeps of an agency. */
export interface SearchTerms {
  readonly level: number;
  /** Last day, for "active before closed". */
  readonly validTo: LocalDate | null;
  readonly vanished: boolean;
  /** The folded name in one line, for exact and prefix matches. */
  readonly nameKey: string;
  /** First letters of the whole name: `vpcp`, `skhcntqn`. */
  readonly initials: string;
  /** What a word of a query may begin. */
  readonly terms: readonly string[];
}

/** Abbreviations people write in names, folded, with what they stand for. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ubnd: "uy ban nhan dan",
  hdnd: "hoi dong nhan dan",
  ubmttq: "uy ban mat tran to quoc",
  tand: "toa an nhan dan",
  vksnd: "vien kiem sat nhan dan",
  bhxh: "bao hiem xa hoi",
  kbnn: "kho bac nha nuoc",
  khcn: "khoa hoc cong nghe",
  tnmt: "tai nguyen moi truong",
  nnmt: "nong nghiep moi truong",
  gddt: "giao duc dao tao",
  tttt: "thong tin truyen thong",
  gtvt: "giao thong van tai",
  khdt: "ke hoach dau tu",
  ldtbxh: "lao dong thuong binh xa hoi",
  vhttdl: "van hoa the thao du lich",
  vp: "van phong",
  tp: "thanh pho",
  tt: "trung tam",
  bql: "ban quan ly",
  qlda: "quan ly du an",
};
const BETWEEN = new Set(["va", "cua"]);
const KIND_OF_UNIT = /(?<![\p{L}\d])(tỉnh|thành phố|huyện|thị xã|xã|phường|đặc khu)(?![\p{L}\d])/giu;
const MOST_WORDS = 60;
const LONGEST_TERM = 40;
const LONGEST_INITIALS = 16;

/** Everything an agency can be found by: words of the name, first letters from every word on, codes of both forms, aliases. */
export function searchTermsOf(entry: DirectoryEntry): SearchTerms {
  const facts = factsOf(entry);
  const name = (facts.name ?? "").normalize("NFC");
  const written = writtenWords(name);
  const words = written.flatMap((word) => foldWord(word).match(/[a-z0-9]+/g) ?? []).slice(0, MOST_WORDS);
  const chain = initialChain(name, written);
  const initials = chain.join("").slice(0, LONGEST_INITIALS);
  const found = new Set<string>(words.map((word) => word.slice(0, LONGEST_TERM)));
  const pairs = joinedPairs(name);
  for (const word of [...words, ...pairs]) for (const meant of ABBREVIATIONS[word]?.split(" ") ?? []) found.add(meant);
  for (const pair of pairs) found.add(pair);
  for (let from = 0; from < chain.length - 1; from += 1) found.add(initialsTerm(chain.slice(from, from + LONGEST_INITIALS)));
  const proper = name.replaceAll(KIND_OF_UNIT, " ");
  found.add(initialsTerm(proper === name ? chain : initialChain(proper, writtenWords(proper))));
  for (const code of [entry.code, legacyOrganId(entry.code as OrganId), facts.organId, ...facts.aliases]) if (code !== null) found.add(codeTerm(code));
  for (const nothing of ["", "."]) found.delete(nothing);
  return { level: levelOf(entry.code), validTo: facts.validTo, vanished: entry.vanishedAt !== null, nameKey: words.join(" "), initials, terms: [...found] };
}

/** A code as a term: folded, nothing but letters, digits, dots and hyphens. */
export function codeTerm(code: string): string {
  return fold(code).replaceAll(/[^a-z0-9.-]/g, "").slice(0, LONGEST_TERM);
}

/** First letters stand apart from words by their dot: `so` as a finished word must not find `Sơn La`, but `khcn` must find `khcntqn`. */
function initialsTerm(chain: readonly string[]): string {
  return `.${chain.join("").slice(0, LONGEST_INITIALS)}`;
}

/** The part each word gives to an abbreviation: its first letter, or all of it when it is one already (`UBND`, `TP`). */
function initialChain(name: string, written: readonly string[]): string[] {
  const mixedCase = name !== name.toUpperCase();
  return written.slice(0, MOST_WORDS).flatMap((word) => {
    const folded = foldWord(word).replaceAll(/[^a-z0-9]/g, ""); // letters of other scripts abbreviate nothing
    if (folded === "" || BETWEEN.has(folded)) return [];
    const abbreviation = Object.hasOwn(ABBREVIATIONS, folded) || /^\d+$/.test(folded) || (mixedCase && folded.length > 1 && folded.length <= 6 && word === word.toUpperCase());
    return [abbreviation ? folded : folded.slice(0, 1)];
  });
}

function writtenWords(name: string): readonly string[] {
  return name.match(/[\p{L}\p{M}\d]+/gu) ?? [];
}

/** `KH&CN` is written and meant as one word. */
function joinedPairs(name: string): string[] {
  if (!/[&/]/.test(name)) return [];
  return (fold(name).match(/[a-z0-9]+(?:[&/][a-z0-9]+)+/g) ?? []).map((pair) => pair.replaceAll(/[&/]/g, "").slice(0, LONGEST_TERM));
}

/** One word of a query: a term must be it, or begin with it. */
export interface SearchedTerm {
  readonly term: string;
  readonly begins: boolean;
}

/** A query as the search asks it. `groups`: all must match, one term of each suffices. */
export interface SearchQuery {
  readonly groups: readonly (readonly SearchedTerm[])[];
  /** For the exact and the prefix match of the name. */
  readonly nameKey: string;
  /** The canonical code, when the query is one. */
  readonly code: string | null;
}

const MOST_QUERY_WORDS = 10;
const CODE = /^(?:[a-y]\d{2}|[a-z0-9-]+(?:\.[a-z0-9-]+)+)$/;

/**
 * Reads what a person typed; null when nothing of it can be searched for (a single letter, punctuation). The last word may be unfinished,
 * the others are whole words or abbreviations.
 */
export function readSearchQuery(text: string): SearchQuery | null {
  const pieces = text.normalize("NFC").trim().split(/\s+/);
  const words = pieces.flatMap((piece) => (CODE.test(fold(piece)) ? [piece] : foldedWords(piece).map((word) => word.slice(0, LONGEST_TERM))));
  const groups = words.map((word, index) => (CODE.test(fold(word)) ? codeGroup(word) : wordGroup(word, index === words.length - 1)));
  const useful = groups.filter((group) => group.some(({ term }) => term.length > 1 || /\d/.test(term)) && !group.some(({ term }) => /^[a-z]$/.test(term))).slice(0, MOST_QUERY_WORDS);
  if (useful.length === 0) return null;
  const [only] = pieces;
  return { groups: useful, nameKey: foldedWords(text).join(" "), code: pieces.length === 1 && only !== undefined ? canonicalOrganId(only.toUpperCase()) : null };
}

function wordGroup(word: string, last: boolean): SearchedTerm[] {
  return [
    { term: word, begins: last },
    ...(/^\d/.test(word) ? [] : [{ term: `.${word}`, begins: true }]),
  ];
}

function codeGroup(piece: string): SearchedTerm[] {
  return [...new Set([codeTerm(piece), codeTerm(canonicalOrganId(piece.toUpperCase()))])].filter((term) => term !== "").map((term) => ({ term, begins: true }));
}
