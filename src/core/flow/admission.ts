import { HouseError } from "../fault.ts";

/** High-water marks: above them nothing new is taken, so that what was taken is not endangered. */
export interface LoadLimits {
  /** Orders that wait or are under way. */
  readonly mostWaiting: number;
  readonly mostMemoryBytes: number;
}

export interface Load {
  readonly waiting: number;
  readonly memoryBytes: number;
}

/** Throws `overloaded` when the house has taken as much as it can carry. */
export function refuseOverload({ waiting, memoryBytes }: Load, { mostWaiting, mostMemoryBytes }: LoadLimits): void {
  if (waiting >= mostWaiting) throw new HouseError("overloaded", `${waiting} orders wait already, the mark is ${mostWaiting}`, { waiting, most: mostWaiting });
  if (memoryBytes >= mostMemoryBytes) throw new HouseError("overloaded", `the process holds ${memoryBytes} bytes already, the mark is ${mostMemoryBytes}`, { memoryBytes, most: mostMemoryBytes });
}
