import { createHash } from "node:crypto";
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

test("the core text and the file of the README's worked example have the digests its Manifest says", (t) => {
  const example = readme.split("\n## A worked example\n")[1]?.split("\n## ")[0] ?? "";
  const core = /```text\n(.*?)```/s.exec(example)?.[1] ?? "";
  const digest = (text: string): string => createHash("sha256").update(text).digest("base64");
  t.true(example.includes(`<Core Digest="${digest(core)}">`));
  t.true(example.includes(`<Attachment Digest="${digest("%PDF-1.7\n%%EOF\n")}" Name="cong-van.pdf" Size="15">`));
});
