import { readFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { packageRoot } from "#config";
import { CATEGORIES, METADATA_FIELDS, PURPOSES, RULE_NAMES } from "#src/core/policy/rules";
import { JOURNAL_KINDS } from "#src/core/journal/journal-entry";

test("the journal of actions has Vietnamese words for everything it may hold, and for nothing else", async (t) => {
  const source = await readFile(join(packageRoot(), "src", "console", "pages", "admin", "acts.ts"), "utf8");
  const named = [...source.matchAll(/^ {2}"([a-z]+\.[a-z-]+)": ".+",$/gm)].map(([, kind]) => kind ?? "");
  t.deepEqual(named.toSorted(), [...JOURNAL_KINDS].toSorted());
});

test("the form of own rules offers every rule that may be decided otherwise, and every choice inside of them", async (t) => {
  const read = async (file: string): Promise<string> => await readFile(join(packageRoot(), "src", "console", "pages", "admin", file), "utf8");
  const keysOf = (source: string, name: string): string[] => {
    const [, body = ""] = new RegExp(`${name}[^{]*\\{([^}]*)\\}`).exec(source.replaceAll(/Readonly<[^=]*=/g, "=")) ?? [];
    return [...body.matchAll(/"?([A-Za-z-]+)"?: "/g)].map(([, key]) => key ?? "").toSorted();
  };
  const choices = await read("rule-choices.ts");
  t.deepEqual(keysOf(choices, "METADATA_CHOICES"), [...METADATA_FIELDS].toSorted());
  t.deepEqual(keysOf(choices, "CATEGORY_CHOICES"), [...CATEGORIES].toSorted());
  t.deepEqual(keysOf(choices, "PURPOSE_CHOICES"), [...PURPOSES].toSorted());
  const changeable = RULE_NAMES.filter((name) => name !== "secrecy" && name !== "text").toSorted(); // the law leaves no choice in these two
  t.deepEqual(keysOf(await read("rule-words.ts"), "RULE_WORDS"), changeable);
  const cases = [...(await read("rule-editor.tsx")).matchAll(/case "([a-z-]+)":/g)].map(([, name]) => name ?? "");
  t.deepEqual(cases.toSorted(), changeable);
});
