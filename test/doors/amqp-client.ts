import { randomUUID } from "node:crypto";
import { connect, type ChannelModel, type ConfirmChannel } from "amqplib";
import type { Teardown } from "#test/support/postgres";
import { eventually, type TownGateway } from "#test/support/town";

export interface Got {
  readonly messageId: string;
  readonly correlationId: string;
  readonly redelivered: boolean;
  readonly text: string;
}

/** A QLVB at its queues: publishes with confirms, reads results and events, keeps everything it read. */
export interface AmqpClient {
  readonly results: Got[];
  readonly events: Got[];
  publish(body: unknown, messageId?: string): Promise<string>;
  /** The first answer to this message that is not looked at yet. */
  answerTo<Answer>(messageId: string): Promise<Answer>;
  channel: ConfirmChannel;
  queue(name: string): string;
}

export async function openAmqpClient(t: Teardown, gateway: TownGateway, url: string, open = true): Promise<AmqpClient> {
  const base = `${gateway.config.queuePrefix}.door.${gateway.keyId}`;
  if (open) {
    await gateway.house.store.doors.saveCursor(`amqp:${gateway.keyId}`, "c0");
    await gateway.house.store.doors.openAmqpDoor(gateway.keyId, gateway.house.clock.now());
    // any entry of the journal wakes the doors
    await gateway.house.store.write((tx) => tx.append({ kind: "access.door-opened", at: gateway.house.clock.now(), actor: gateway.operator.actor, facts: {} }));
  }
  await eventually("the doors stand", async () => await gateway.house.messageDoors?.depths(gateway.keyId).catch(() => null));
  const [results, events]: [Got[], Got[]] = [[], []];
  const taken = new Set<Got>();
  const reading = [["result", results], ["events", events]] as const;
  // RabbitMQ 3.10 just back from a hard kill ends some connections and never answers some consumers: a client tries again
  const { connection, channel } = await eventually("the client is connected", async () => await attach(url, base, reading).catch(() => null));
  t.teardown(async () => {
    await connection.close().catch(() => undefined);
  });
  return {
    results,
    events,
    channel,
    queue: (name) => `${base}.${name}`,
    async publish(body, messageId = randomUUID()) {
      channel.publish(base, "", Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body)), { messageId, persistent: true });
      await channel.waitForConfirms();
      return messageId;
    },
    async answerTo<Answer>(messageId: string) {
      const got = await eventually(`an answer to ${messageId}`, () => Promise.resolve(results.find((one) => one.correlationId === messageId && !taken.has(one))));
      taken.add(got);
      return JSON.parse(got.text) as Answer;
    },
  };
}

const ATTACH_PATIENCE_MS = 5_000;

/** One connection and channel that reads every queue of the list into what it is kept in. */
async function attach(url: string, base: string, reading: readonly (readonly [queue: string, kept: Got[]])[]): Promise<{ connection: ChannelModel; channel: ConfirmChannel }> {
  const connection = await connect(url);
  connection.on("error", () => undefined);
  const late = setTimeout(() => void connection.close().catch(() => undefined), ATTACH_PATIENCE_MS);
  try {
    const channel = await connection.createConfirmChannel();
    channel.on("error", () => undefined);
    for (const [queue, kept] of reading) {
      await channel.consume(`${base}.${queue}`, (message) => {
        if (message === null) return;
        kept.push({ messageId: String(message.properties.messageId), correlationId: String(message.properties.correlationId), redelivered: message.fields.redelivered, text: message.content.toString() });
        channel.ack(message);
      });
    }
    return { connection, channel };
  } catch (cause) {
    void connection.close().catch(() => undefined);
    throw cause;
  } finally {
    clearTimeout(late);
  }
}
