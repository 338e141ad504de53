import type { PdfValue } from "./values.ts";

export type Matrix = readonly [number, number, number, number, number, number];
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** First `a`, then `b` (ISO 32000 §8.3.4). */
export function times(a: Matrix, b: Matrix): Matrix {
  return [a[0] * b[0] + a[1] * b[2], a[0] * b[1] + a[1] * b[3], a[2] * b[0] + a[3] * b[2], a[2] * b[1] + a[3] * b[3], a[4] * b[0] + a[5] * b[2] + b[4], a[4] * b[1] + a[5] * b[3] + b[5]];
}

export function apply([a, b, c, d, e, f]: Matrix, x: number, y: number): readonly [number, number] {
  return [x * a + y * c + e, x * b + y * d + f];
}

export function matrixOf(items: readonly (PdfValue | undefined)[]): Matrix {
  const [a, b, c, d, e, f] = items.map((item) => (typeof item === "number" ? item : 0));
  return items.length < 6 ? IDENTITY : [a ?? 1, b ?? 0, c ?? 0, d ?? 1, e ?? 0, f ?? 0];
}
