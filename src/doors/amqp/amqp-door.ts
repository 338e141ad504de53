import type { MessageDoors } from "#adapters/message-door";
import type { ApiKeyId } from "../../core/ids.ts";
import { startLoop, type Loop } from "../../jobs/loop.ts";
import { publishEvents, type EventNeeds } from "./publish-events.ts";

export interface AmqpDoorNeeds extends EventNeeds {
  readonly doors: MessageDoors;
  readonly log: { fault(message: string, error: unknown, facts?: Readonly<Record<string, unknown>>): void };
}

export interface AmqpDoor {
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 5_000;
const EVENTS_EVERY_MS = 5_000;
const LONGEST_FAULT_PAUSE_MS = 30_000;

/** Opens and closes doors as operators do, and keeps telling each system what happened. */
export function startAmqpDoor(needs: AmqpDoorNeeds): AmqpDoor {
  const onFault = (name: string, error: unknown): void => needs.log.fault("door.fault", error, { door: name });
  const telling = new Map<ApiKeyId, Loop>();
  const looking = startLoop({
    name: "amqp-doors",
    round: async () => {
      const open = await needs.store.doors.amqpDoors();
      await needs.doors.serve(open);
      for (const [keyId, loop] of [...telling].filter(([known]) => !open.includes(known))) {
        telling.delete(keyId);
        await loop.close();
      }
      for (const keyId of open.filter((known) => !telling.has(known))) telling.set(keyId, tellingLoop(keyId));
      return false;
    },
    pauseMs: LOOK_EVERY_MS,
    longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
    onFault,
  });
  const stopListening = needs.service.onEvents(() => {
    looking.wake();
    for (const loop of telling.values()) loop.wake();
  });

  function tellingLoop(keyId: ApiKeyId): Loop {
    return startLoop({
      name: `amqp-events:${keyId}`,
      round: async (signal) => await publishEvents(needs, needs.doors, keyId, signal),
      pauseMs: EVENTS_EVERY_MS,
      longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
      onFault,
    });
  }

  return {
    async close() {
      stopListening();
      await looking.close();
      await Promise.all([...telling.values()].map((loop) => loop.close()));
    },
  };
}
