const FEW = 10;
const MOST = 64;

/** Receivers from `start` to before `end`, by their place in the message. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Which of a message's receivers may be those that were signed: a relay adds some and keeps the order of the rest. Tried in order:
 * all of them; all but the last n (relays append); with at most ten receivers every selection, with more all but the first n and all but any one.
 */
export function* receiverCandidates(count: number): Generator<readonly Span[]> {
  yield [{ start: 0, end: count }];
  for (let dropped = 1; dropped < Math.min(count, MOST); dropped += 1) yield [{ start: 0, end: count - dropped }];
  if (count <= FEW) {
    for (let mask = 1; mask < 2 ** count; mask += 1) yield selected(mask, count);
    return;
  }
  for (let dropped = 1; dropped < MOST; dropped += 1) yield [{ start: dropped, end: count }];
  for (let dropped = 1; dropped < count; dropped += 1) yield [{ start: 0, end: dropped }, { start: dropped + 1, end: count }];
}

function selected(mask: number, count: number): Span[] {
  return Array.from({ length: count }, (_, i) => ({ start: i, end: i + 1 })).filter(({ start }) => (mask & (1 << start)) !== 0);
}
