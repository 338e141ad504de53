import type { GatewayProcess } from "./gateway-process.ts";
import type { Wire } from "./wire.ts";

/**
 * The first of these processes that comes to such a crossing dies before it, or when the answer is there and it has not seen it. Resolves to the
 * crossing, or to null when nobody came in time.
 */
export function dieAt(processes: readonly GatewayProcess[], side: "before" | "after", isAt: (crossing: string) => boolean, withinMs: number): Promise<string | null> {
  const wires = processes.flatMap((process) => Object.values<Wire | null>({ ...process.settings.wires }).map((wire) => ({ process, wire })));
  return new Promise((resolve) => {
    const disarm = (): void => {
      clearTimeout(late);
      for (const { wire } of wires) wire?.set(null);
    };
    const late = setTimeout(() => {
      disarm();
      resolve(null);
    }, withinMs);
    for (const { process, wire } of wires) {
      wire?.set({
        isAt,
        side,
        spring: (crossing) => {
          disarm();
          process.kill();
          resolve(crossing);
        },
      });
    }
  });
}
