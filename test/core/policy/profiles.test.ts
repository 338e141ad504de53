import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { assert, constantFrom, date, integer, property, subarray } from "fast-check";
import { DataFileError, loadPolicyData, packageRoot } from "#config";
import { HouseError } from "#src/core/fault";
import { buildPolicies } from "#src/core/policy/build-policies";
import type { PolicyData, ProfileRow } from "#src/core/policy/profile";
import { RULE_NAMES } from "#src/core/policy/rules";
import { book, data, day, override, profile, TODAY } from "./policies.ts";

test("DN-4.4: every profile answers every rule, what it does not say itself comes from QĐ 28/2018, and each answer cites an article and a version", (t) => {
  t.deepEqual(data.profiles.map(({ id }) => id).sort(), ["bac-giang-04-2014", "dak-nong-01-2022", "ha-giang-1690-2016", "kim-dong-19-2024", "national", "quang-ngai-57-2014", "strict"]);
  for (const { id } of data.profiles) {
    const { rules } = profile(id);
    for (const name of RULE_NAMES) {
      t.true(rules[name].article.length > 3, `${id} ${name}`);
      t.regex(rules[name].label, /^[a-z0-9-]+ bản \d+$/);
    }
  }
  const dakNong = profile("dak-nong-01-2022").rules;
  t.is(dakNong["file-name"].label, "dak-nong-01-2022 bản 1");
  t.is(dakNong.urgency.label, "national bản 1");
  t.regex(dakNong.urgency.article, /QĐ 28\/2018/);
});

test("an agency has the profile of its province on that day, also its units; the empty scope has everybody else (DN-2.1)", (t) => {
  const of = (code: string, on = "2026-11-23") => book.policyFor(code, day(on)).profile.id;
  t.is(of("H48"), "quang-ngai-57-2014");
  t.is(of("H48.06.01"), "quang-ngai-57-2014");
  t.is(of("H480"), "national", "a code is not a prefix of a longer number");
  t.is(of("G22"), "national");
  t.is(of(""), "national");
  t.is(of("H48", "2014-11-19"), "national", "ten days after signing");
  t.is(of("H48", "2014-11-20"), "quang-ngai-57-2014");
});

test("an issuer that is no more keeps its profile as history, with its successor, and its successor is not bound", (t) => {
  const of = (code: string, on: string) => book.policyFor(code, day(on)).profile.id;
  t.is(of("H22.05", "2025-06-30"), "ha-giang-1690-2016");
  t.is(of("H22.05", "2025-07-01"), "national");
  t.is(of("H60", "2025-07-01"), "national");
  t.is(of("H16", "2025-06-30"), "dak-nong-01-2022");
  t.is(of("H36", "2025-07-01"), "national");
  t.like(data.profiles.find(({ id }) => id === "ha-giang-1690-2016")?.issuer, { code: "H22", closedOn: "2025-07-01", successor: "H60" });
  t.like(data.profiles.find(({ id }) => id === "dak-nong-01-2022")?.issuer, { code: "H16", successor: "H36" });
  t.like(data.profiles.find(({ id }) => id === "bac-giang-04-2014")?.issuer, { closedOn: "2025-07-01", successor: "H05" });
});

test("KD-0: the Party profile is kept with its legal basis and what took its place, and can be given to an agency by decision", (t) => {
  const party = profile("kim-dong-19-2024");
  t.regex(data.profiles.find(({ id }) => id === "kim-dong-19-2024")?.issuer?.note ?? "", /217-QĐ\/TW nay là 337-QĐ\/TW/);
  t.is(party.rules.network.value.class, "internet");
  t.is(party.rules["document-types"].value.list, "any");
  const given = book.policyFor("A05.01", TODAY, [override({ scope: "A05", profile: "kim-dong-19-2024" })]);
  t.is(given.profile.id, "kim-dong-19-2024");
});

test("HG-11.2: an agency's own decision stands above its province, its units inherit it, and the decision is named", (t) => {
  const rules = [{ rule: "document-size", article: "15/QĐ-SKHCN Đ.2", value: { maxMb: 10 } }] as const;
  const own = [override({ rules })];
  const policy = book.policyFor("H48.06.02", TODAY, own);
  t.deepEqual([policy.rules["document-size"].value.maxMb, policy.rules["document-size"].label, policy.rules["document-size"].article], [10, "H48.06 bản 1 (15/QĐ-SKHCN)", "15/QĐ-SKHCN Đ.2"]);
  t.is(policy.profile.id, "quang-ngai-57-2014", "the rest stays the province's");
  t.is(book.policyFor("H48.07", TODAY, own).rules["document-size"].value.maxMb, null);
  t.is(book.policyFor("H48.06", day("2026-11-15"), own).rules["document-size"].value.maxMb, null, "not before its first day");
  t.deepEqual(policy.layers.map(({ label }) => label), ["national bản 1", "quang-ngai-57-2014 bản 1", "H48.06 bản 1 (15/QĐ-SKHCN)"]);
});

test("a later decision takes the place of an earlier one, a temporary one gives it back, an empty one ends it", (t) => {
  const size = (maxMb: number) => [{ rule: "document-size", article: "Đ.1", value: { maxMb } }] as const;
  const all = [override({ rules: size(10) }), override({ version: 2, rules: size(5), validFrom: day("2026-12-01"), validTo: day("2026-12-31") }), override({ version: 3, validFrom: day("2027-02-01") })];
  const on = (text: string) => book.policyFor("H48.06", day(text), all).rules["document-size"].value.maxMb;
  t.deepEqual(["2026-11-20", "2026-12-01", "2026-12-31", "2027-01-01", "2027-02-01"].map(on), [10, 5, 5, 10, null]);
});

test("the nearest code that says something wins, whatever the order of the rows", (t) => {
  const codes = ["H48", "H48.06", "H48.06.01", "H48.06.01.A"];
  t.notThrows(() => assert(
    property(subarray(codes), constantFrom(...codes), integer({ min: 0, max: 1000 }), (scopes, code, seed) => {
      const rows = scopes.map((scope, index) => override({ scope, rules: [{ rule: "file-size", article: "Đ.1", value: { maxMb: codes.indexOf(scope) + 1 } }], version: index + 1 }));
      const shuffled = rows.toSorted((a, b) => ((a.version * 7919 + seed) % 13) - ((b.version * 7919 + seed) % 13));
      const nearest = scopes.filter((scope) => code === scope || code.startsWith(`${scope}.`)).toSorted((a, b) => b.length - a.length)[0];
      return book.policyFor(code, TODAY, shuffled).rules["file-size"].value.maxMb === (nearest === undefined ? null : codes.indexOf(nearest) + 1);
    }),
  ));
});

test("on every day every code has a whole policy, and the last layer that holds a rule is the one that decides it", (t) => {
  t.notThrows(() => assert(
    property(date({ min: new Date("1990-01-01"), max: new Date("2060-01-01"), noInvalidDate: true }), constantFrom("H48.06", "H22", "H16.02", "G22", "A05", "Z01ABC"), constantFrom(null, "strict", "dak-nong-01-2022"), (at, code, given) => {
      const on = day(at.toISOString().slice(0, 10));
      const policy = book.policyFor(code, on, [override({ scope: code, profile: given, validFrom: day("2000-01-01") })]);
      return RULE_NAMES.every((name) => policy.layers.findLast((layer) => layer.rules.some(({ rule }) => rule === name))?.label === policy.rules[name].label);
    }),
  ));
});

test("what a profile or a decision says of secrecy never counts: the rule is locked", (t) => {
  t.throws(() => buildPolicies(with_(data, "strict", { rules: [{ ...ruleOf(data), rule: "secrecy", value: { allowed: ["khong"] } }] })), { instanceOf: HouseError, message: /overrides secrecy, which is locked/ });
});

const broken: readonly (readonly [what: string, change: (rows: PolicyData) => PolicyData, message: RegExp])[] = [
  ["an unknown parent", (rows) => with_(rows, "strict", { inherits: "gone" }), /inherits gone, which does not exist/],
  ["a circle", (rows) => with_(rows, "national", { inherits: "strict" }), /inherits itself/],
  ["a profile that stands alone", (rows) => with_(rows, "strict", { inherits: null }), /does not inherit national/],
  ["an unknown rule", (rows) => with_(rows, "strict", { rules: [{ ...ruleOf(rows), rule: "colour" }] }), /unknown rule colour/],
  ["a value of another shape", (rows) => with_(rows, "strict", { rules: [{ ...ruleOf(rows), rule: "file-size", value: { maxMb: "25" } }] }), /strict, rule file-size: maxMb/],
  ["a rule said twice for one day", (rows) => with_(rows, "strict", { rules: [ruleOf(rows), ruleOf(rows)] }), /says .* twice for the same day/],
  ["a code given to nobody", (rows) => ({ ...rows, assignments: [...rows.assignments, { scope: "H01", profile: "gone", validFrom: TODAY, validTo: null, reason: "x" }] }), /given to H01 does not exist/],
];

function with_(rows: PolicyData, id: string, change: Partial<ProfileRow>): PolicyData {
  return { ...rows, profiles: rows.profiles.map((row) => (row.id === id ? { ...row, ...change } : row)) };
}

function ruleOf(rows: PolicyData): ProfileRow["rules"][number] {
  const rule = rows.profiles.find(({ id }) => id === "strict")?.rules[0];
  if (rule === undefined) throw new RangeError("strict has no rule");
  return rule;
}

for (const [what, change, message] of broken) {
  test(`the program does not start with ${what} in its policies`, (t) => {
    t.throws(() => buildPolicies(change(data)), { instanceOf: HouseError, message });
  });
}

test("a profile file that is no profile is refused with its name and field, and any edit makes another version", (t) => {
  const root = mkdtempSync(join(tmpdir(), "lienthong-policies-"));
  t.teardown(() => rmSync(root, { recursive: true }));
  cpSync(join(packageRoot(), "config", "policies"), join(root, "config", "policies"), { recursive: true });
  const path = join(root, "config", "policies", "strict.json");
  const text = readFileSync(path, "utf8");
  writeFileSync(path, text.replace('"version": 1', '"version": 2'));
  t.not(loadPolicyData(root).version, data.version);
  writeFileSync(path, text.replace('"validFrom": "2016-08-01"', '"validFrom": "2016-02-31"'));
  t.throws(() => loadPolicyData(root), { instanceOf: DataFileError, message: /strict\.json, field validFrom/ });
});
