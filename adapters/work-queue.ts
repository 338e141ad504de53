/** One order of work. It carries ids, never documents; the same id over all deliveries. */
export interface WorkItem {
  /** UUID of the order, made once by the outbox. */
  readonly id: string;
  readonly topic: string;
  /** Id of the row the work is about. */
  readonly ref: string;
  /** 0 normal … 3 most urgent. Higher goes first. */
  readonly urgency: 0 | 1 | 2 | 3;
}

export interface DeadItem {
  readonly item: WorkItem;
  readonly deliveries: number;
  readonly reason: string;
}

export interface Consumer {
  /** Takes no new items, waits for the running handlers, gives unfinished ones back. */
  close(): Promise<void>;
}

export interface QueueDepth {
  readonly topic: string;
  readonly ready: number;
  readonly running: number;
}

/**
 * Durable work inside the house, at least once.
 * Promises: `publish` resolves only when the items survive a crash of every process; an item is removed only after its handler resolved;
 * a handler that throws, or a process that dies, brings the item back; after `maxDeliveries` it goes to `onDead` and is removed only when that resolved.
 * Never: schedules (the outbox holds due times), orders strictly, or interprets `ref`. Handlers must be idempotent.
 */
export interface WorkQueue {
  publish(items: readonly WorkItem[]): Promise<void>;
  consume(topic: string, handler: WorkHandler, options: { readonly concurrency: number }): Promise<Consumer>;
  depth(): Promise<readonly QueueDepth[]>;
  /** False while the broker is away. */
  isReady(): boolean;
  close(): Promise<void>;
}

/** `delivery` counts from 1. The signal aborts when the consumer closes and the grace time is over. */
export type WorkHandler = (item: WorkItem, delivery: number, signal: AbortSignal) => Promise<void>;

export interface WorkQueueOptions {
  readonly topics: readonly string[];
  readonly maxDeliveries: number;
  /** Pause before a failed item is delivered again. */
  readonly redeliveryDelayMs: number;
  readonly onDead: (dead: DeadItem) => Promise<void>;
  /** For logs: connection lost, restored, unexpected faults. Never throws. */
  readonly onEvent: (event: { readonly kind: string; readonly message: string; readonly cause?: unknown }) => void;
}
