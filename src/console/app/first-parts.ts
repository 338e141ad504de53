import { soon } from "./soon.tsx";

/** What whoever is signed in sees first; the page itself names these chunks, so that they are fetched beside the main one. */
export const Shell = soon(async () => await import("./shell.tsx"));
export const Today = soon(async () => await import("../pages/today/today.tsx"));

/** Both, before the first of them is shown. A chunk that cannot be fetched is asked for again by whoever shows it. */
export async function loadFirstParts(): Promise<void> {
  const home = ["", "#/"].includes(window.location.hash);
  await Promise.allSettled([Shell.load(), ...(home ? [Today.load()] : [])]);
}
