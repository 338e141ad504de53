import test from "ava";
import { buildProgram, SHELVES } from "#src/cli/program";
import type { Run } from "#src/cli/verb";
import { run } from "./run.ts";

const ONE_RUN: Run = { streams: { out: process.stdout, err: process.stderr }, signal: new AbortController().signal, exitCode: 0 };

test("a verb is found by its name without loading the others", async (t) => {
  for (const { names, load } of SHELVES) t.deepEqual([await load(ONE_RUN)].flat().map((command) => command.name()), [...names]);
});

test("every verb has Vietnamese help with an example and --json", async (t) => {
  const leaves = pathsOf(await buildProgram(ONE_RUN), []);
  t.true(leaves.length > 0);
  for (const path of leaves) {
    const { code, out, err } = await run(...path, "--help");
    t.is(code, 0, path.join(" "));
    t.is(err, "");
    t.regex(out, new RegExp(`^Cách dùng: lienthong ${path.join(" ")}`));
    t.regex(out, /Ví dụ:\n {2}\$ lienthong /);
    t.regex(out, / --json /);
    t.notRegex(out, /Usage|Options|Commands|display help|default:/);
  }
});

test("without a command the program says what it can do", async (t) => {
  const { code, out } = await run();
  t.is(code, 0);
  t.regex(out, /^Cách dùng: lienthong <lệnh>/);
  t.regex(out, /Mã thoát: 0 xong · 2/);
});

test("a wrong command line ends with 2, one Vietnamese sentence and no stack trace", async (t) => {
  const wrong: [string[], RegExp][] = [
    [["calender"], /Không có lệnh calender \(có phải calendar\?\)/],
    [["calendar", "effective", "--agency", "H48"], /Thiếu tham số <thời-điểm>/],
    [["calendar", "effective", "2026-11-13"], /Thiếu tùy chọn bắt buộc --agency/],
    [["calendar", "effective", "2026-11-13", "--agency"], /--agency <mã> cần một giá trị/],
    [["calendar", "effective", "2026-11-13", "thừa", "--agency", "H48"], /Thừa tham số/],
    [["calendar", "effective", "2026-11-13", "--agency", "H48", "--agenci"], /Không có tùy chọn --agenci/],
  ];
  for (const [args, expected] of wrong) {
    const { code, out, err } = await run(...args);
    t.is(code, 2, args.join(" "));
    t.is(out, "");
    t.regex(err, expected);
    t.notRegex(err, /\n\s+at |error:/);
  }
});

test("a group without its command prints its help and ends with 2", async (t) => {
  const { code, out } = await run("calendar");
  t.is(code, 2);
  t.regex(out, /^Cách dùng: lienthong calendar <lệnh>/);
});

test("with --json an error is one JSON object on stdout and nothing on stderr", async (t) => {
  const { code, out, err } = await run("calendar", "effective", "?", "--agency", "H48", "--json");
  t.is(code, 2);
  t.is(err, "");
  t.like(JSON.parse(out), { error: { code: "request-invalid", blame: "caller" } });
});

function pathsOf(command: Awaited<ReturnType<typeof buildProgram>>, path: readonly string[]): string[][] {
  if (command.commands.length === 0) return [[...path]];
  return command.commands.flatMap((sub) => pathsOf(sub, [...path, sub.name()]));
}

test("a code that is none is the caller's mistake, whichever verb is given it", async (t) => {
  for (const args of [
    ["calendar", "effective", "2026-11-13", "--agency", "H 48"],
    ["agencies", "host", "<x>", "--name", "x"],
    ["keys", "signing", "new", "--agency", "a,b"],
    ["keys", "trust", "list", "--agency", ""],
  ]) {
    const { code, err } = await run(...args);
    t.is(code, 2, args.join(" "));
    t.regex(err, /không phải mã định danh cơ quan/);
  }
});
