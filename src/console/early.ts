import { FIRST_ASKS, NOTICES_ASKED } from "./pages/today/first-asks.ts";

/*
 * The first script of the page, so small that it runs while the browser still fetches and reads the others: it asks who is signed in, and for whoever
 * reads documents and comes to Hôm nay what that page asks first. Each answer is handed out once, to the first who asks the same.
 */

const SESSION = "/api/v1/session";
/** Later an answer would be too old to be shown. */
const FRESH_MS = 15_000;
const READERS: readonly unknown[] = ["clerk", "leader", "auditor"];

const answers = new Map<string, Promise<Response>>();

function ask(address: string): Promise<Response> {
  const answer = fetch(address, { credentials: "same-origin" });
  answer.catch(() => undefined); // whoever takes it hears of it
  answers.set(keyOf(address), answer);
  return answer;
}

/** The answer that was asked for already; otherwise asks now. */
export async function earlyOrNow(request: Request): Promise<Response> {
  const key = keyOf(request.url);
  const answer = request.method === "GET" && performance.now() < FRESH_MS ? answers.get(key) : undefined;
  if (answer === undefined) return await fetch(request);
  answers.delete(key);
  return await answer;
}

function keyOf(address: string): string {
  const { pathname, searchParams } = new URL(address, window.location.origin);
  return `${pathname}?${searchParams.toString()}`;
}

async function begin(): Promise<void> {
  const session = await ask(SESSION);
  if (session.status === 401) await ask("/api/v1/setup");
  if (!session.ok || !["", "#/"].includes(window.location.hash)) return;
  const { account } = (await session.clone().json()) as { readonly account: { readonly roles: readonly string[]; readonly mustChangePassword: boolean } };
  if (account.mustChangePassword) return;
  for (const address of [...(account.roles.some((role) => READERS.includes(role)) ? FIRST_ASKS : []), NOTICES_ASKED]) void ask(address);
}

begin().catch(() => undefined); // the pages ask again, and say what failed
