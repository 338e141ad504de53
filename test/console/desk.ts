import type { ExecutionContext } from "ava";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { PASSWORD } from "#test/web/session/person";
import { accessibility, openWindow, OVER_THE_PAGE, overflow, settled, SIZES, watch } from "./browser.ts";
import { userNameOf, type Who } from "./scene.ts";

/** A page of the console: who opens it, where it is, and its heading. */
export interface Place {
  readonly who: Who;
  readonly path: string | (() => string);
  readonly heading: string | RegExp;
  /** What opens over it, by the names of what opens it: buttons, or fields to choose in. Each is looked at with axe, too. */
  readonly opens?: readonly string[];
}

export interface Opened {
  readonly page: Page;
  /** What `watch` notes. */
  readonly complaints: readonly string[];
}

/** One gateway and one browser, with one signed-in window for each role: shared by a whole file of tests. */
export interface Desk {
  readonly url: string;
  /** A page of somebody who is signed in already. */
  pageOf(who: Who, path: string): Promise<Opened>;
  /** Opens each of them, wide and then as narrow as a phone: WCAG 2.2 AA, nothing wider than its window, nothing its policy forbids. */
  walk(t: ExecutionContext, who: Who, places: readonly Place[]): Promise<void>;
}

/** The head and the menu are the same on every page: they are looked at once, then what stands beside them. */
const BESIDE_THE_MENU = "#main";

/** Opens what a page has to open, one after the other, and asks axe about each. A phone shows cards, so it has no columns to choose. */
async function openEach(t: ExecutionContext, page: Page, names: readonly string[], size: keyof typeof SIZES): Promise<void> {
  for (const name of names) {
    const opener = page.getByRole("button", { name, exact: true }).or(page.getByLabel(name, { exact: true })).or(page.getByPlaceholder(name, { exact: true }));
    if (size === "phone" && (await opener.count()) === 0) continue;
    await opener.first().click();
    const over = page.locator(OVER_THE_PAGE).last();
    await over.waitFor();
    t.deepEqual(await accessibility(page, OVER_THE_PAGE), [], `${name} at ${page.url()}, ${size}`);
    await page.keyboard.press("Escape");
    await page.locator("h1").first().click(); // some close when something else is touched
    await over.waitFor({ state: "hidden" });
  }
}

export function openDesk(browser: Browser, url: string): Desk {
  const windows = new Map<Who, Promise<BrowserContext>>();
  const windowOf = (who: Who): Promise<BrowserContext> => {
    const opened = windows.get(who) ?? signIn(who);
    windows.set(who, opened);
    return opened;
  };
  const signIn = async (who: Who): Promise<BrowserContext> => {
    const context = await openWindow(browser);
    await context.request.post(`${url}/api/v1/session`, { data: { userName: userNameOf(who), password: PASSWORD }, headers: { origin: url } });
    return context;
  };
  const pageOf = async (who: Who, path: string): Promise<Opened> => {
    const page = await (await windowOf(who)).newPage();
    const complaints = watch(page);
    await page.goto(`${url}/#${path}`);
    await settled(page);
    return { page, complaints };
  };
  return {
    url,
    pageOf,
    async walk(t, who, places) {
      const { page, complaints } = await pageOf(who, "/ho-so");
      t.deepEqual(await accessibility(page), [], page.url());
      for (const { path, heading, opens = [] } of places) {
        await page.goto(`${url}/#${typeof path === "string" ? path : path()}`);
        await settled(page, heading);
        t.deepEqual(await accessibility(page, BESIDE_THE_MENU), [], page.url());
        t.is(await overflow(page), 0, page.url());
        await page.setViewportSize(SIZES.phone);
        await settled(page, heading);
        t.is(await overflow(page), 0, `${page.url()} on a phone`);
        t.deepEqual(await accessibility(page, BESIDE_THE_MENU), [], `${page.url()} on a phone`);
        await openEach(t, page, opens, "phone");
        await page.setViewportSize(SIZES.desk);
        await openEach(t, page, opens, "desk");
        t.deepEqual(complaints, [], page.url());
      }
      await page.setViewportSize(SIZES.phone);
      await openEach(t, page, ["Mở trình đơn"], "phone");
      t.deepEqual(await accessibility(page), [], "the head on a phone");
      await page.close();
    },
  };
}
