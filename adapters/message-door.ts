/** One message a system put into its own queue. */
export interface DoorRequest {
  /** The `message-id` its author gave; null when there is none. */
  readonly id: string | null;
  readonly body: Buffer;
  /** From 1; more when an earlier delivery was cut short. */
  readonly delivery: number;
}

/** What goes out through a door; `id` is what the reader tells repetitions by. */
export interface DoorMessage {
  readonly id: string;
  readonly body: Buffer;
  readonly correlationId?: string;
  readonly headers?: Readonly<Record<string, string | number>>;
}

export const DOOR_QUEUES = ["submit", "result", "events", "dead"] as const;
export type DoorQueue = (typeof DOOR_QUEUES)[number];

/** Resolves when the request is dealt with for good; it is removed only then. Rejects to have it delivered again. */
export type DoorHandler = (door: string, request: DoorRequest, signal: AbortSignal) => Promise<void>;

/**
 * Queues at the edge of the house, one set for each system, so that a queue says who speaks.
 * Promises: requests of one door one after the other and at least once, bounded in number and bytes; `send` resolves only when the broker has
 * the message on disk; a full queue refuses instead of dropping. Never: looks into a message, or lets one door wait for another.
 */
export interface MessageDoors {
  /** Opens and closes doors until exactly these are open. Queues of a closed door are left as they are. */
  serve(doors: readonly string[]): Promise<void>;
  /** Throws AdapterError `queue-unavailable`, `queue-publish-unconfirmed`: publish the same id again later. */
  send(door: string, queue: Exclude<DoorQueue, "submit">, message: DoorMessage): Promise<void>;
  depths(door: string): Promise<Readonly<Record<DoorQueue, number>>>;
  isReady(): boolean;
  close(): Promise<void>;
}

export interface MessageDoorsOptions {
  readonly handler: DoorHandler;
  /** For logs. Never throws. */
  readonly onEvent: (event: { readonly kind: string; readonly message: string; readonly cause?: unknown }) => void;
  /** How long closing waits for the running request before its signal aborts; 20 s unless told. */
  readonly closeGraceMs?: number;
}
