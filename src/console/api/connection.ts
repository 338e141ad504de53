/** Whether the gateway answers. One place knows, every page can ask; while it does not, it is looked for every three seconds. */
type Listener = () => void;

const LOOK_EVERY_MS = 3000;
const listeners = new Set<Listener>();
let lost = false;
let returns = 0;
let timer: number | undefined;

function change(now: boolean): void {
  if (lost === now) return;
  lost = now;
  if (!now) returns++;
  for (const listener of listeners) listener();
}

async function look(): Promise<void> {
  try {
    const answer = await fetch("/healthz", { cache: "no-store" });
    if (answer.ok) return change(false);
  } catch {
    // still away
  }
  timer = window.setTimeout(() => void look(), LOOK_EVERY_MS);
}

export const connection = {
  failed(): void {
    if (lost) return;
    change(true);
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void look(), LOOK_EVERY_MS);
  },
  answered(): void {
    change(false);
  },
  /** Whoever is signed in again reads what was refused in between. */
  renewed(): void {
    returns++;
    for (const listener of listeners) listener();
  },
  isLost: (): boolean => lost,
  /** Grows with every return and every new session, so that what was read before is read again. */
  returns: (): number => returns,
  subscribe: (listener: Listener): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

window.addEventListener("offline", () => connection.failed());
window.addEventListener("online", () => void look());
