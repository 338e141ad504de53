import type { RemoteAgency } from "../adapter.ts";
import type { AxisLine } from "./exchange.ts";
import { listCall } from "./list-call.ts";
import type { AxisNotice } from "./list-call.ts";

const LIMITS = { bytes: 512 * 1024 * 1024, entries: 2_000_000 };

/** `getAgenciesList` is understood by every version; `getAgenciesListQD20` came with SDK 2.0.1 and tells the old code in `code102`. */
export type AgencyListOperation = "getAgenciesList" | "getAgenciesListQD20";

export async function* listAxisAgencies(
  line: AxisLine,
  operations: readonly AgencyListOperation[],
  onNotice: (notice: AxisNotice) => void,
  signal: AbortSignal,
): AsyncGenerator<RemoteAgency> {
  for (const operation of operations) {
    const parameters: Record<string, string> = operation === "getAgenciesListQD20" ? { level: "1" } : {};
    for await (const entry of listCall(line, operation, parameters, LIMITS, signal)) {
      const code = entry.text("code");
      if (code === null) onNotice({ kind: "entry-without-id", operation });
      else {
        yield {
          code,
          name: entry.text("name") ?? "",
          email: entry.text("mail"),
          parentId: entry.text("pid"),
          id: entry.text("id"),
          otherCode: entry.text("oldCode") ?? entry.text("code102"),
        };
      }
    }
  }
}
