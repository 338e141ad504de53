import test from "ava";
import { onceMade } from "#src/core/once-made";

test("what is made once is made for all who ask together, and kept; what failed is tried again by the next who asks", async (t) => {
  let tries = 0;
  const made = onceMade(async () => {
    tries += 1;
    if (tries === 1) throw new RangeError("not yet");
    return await Promise.resolve(tries);
  });
  const first = await Promise.allSettled([made(), made()]);
  t.deepEqual(first.map(({ status }) => status), ["rejected", "rejected"]);
  t.deepEqual([tries, ...(await Promise.all([made(), made()])), await made()], [1, 2, 2, 2]);
});
