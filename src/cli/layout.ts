/** Rows as columns, each as wide as its widest cell; the last one is left as it is. Empty cells keep their place. */
export function columns(rows: readonly (readonly string[])[], indent = "  "): string {
  const widths: number[] = [];
  for (const row of rows) for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, width(cell));
  return rows.map((row) => `${indent}${row.map((cell, i) => (i === row.length - 1 ? cell : pad(cell, widths[i] ?? 0))).join("  ")}`.trimEnd()).join("\n");
}

/** A heading with its rule. */
export function heading(text: string): string {
  return `${text}\n${"─".repeat(width(text))}`;
}

function pad(text: string, to: number): string {
  return text + " ".repeat(to - width(text));
}

/** Composed Vietnamese letters take one column each. */
function width(text: string): number {
  return Array.from(text.normalize("NFC")).length;
}
