import { Router } from "express";

/** One part the gateway cannot work without. */
export interface HealthPart {
  readonly name: "database" | "queue" | "disk" | "quarantine" | "axis" | "clock" | "scanner";
  readonly ok: boolean;
  /** false: shown, but the gateway stays ready without it (an axis outage only makes documents wait). */
  readonly required: boolean;
  /** Vietnamese, one sentence. */
  readonly text: string;
}

export interface Health {
  /** What this process does: web, jobs, pull:axis … */
  readonly roles?: readonly string[];
  /** Looks at every part; never throws. */
  parts(): Promise<readonly HealthPart[]>;
}

const PATIENCE_MS = 3000;
/** Probes come from several sides; the parts are asked at most this often. */
const FRESH_MS = 1000;

/** `/healthz`: the process answers. `/readyz`: the parts its roles need work, or 503 with the one that does not. */
export function healthRoutes(health: Health, draining: () => boolean): Router {
  const router = Router();
  const parts = rarely(() => withPatience(health));
  router.get("/healthz", (_request, response) => {
    response.setHeader("cache-control", "no-store").json({ status: "alive" });
  });
  router.get("/readyz", async (_request, response) => {
    const found = await parts();
    const ready = !draining() && found.every((part) => part.ok || !part.required);
    const status = draining() ? "stopping" : ready ? "ready" : "not-ready";
    response.status(ready ? 200 : 503).setHeader("cache-control", "no-store").json({ status, ...(health.roles !== undefined && { roles: health.roles }), parts: found });
  });
  return router;
}

async function withPatience(health: Health): Promise<readonly HealthPart[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly HealthPart[]>((resolve) => {
    timer = setTimeout(() => resolve([{ name: "database", ok: false, required: true, text: `Không trả lời trong ${PATIENCE_MS / 1000} giây` }]), PATIENCE_MS);
  });
  try {
    return await Promise.race([health.parts(), late]);
  } finally {
    clearTimeout(timer);
  }
}

function rarely<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let last: { readonly at: number; readonly answer: Promise<Value> } | null = null;
  return () => {
    if (last === null || performance.now() - last.at > FRESH_MS) last = { at: performance.now(), answer: ask() };
    return last.answer;
  };
}
