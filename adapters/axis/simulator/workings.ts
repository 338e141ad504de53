import type { AxisEvent } from "../server/desk.ts";
import type { ContentStore } from "./content-store.ts";
import type { FaultBoard } from "./faults.ts";
import type { RepeatWindow } from "./repeats.ts";
import type { AxisState } from "./state.ts";

/** What the simulator consists of. */
export interface Workings {
  readonly state: AxisState;
  readonly content: ContentStore;
  readonly faults: FaultBoard;
  readonly repeats: RepeatWindow;
  readonly maxMessageBytes: number;
  readonly now: () => Date;
  emit(kind: AxisEvent["kind"], operation: string, systemId: string | null, facts: AxisEvent["facts"]): void;
}
