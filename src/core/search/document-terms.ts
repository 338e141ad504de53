import type { EdxmlDocument } from "#edxml";
import { foldedWords } from "../directory/fold.ts";

const LONGEST_WORD = 40;
const MOST_WORDS = 600;

/** What a document is found by: words of its subject, its code, and names and codes of sender and receivers, without accents. */
export function documentTerms({ subject, code, from, to }: EdxmlDocument): string[] {
  const said = [subject, code.number, code.notation, ...[from, ...to].flatMap(({ organId, organName }) => [organId, organName ?? ""])];
  return [...new Set(said.flatMap(foldedWords).map(cut))].slice(0, MOST_WORDS);
}

/** What a person typed, as a tsquery: every word must be there, the last may be unfinished. Only letters and digits get in. Null when there is no word. */
export function documentQuery(text: string): string | null {
  const words = foldedWords(text).map(cut);
  return words.length === 0 ? null : words.map((word, index) => (index === words.length - 1 ? `${word}:*` : word)).join(" & ");
}

function cut(word: string): string {
  return word.slice(0, LONGEST_WORD);
}
