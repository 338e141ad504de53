import type { ExecutionContext } from "ava";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { PASSWORD } from "#test/web/session/person";
import { accessibility, openWindow, overflow, settled, SIZES, watch } from "./browser.ts";
import { userNameOf, type Who } from "./scene.ts";

/** A page of the console: who opens it, where it is, and its heading. */
export interface Place {
  readonly who: Who;
  readonly path: string | (() => string);
  readonly heading: string | RegExp;
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

/** On a phone the same parts stand on every page: cards instead of tables are looked at with axe here and there. */
const AXE_ON_A_PHONE_EVERY = 4;

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
      for (const [index, { path, heading }] of places.entries()) {
        await page.goto(`${url}/#${typeof path === "string" ? path : path()}`);
        await settled(page, heading);
        t.deepEqual(await accessibility(page), [], page.url());
        t.is(await overflow(page), 0, page.url());
        await page.setViewportSize(SIZES.phone);
        await settled(page, heading);
        t.is(await overflow(page), 0, `${page.url()} on a phone`);
        if (index % AXE_ON_A_PHONE_EVERY === 1) t.deepEqual(await accessibility(page), [], `${page.url()} on a phone`);
        t.deepEqual(complaints, [], page.url());
        await page.setViewportSize(SIZES.desk);
      }
      await page.close();
    },
  };
}
