import type { Span } from "./content.ts";

/** Pieces of text that stand together as one line or box. */
export interface Line {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Letters of one word may be set this far apart (in heights of the letters); two columns stand further from each other. */
const GAP = 2;
const SPACE = 0.2;

interface Placed extends Span {
  /** Along and across the direction of writing. */
  readonly along: number;
  readonly alongEnd: number;
  readonly across: number;
  readonly direction: number;
}

/** Puts the pieces of a page together, whatever order they were drawn in; also for text that is turned. */
export function linesOf(spans: readonly Span[]): readonly Line[] {
  const placed = spans.map(place).toSorted((a, b) => a.direction - b.direction || b.across - a.across || a.along - b.along);
  const rows: Placed[][] = [];
  for (const span of placed) {
    const row = rows.at(-1);
    const head = row?.[0];
    if (row !== undefined && head !== undefined && head.direction === span.direction && Math.abs(head.across - span.across) <= Math.max(head.size, span.size) * 0.3) row.push(span);
    else rows.push([span]);
  }
  return rows.flatMap((row) => cut(row.toSorted((a, b) => a.along - b.along)));
}

function place(span: Span): Placed {
  const angle = Math.atan2(span.endY - span.y, span.endX - span.x);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = span.x * cos + span.y * sin;
  return { ...span, along, alongEnd: span.endX * cos + span.endY * sin, across: span.y * cos - span.x * sin, direction: Math.round((angle * 180) / Math.PI) };
}

function cut(row: readonly Placed[]): Line[] {
  const lines: { text: string; x: number; y: number; end: number }[] = [];
  for (const span of row) {
    const last = lines.at(-1);
    const gap = last === undefined ? Infinity : span.along - last.end;
    if (last === undefined || gap > span.size * GAP) lines.push({ text: span.text, x: span.x, y: span.y, end: span.alongEnd });
    else {
      last.text += gap > span.size * SPACE ? ` ${span.text}` : span.text;
      last.end = Math.max(last.end, span.alongEnd);
    }
  }
  return lines;
}
