import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { needDebian } from "#test/support/debian";

/** As wide as an office notebook, and as a phone. */
export const SIZES = { desk: { width: 1366, height: 768 }, phone: { width: 390, height: 844 } } as const;

export async function openBrowser(): Promise<Browser> {
  await needDebian("chromium", ["chromium", "--version"]);
  return await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
}

/** A window of its own. Times are read in Vietnam wherever the browser is, so it is put elsewhere. */
export async function openWindow(browser: Browser, size: keyof typeof SIZES = "desk"): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: SIZES[size], locale: "vi-VN", reducedMotion: "reduce", timezoneId: "America/New_York" });
  context.setDefaultTimeout(45_000);
  return context;
}

/** What a page must never do: throw, or try what its policy forbids. */
export function watch(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.stack ?? error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && /Content Security Policy|React|Warning/.test(message.text())) complaints.push(message.text());
  });
  return complaints;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What lies over a page while it is open. */
export const OVER_THE_PAGE = ["modal", "popover", "dropdown", "select-dropdown", "picker-dropdown"].map((part) => `.ant-${part}:not(.ant-${part}-hidden)`).join(", ") + ", .ant-drawer-open";

/** What WCAG 2.2 AA finds wrong with the page as it stands, or with one part of it: rule and element, one line each. */
export async function accessibility(page: Page, part?: string): Promise<readonly string[]> {
  if ((await page.evaluate("typeof window.axe")) === "undefined") await page.evaluate(AXE);
  const run = `axe.run(${part === undefined ? "document" : JSON.stringify(part)}, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] })
    .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ": " + html.slice(0, 200))))`;
  const found: unknown = await page.evaluate(run);
  return Array.isArray(found) ? found.map(String) : ["axe did not run"];
}

/** How far the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return Number(await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
}

const SETTLED_WITHIN_MS = 45_000;

/**
 * The page stands: this heading (any unless told), and nothing is loading. Looked at with every frame, for a page is not to be waited for longer
 * than it takes; by `evaluate`, which the policy of the page does not hinder.
 */
export async function settled(page: Page, heading?: string | RegExp): Promise<void> {
  const [source, flags] = heading instanceof RegExp ? [heading.source, heading.flags] : [heading === undefined ? "" : `^${heading.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`, ""];
  const look = `new Promise((stands, late) => {
    const wanted = new RegExp(${JSON.stringify(source)}, ${JSON.stringify(flags)});
    const until = performance.now() + ${SETTLED_WITHIN_MS};
    const look = () => {
      const heading = document.querySelector("h1");
      if (heading !== null && wanted.test(heading.textContent.trim()) && document.querySelector("[aria-busy=true]") === null) stands();
      else if (performance.now() > until) late(new Error("the page does not stand: " + (heading?.textContent ?? "no heading") + " at " + location.hash));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(() => requestAnimationFrame(look)); // what was just asked for is on its way
  })`;
  await page.evaluate(look);
}
