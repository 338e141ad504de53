const FEW = 10;
const MOST = 64;

/**
 * Which of a message's receivers may be those that were signed: a relay adds some and keeps the order of the rest. Tried in order:
 * all of them; all but the last n (relays append); with at most ten receivers every selection, with more all but the first n and all but any one.
 * Bounded by 1024, or 128 plus the number of receivers; each costs one small hash.
 */
export function* receiverCandidates(receivers: readonly string[]): Generator<readonly string[]> {
  const count = receivers.length;
  yield receivers;
  for (let dropped = 1; dropped < Math.min(count, MOST); dropped += 1) yield receivers.slice(0, count - dropped);
  if (count <= FEW) {
    for (let mask = 1; mask < 2 ** count; mask += 1) yield receivers.filter((_, i) => (mask & (1 << i)) !== 0);
    return;
  }
  for (let dropped = 1; dropped < MOST; dropped += 1) yield receivers.slice(dropped);
  for (let dropped = 1; dropped < count; dropped += 1) yield receivers.toSpliced(dropped, 1);
}
