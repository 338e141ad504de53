import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { packageRoot } from "#config";
import { admittedOpen, lawPage, openClauses, readLaw } from "./law-page.ts";

const law = readLaw();

test("docs/law.md says what the clauses and the tests say; `npm run docs` writes it anew", (t) => {
  t.is(readFileSync(join(packageRoot(), "docs", "law.md"), "utf8"), lawPage(law));
});

test("every clause has a rule, its code and a test, or a reason why it is outside a gateway", (t) => {
  const admitted = new Set(admittedOpen());
  t.deepEqual(openClauses(law).filter((id) => !admitted.has(id)), []);
});

test("every file a clause names exists", (t) => {
  const named = law.clauses.flatMap(({ id, code }) => code.map((path) => ({ id, path })));
  t.deepEqual(named.filter(({ path }) => !existsSync(join(packageRoot(), path))), []);
});

test("every clause a test names is one of the clauses", (t) => {
  const known = new Set(law.clauses.map(({ id }) => id));
  t.deepEqual([...law.tests].filter(([id]) => !known.has(id)), []);
});
