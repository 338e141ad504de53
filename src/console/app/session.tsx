import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { onExpired, rememberCsrfToken } from "../api/client.ts";
import { connection } from "../api/connection.ts";
import { faultOf, type Fault } from "../api/fault.ts";
import { openLive } from "../api/live.ts";
import { loadFirstParts } from "./first-parts.ts";
import { endSession, readSession, setupNeeded, type Account, type Session } from "../api/session.ts";

/** `expired`: the page stays as it is, with what was typed, and asks for the password over it. */
export type SessionState =
  | { readonly kind: "asking" }
  | { readonly kind: "setup" }
  | { readonly kind: "none" }
  | { readonly kind: "failed"; readonly fault: Fault }
  | { readonly kind: "open" | "expired"; readonly account: Account };

interface Sessions {
  readonly state: SessionState;
  readonly opened: (session: Session) => void;
  readonly refresh: () => Promise<void>;
  readonly leave: () => Promise<void>;
}

const SessionContext = createContext<Sessions | null>(null);

export function SessionKeeper({ children }: { readonly children: ReactNode }): ReactNode {
  const [state, setState] = useState<SessionState>({ kind: "asking" });

  const opened = useCallback((session: Session) => {
    rememberCsrfToken(session.csrfToken);
    setState({ kind: "open", account: session.account });
  }, []);

  const refresh = useCallback(async () => {
    try {
      const session = await readSession();
      if (session !== null) {
        await loadFirstParts();
        return opened(session);
      }
      setState({ kind: (await setupNeeded()) ? "setup" : "none" });
    } catch (error) {
      setState({ kind: "failed", fault: faultOf(error) });
    }
  }, [opened]);

  const leave = useCallback(async () => {
    await endSession();
    setState({ kind: "none" });
  }, []);

  useEffect(() => {
    void refresh();
    return onExpired(() => setState((before) => (before.kind === "open" ? { ...before, kind: "expired" } : before)));
  }, [refresh]);
  useEffect(() => connection.subscribe(() => {
    if (!connection.isLost() && state.kind === "failed") void refresh();
  }), [refresh, state.kind]);

  const wasExpired = useRef(false);
  useEffect(() => {
    if (state.kind === "open" && wasExpired.current) connection.renewed();
    wasExpired.current = state.kind === "expired";
  }, [state.kind]);

  const open = state.kind === "open";
  const who = open ? state.account.id : null;
  useEffect(() => (who === null ? undefined : openLive()), [who]);

  const sessions = useMemo(() => ({ state, opened, refresh, leave }), [state, opened, refresh, leave]);
  return <SessionContext value={sessions}>{children}</SessionContext>;
}

export function useSession(): Sessions {
  const sessions = useContext(SessionContext);
  if (sessions === null) throw new TypeError("a page is outside of the session");
  return sessions;
}

/** Whoever is at work. Only for pages inside the shell. */
export function useAccount(): Account {
  const { state } = useSession();
  if (state.kind !== "open" && state.kind !== "expired") throw new TypeError("a page of the shell without an account");
  return state.account;
}
