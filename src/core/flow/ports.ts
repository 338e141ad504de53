import type { ChannelFlow } from "./channel-flow.ts";

export interface FlowReader {
  /** Channels that were ever used, by name. */
  all(): Promise<readonly ChannelFlow[]>;
  of(channel: string): Promise<ChannelFlow | null>;
}

export interface FlowWrites {
  /** The row of a channel, made if it is new, locked; `now` by the clock of the database. */
  lockFlow(fresh: ChannelFlow): Promise<{ readonly flow: ChannelFlow; readonly now: Date }>;
  saveFlow(flow: ChannelFlow): Promise<void>;
  /** What waits for its next attempt at this channel is due at once; how many at a time leave is a matter of the lanes. */
  bringForward(channel: string): Promise<void>;
}
