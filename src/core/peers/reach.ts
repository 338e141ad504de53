/** How well an entry of `reaches` fits an agency: 0 not at all, else the longer the closer. An agency named by itself beats the units below one above it. */
function fit(entry: string, code: string): number {
  if (entry === "*") return 1;
  if (entry === code) return 2 * entry.length + 2;
  return entry.endsWith(".*") && code.startsWith(entry.slice(0, -1)) ? 2 * entry.length : 0;
}

/** 0: does not reach it. `code` canonical. */
export function closeness(reaches: readonly string[], code: string): number {
  return Math.max(0, ...reaches.map((entry) => fit(entry, code)));
}

/** Entries two peers both claim. One that is inside the other's is no conflict: the closer one wins. */
export function sharedEntries(a: readonly string[], b: readonly string[]): readonly string[] {
  return a.filter((entry) => b.includes(entry));
}
