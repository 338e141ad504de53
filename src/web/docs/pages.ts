import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { HouseError } from "../../core/fault.ts";
import { onceMade } from "../../core/once-made.ts";

/** The API described: for programs, and for people. */
export interface ApiPages {
  /** OpenAPI 3.1, JSON. */
  readonly openapi: string;
  /** HTML. */
  readonly page: string;
}

/** Written when somebody first asks, in a thread of its own: half a second of computing that no request has to wait for, and few processes are asked. */
export const apiPages: () => Promise<ApiPages> = onceMade(write);

async function write(): Promise<ApiPages> {
  const thread = new Worker(new URL("./pages-thread.js", import.meta.url), { execArgv: [], env: {} });
  try {
    const [pages]: unknown[] = await once(thread, "message"); // an error of the thread rejects
    return pages as ApiPages;
  } catch (cause) {
    throw new HouseError("invariant-broken", "the pages of the API cannot be written", {}, { cause });
  } finally {
    await thread.terminate();
  }
}
