import { readFileSync } from "node:fs";
import test from "ava";
import { EDXML_FAULTS, EDXML_WARNINGS } from "#edxml";

const readme = readFileSync("edxml/README.md", "utf8");

test("the README names every error and every warning, and no other", (t) => {
  const section = (title: string): string => readme.split(`\n## ${title}\n`)[1]?.split("\n## ")[0] ?? "";
  const codesOf = (text: string): string[] =>
    text
      .split("\n")
      .filter((line) => line.startsWith("| `"))
      .flatMap((line) => Array.from((line.split("|")[1] ?? "").matchAll(/`([a-z0-9-]+)`/g), (match) => match[1] ?? ""))
      .sort();
  t.deepEqual(codesOf(section("Errors")), Object.keys(EDXML_FAULTS).sort());
  t.deepEqual(codesOf(section("The reading profile")), [...EDXML_WARNINGS].sort());
});
