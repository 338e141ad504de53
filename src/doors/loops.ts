import { startLoop, type Loop, type LoopOptions } from "../jobs/loop.ts";

/** Every commit wakes them: one round serves what many commits brought. */
const BREATH_MS = 100;
/** Doors open and close by the hand of a person. */
const LOOK_BREATH_MS = 1_000;

/** One loop for each of the names that are there now. */
export interface Loops {
  /** Looks again at which names there are, now. */
  look(): void;
  /** Runs every loop now. */
  wake(): void;
  close(): Promise<void>;
}

export interface LoopsOptions<Name extends string> extends Pick<LoopOptions, "pauseMs" | "longestFaultPauseMs" | "onFault"> {
  readonly name: string;
  /** Which ones are there. A loop begins with its name and ends when that is gone. */
  readonly find: () => Promise<readonly Name[]>;
  readonly loopOf: (name: Name) => Pick<LoopOptions, "name" | "round">;
}

/** The doors besides the web: each system has a loop of its own, so that one that hangs stops no other. */
export function startLoops<Name extends string>({ name, find, loopOf, ...pace }: LoopsOptions<Name>): Loops {
  const loops = new Map<Name, Loop>();
  const looking = startLoop({
    ...pace,
    name,
    atMostEveryMs: LOOK_BREATH_MS,
    round: async () => {
      const found = await find();
      for (const [gone, loop] of [...loops].filter(([known]) => !found.includes(known))) {
        loops.delete(gone);
        await loop.close();
      }
      for (const fresh of found.filter((one) => !loops.has(one))) loops.set(fresh, startLoop({ ...pace, atMostEveryMs: BREATH_MS, ...loopOf(fresh) }));
      return false;
    },
  });
  return {
    look: () => looking.wake(),
    wake() {
      for (const loop of loops.values()) loop.wake();
    },
    async close() {
      await looking.close();
      await Promise.all([...loops.values()].map((loop) => loop.close()));
    },
  };
}
