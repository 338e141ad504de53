import { once } from "node:events";
import type { ConfirmChannel, Options } from "amqplib";
import { AdapterError } from "../errors.ts";

/** Unconfirmed messages at once; what comes above waits, inside its own time limit. Ids only: about 300 bytes each. */
const WINDOW = 1_000;

/** Says which publication came back; the correlation id belongs to whoever publishes. */
const TAG = "x-publication";

interface Pending {
  returned: boolean;
  readonly settle: (fault: AdapterError | null) => void;
}

/** Publishes with confirms on one channel. Keeps nothing for later: without a connection it refuses, and the outbox tries again. */
export class Publisher {
  readonly #confirmMs: number;
  readonly #onUnroutable: (queue: string) => void;
  readonly #pending = new Map<string, Pending>();
  #channel: ConfirmChannel | null = null;
  #sent = 0;
  #roomMade: (() => void)[] = [];

  constructor(confirmMs: number, onUnroutable: (queue: string) => void) {
    this.#confirmMs = confirmMs;
    this.#onUnroutable = onUnroutable;
  }

  attach(channel: ConfirmChannel): void {
    this.#channel = channel;
    // a message no queue took is returned first and confirmed then
    channel.on("return", (message) => {
      const pending = this.#pending.get(String(message.properties.headers?.[TAG]));
      if (pending !== undefined) pending.returned = true;
      this.#onUnroutable(message.fields.routingKey);
    });
  }

  /** The connection is gone: nobody will confirm what is out. */
  detach(): void {
    this.#channel = null;
    for (const pending of this.#pending.values()) pending.settle(unconfirmed("the connection ended before the broker confirmed"));
  }

  /** Resolves when the broker has the message on disk. Throws AdapterError `queue-unavailable` or `queue-publish-unconfirmed`. */
  async send(queue: string, body: Buffer, options: Options.Publish, exchange = ""): Promise<void> {
    const end = Date.now() + this.#confirmMs;
    while (this.#pending.size >= WINDOW) await this.#room(end);
    const channel = this.#channel;
    if (channel === null) throw new AdapterError("queue-unavailable", "the broker is away", { queue }, { hint: "nothing is lost: publish the same ids again later" });

    const fault = await new Promise<AdapterError | null>((resolve) => {
      const id = String(++this.#sent);
      const timer = setTimeout(() => settle(unconfirmed(`the broker did not confirm within ${this.#confirmMs} ms`)), Math.max(0, end - Date.now()));
      const settle = (found: AdapterError | null): void => {
        clearTimeout(timer);
        if (!this.#pending.delete(id)) return;
        this.#roomMade.shift()?.();
        resolve(found);
      };
      const pending: Pending = { returned: false, settle };
      this.#pending.set(id, pending);
      try {
        channel.publish(exchange, queue, body, { ...options, headers: { ...(options.headers as Record<string, unknown> | undefined), [TAG]: id }, persistent: true, mandatory: true }, (refused: unknown) => {
          if (refused !== null && refused !== undefined) settle(unconfirmed("the broker refused the message", refused));
          else settle(pending.returned ? unconfirmed(`the broker has no queue ${queue}`) : null);
        });
      } catch (cause) {
        settle(unconfirmed("the channel was closed", cause));
      }
    });
    if (fault !== null) throw fault;
  }

  /** Waits until everything that is out is confirmed or given up. */
  async settled(): Promise<void> {
    while (this.#pending.size > 0) await new Promise<void>((resolve) => this.#roomMade.push(resolve));
  }

  async #room(end: number): Promise<void> {
    const timeout = AbortSignal.timeout(Math.max(1, end - Date.now()));
    const room = new Promise<void>((resolve) => this.#roomMade.push(resolve));
    await Promise.race([room, once(timeout, "abort")]);
    if (timeout.aborted) throw unconfirmed("too many messages wait for the broker");
  }
}

function unconfirmed(reason: string, cause?: unknown): AdapterError {
  return new AdapterError("queue-publish-unconfirmed", `publishing failed: ${reason}`, {}, { hint: "it may be in or not: publish the same ids again later", cause });
}
