import { connection } from "./connection.ts";
import { faultOf, faultOfAnswer } from "./fault.ts";

export type Role = "clerk" | "leader" | "supervisor" | "operator" | "auditor";

export interface Account {
  readonly id: string;
  readonly userName: string;
  readonly fullName: string;
  readonly roles: readonly Role[];
  readonly agencies: readonly string[];
  readonly supervises: readonly string[];
  readonly mustChangePassword: boolean;
  readonly secondFactor: boolean;
}

export interface Session {
  readonly account: Account;
  readonly csrfToken: string;
  readonly expiresAt: string;
}

export async function readSession(): Promise<Session | null> {
  const answer = await ask("GET", "/api/v1/session");
  if (answer.status === 401) return null;
  return await bodyOf<Session>(answer);
}

export async function setupNeeded(): Promise<boolean> {
  return (await bodyOf<{ readonly needed: boolean }>(await ask("GET", "/api/v1/setup"))).needed;
}

export async function setUp(first: { readonly setupToken: string; readonly userName: string; readonly fullName: string; readonly password: string }): Promise<void> {
  await bodyOf(await ask("POST", "/api/v1/setup", first));
}

export async function openSession(credentials: { readonly userName: string; readonly password: string; readonly code?: string }): Promise<Session> {
  return await bodyOf<Session>(await ask("POST", "/api/v1/session", credentials));
}

export async function endSession(): Promise<void> {
  await ask("DELETE", "/api/v1/session");
}

async function ask(method: string, path: string, body?: object): Promise<Response> {
  try {
    const answer = await fetch(path, { method, credentials: "same-origin", cache: "no-store", ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }) });
    connection.answered();
    return answer;
  } catch (error) {
    connection.failed();
    throw faultOf(error);
  }
}

async function bodyOf<Body>(answer: Response): Promise<Body> {
  const body: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw faultOfAnswer(answer.status, body);
  return body as Body;
}
