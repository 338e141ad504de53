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

interface Placed {
  readonly span: Span;
  /** Along and across the direction of writing. */
  readonly along: number;
  readonly alongEnd: number;
  readonly across: number;
  readonly direction: number;
}

/** Puts the pieces of a page together, whatever order they were drawn in; also for text that is turned. */
export function linesOf(spans: readonly Span[]): readonly Line[] {
  const pieces = spans.map(place).sort((a, b) => a.direction - b.direction || b.across - a.across || a.along - b.along);
  const rows: Placed[][] = [];
  for (const piece of pieces) {
    const row = rows.at(-1);
    const head = row?.[0];
    if (row !== undefined && head !== undefined && head.direction === piece.direction && Math.abs(head.across - piece.across) <= Math.max(head.span.size, piece.span.size) * 0.3) row.push(piece);
    else rows.push([piece]);
  }
  return rows.flatMap((row) => cut(row.sort((a, b) => a.along - b.along)));
}

function place(span: Span): Placed {
  // almost every line of every document: no angle to compute
  if (span.y === span.endY && span.endX >= span.x) return { span, along: span.x, alongEnd: span.endX, across: span.y, direction: 0 };
  const angle = Math.atan2(span.endY - span.y, span.endX - span.x);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const along = span.x * cos + span.y * sin;
  return { span, along, alongEnd: span.endX * cos + span.endY * sin, across: span.y * cos - span.x * sin, direction: Math.round((angle * 180) / Math.PI) };
}

function cut(row: readonly Placed[]): Line[] {
  const lines: { text: string; x: number; y: number; end: number }[] = [];
  for (const { span, along, alongEnd } of row) {
    const last = lines.at(-1);
    const gap = last === undefined ? Infinity : along - last.end;
    if (last === undefined || gap > span.size * GAP) lines.push({ text: span.text, x: span.x, y: span.y, end: alongEnd });
    else {
      last.text += gap > span.size * SPACE ? ` ${span.text}` : span.text;
      last.end = Math.max(last.end, alongEnd);
    }
  }
  return lines;
}
