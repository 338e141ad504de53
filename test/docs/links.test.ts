import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import test from "ava";
import { packageRoot } from "#config";

const root = packageRoot();
const pages = ["README.md", "edxml/README.md", "adapters/README.md", "src/storage/README.md", ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((name) => join("docs", name))].filter(
  (name) => name.endsWith(".md") && existsSync(join(root, name)),
);

test("every relative link of every page leads to something that is there", (t) => {
  t.true(pages.length > 10);
  const broken = pages.flatMap((page) =>
    Array.from(readFileSync(join(root, page), "utf8").matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g), ([, target = ""]) => target)
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page} → ${target}`),
  );
  t.deepEqual(broken, []);
});

test("every npm script a page tells people to run exists", (t) => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: Record<string, string> };
  const told = pages.flatMap((page) => Array.from(readFileSync(join(root, page), "utf8").matchAll(/npm run (?:--silent )?([a-z][a-z:-]*)/g), ([, name = ""]) => ({ page, name })));
  t.true(told.length > 2);
  t.deepEqual(told.filter(({ name }) => scripts[name] === undefined).map(({ page, name }) => `${page}: npm run ${name}`), []);
});
