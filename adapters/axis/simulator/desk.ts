import type { ContentStore } from "./content-store.ts";
import type { FaultBoard } from "./faults.ts";
import type { RepeatWindow } from "./repeats.ts";
import type { Reply } from "./reply.ts";
import type { AxisState } from "./state.ts";
import type { VerifiedRequest } from "./verify-request.ts";

/** What happened, for a log or a test. Ids only, never content or secrets. */
export interface AxisEvent {
  readonly kind: "started" | "sent" | "repeated" | "refused" | "fetched" | "acknowledged" | "agency-changed" | "fault" | "faults-changed" | "client-left" | "failed";
  readonly at: Date;
  readonly operation: string;
  readonly systemId: string | null;
  readonly facts: Readonly<Record<string, string | number>>;
}

/** What every operation works with. */
export interface Desk {
  readonly state: AxisState;
  readonly content: ContentStore;
  readonly faults: FaultBoard;
  readonly repeats: RepeatWindow;
  readonly maxMessageBytes: number;
  readonly now: () => Date;
  emit(kind: AxisEvent["kind"], operation: string, systemId: string | null, facts: AxisEvent["facts"]): void;
}

/** One operation of the axis. Throws AxisRefusal for a FAIL. */
export type Operation = (desk: Desk, request: VerifiedRequest) => Promise<Reply>;
