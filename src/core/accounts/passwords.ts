import { hash, verify } from "@node-rs/argon2";
import { HouseError } from "../fault.ts";
import { onceMade } from "../once-made.ts";

/** Argon2id, 64 MiB and three passes: 115 ms on one core here, on the thread pool, off the event loop. */
const COST = { memoryCost: 64 * 1024, timeCost: 3, parallelism: 1 } as const;
/** The files of the house are read on the same threads: hashing never takes all of them, nor more than 128 MiB. */
const AT_ONCE = 2;
const MOST_WAITING = 50;

let running = 0;
const waiting: (() => void)[] = [];

/** As typed on any keyboard: a Vietnamese letter may come as one code point or as three. */
function typed(password: string): string {
  return password.normalize("NFKC");
}

/** For keeping, in the PHC form. Throws `too-many-requests` when too many wait. */
export async function hashPassword(password: string): Promise<string> {
  return await inTurn(() => hash(typed(password), COST));
}

const nobodys = onceMade(() => hashPassword("mật khẩu của không ai cả"));

/** Whether it is the password of this hash. null, for somebody unknown, takes as long and is false. */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const nobody = nobodys(); // also for somebody known: the first stranger takes no longer
  nobody.catch(() => undefined);
  const compared = kept ?? (await nobody);
  const right = await inTurn(() => verify(compared, typed(password)));
  return right && kept !== null;
}

async function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
  if (running >= AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new HouseError("too-many-requests", "too many people sign in at the same time", { waiting: waiting.length });
    await new Promise<void>((resolve) => waiting.push(resolve)); // whoever ends hands over its place
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
