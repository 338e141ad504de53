import type { ChannelFlow, ChannelHold } from "./channel-flow.ts";
import type { LaneLoad } from "./queues.ts";

export interface FlowReader {
  /** Channels that were ever used, by name. */
  all(): Promise<readonly ChannelFlow[]>;
  of(channel: string): Promise<ChannelFlow | null>;
  /** Every lane that has orders. */
  lanes(): Promise<readonly LaneLoad[]>;
  /** By channel: how many transmissions gave up and wait for a person, how many wait for another attempt. */
  counts(): Promise<ReadonlyMap<string, { readonly failed: number; readonly retrying: number }>>;
}

export interface FlowWrites {
  /** The row of a channel, made if it is new, locked; `now` by the clock of the database. */
  lockFlow(fresh: ChannelFlow): Promise<{ readonly flow: ChannelFlow; readonly now: Date }>;
  /** All but its hold. */
  saveFlow(flow: ChannelFlow): Promise<void>;
  /** False when it was so already. */
  holdChannel(channel: string, hold: ChannelHold | null): Promise<boolean>;
  /** What waits for its next attempt at this channel is due at once; how many at a time leave is a matter of the lanes. */
  bringForward(channel: string): Promise<void>;
}
