import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { setImmediate as turn } from "node:timers/promises";
import test from "ava";
import type { Printout, Row } from "#src/core/reports/printout";
import { REGISTER_FORMS } from "#src/core/registers/register-kind";
import { printer } from "#src/reporting/printer";

/* A register of 50,000 rows is written while everybody else has a turn, and never faster than it is read. */

const ROWS = 50_000;
const AT_ONCE = 100;
const LONGEST_TURN_MS = 20;
const AT = new Date("2026-11-20T02:00:00Z");
const row = (): Row => [1, "1234/UBND-KTTH", "2026-11-20", `Công văn: V/v rà soát “số liệu” đầu tư công <quý IV> & kế hoạch năm sau ${randomBytes(12).toString("hex")}`, "Nguyễn Văn Ước", "Văn phòng Chính phủ (G22); Sở Tài chính (H48.07)", null, 2, "2026-11-20", null, AT, "2/2 nơi đã đến, 2 tiếp nhận", "Hỏa tốc"];

/** A register of so many rows; `asked` counts the batches that were fetched. */
function register(asked: { batches: number }): Printout {
  async function* rows(): AsyncGenerator<readonly Row[]> {
    for (; asked.batches < ROWS / AT_ONCE; asked.batches += 1) yield await Promise.resolve(Array.from({ length: AT_ONCE }, row));
  }
  const { title, form, heading, columns, signatures } = REGISTER_FORMS.outgoing;
  return { title, form, signatures, agency: { code: "H48", name: "UBND tỉnh" }, cover: ["Năm: 2026"], sections: [{ heading, columns, rows: rows() }], notes: [], printedAt: AT, fileName: "so" };
}

/** Time this thread was given by the machine, in ms: other programs, which may stop us for long, do not count. Elsewhere than on Linux, the clock. */
function givenMs(): number {
  try {
    return Number(readFileSync("/proc/thread-self/schedstat", "latin1").split(" ")[0]) / 1e6;
  } catch {
    return performance.now();
  }
}

/** Longest the event loop worked without a turn while the work went on, in ms. */
async function longestTurn(work: () => Promise<void>): Promise<number> {
  const watch = { longest: 0, last: givenMs() };
  const timer = setInterval(() => {
    const now = givenMs();
    watch.longest = Math.max(watch.longest, now - watch.last);
    watch.last = now;
  }, 1);
  await work();
  clearInterval(timer);
  return watch.longest;
}

for (const format of ["csv", "xlsx"] as const) {
  test.serial(`${format}: 50,000 rows never hold the event loop for ${LONGEST_TURN_MS} ms`, async (t) => {
    const seen: number[] = [];
    // the first run is translated while it goes on, and the garbage collector may stop any of them once
    while (seen.length < 3 && !seen.some((longest) => longest < LONGEST_TURN_MS)) {
      seen.push(
        await longestTurn(async () => {
          let bytes = 0;
          for await (const chunk of printer({ now: () => AT }).print(register({ batches: 0 }), format)) bytes += (chunk as Buffer).length;
          t.true(bytes > 1_000_000);
        }),
      );
    }
    t.true(seen.some((longest) => longest < LONGEST_TURN_MS), `longest turns: ${seen.map((ms) => ms.toFixed(1)).join(", ")} ms`);
  });

  test.serial(`${format}: rows are fetched as fast as the file is read, so its length costs no memory`, async (t) => {
    const asked = { batches: 0 };
    const stream = printer({ now: () => AT }).print(register(asked), format);
    await stream[Symbol.asyncIterator]().next(); // one piece is taken; then nobody reads
    for (let turns = 0; turns < 500; turns += 1) await turn();
    t.true(asked.batches < 60, `${asked.batches} of ${ROWS / AT_ONCE} batches were fetched for a reader who waits`);
    stream.destroy();
  });
}
