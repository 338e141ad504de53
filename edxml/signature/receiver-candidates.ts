const FEW = 10;
const MOST = 64;

/**
 * Which of a message's receivers may be those that were signed: a relay adds some and keeps the order of the rest. Tried in order:
 * all of them, the first n (relays append), every run; and every selection while there are at most ten.
 * Bounded: under 2100 candidates of one small hash each, whatever a message brings.
 */
export function* receiverCandidates(receivers: readonly string[]): Generator<readonly string[]> {
  yield receivers;
  const count = receivers.length;
  const most = Math.min(count, MOST);
  for (let length = count - 1; length >= Math.max(1, count - most); length -= 1) yield receivers.slice(0, length);
  if (count <= FEW) {
    for (let mask = 1; mask < 2 ** count; mask += 1) yield receivers.filter((_, i) => (mask & (1 << i)) !== 0);
    return;
  }
  for (let start = 1; start < most; start += 1) for (let end = most; end > start; end -= 1) yield receivers.slice(start, end);
}
