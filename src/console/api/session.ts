import { api, asked, rememberCsrfToken, type Schemas } from "./client.ts";
import { Fault } from "./fault.ts";

export type Account = Schemas["OwnAccount"];
export type Session = Schemas["Session"];
export type Role = Account["roles"][number];

/** Who is signed in; null: nobody. */
export async function readSession(): Promise<Session | null> {
  try {
    return await asked(api.GET("/api/v1/session"));
  } catch (error) {
    if (error instanceof Fault && error.kind === "expired") return null;
    throw error;
  }
}

export async function setupNeeded(): Promise<boolean> {
  return (await asked(api.GET("/api/v1/setup"))).needed;
}

export async function setUp(first: Schemas["SetUp"]): Promise<Session> {
  return await asked(api.POST("/api/v1/setup", { body: first }));
}

export async function openSession(credentials: Schemas["SignIn"]): Promise<Session> {
  return await asked(api.POST("/api/v1/session", { body: credentials }));
}

export async function endSession(): Promise<void> {
  await asked(api.DELETE("/api/v1/session"));
  rememberCsrfToken("");
}
