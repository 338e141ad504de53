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
 * a handler that throws, or a process that dies, brings the item back, the latter within 30 s; while a process runs the handler and keeps its connection,
 * nobody else is given the item. After `maxDeliveries` handlers threw, or more than 8 deliveries were cut short by deaths of processes, the item goes
 * to `onDead` and is removed only when that resolved. Urgency 2 and 3 overtake, and a quarter of a consumer's places is kept for them.
 * Never: schedules (the outbox holds due times), orders strictly, or interprets `ref`. Handlers must be idempotent.
 */
export interface WorkQueue {
  /** All or an error: AdapterError `queue-unavailable` or `queue-publish-unconfirmed` (some may be in: publish the same ids again), `work-item-invalid`. */
  publish(items: readonly WorkItem[]): Promise<void>;
  consume(topic: string, handler: WorkHandler, options: { readonly concurrency: number }): Promise<Consumer>;
  depth(): Promise<readonly QueueDepth[]>;
  /** False while the broker is away. */
  isReady(): boolean;
  close(): Promise<void>;
}

/**
 * `delivery` counts from 1. The signal aborts when the consumer closes and the grace time is over,
 * and when the process was cut off so long that others may soon be given the item.
 */
export type WorkHandler = (item: WorkItem, delivery: number, signal: AbortSignal) => Promise<void>;

export interface WorkQueueOptions {
  readonly topics: readonly string[];
  readonly maxDeliveries: number;
  /** Pause before a failed item is delivered again. */
  readonly redeliveryDelayMs: number;
  /** How long a closing consumer waits for its handlers before it aborts their signals; 20 s unless told. */
  readonly closeGraceMs?: number;
  readonly onDead: (dead: DeadItem) => Promise<void>;
  /** For logs: connection lost, restored, unexpected faults. Never throws. */
  readonly onEvent: (event: { readonly kind: string; readonly message: string; readonly cause?: unknown }) => void;
}
