import type { MessageDoors } from "#adapters/message-door";
import type { ApiKeyId } from "../../core/ids.ts";
import { startLoops } from "../loops.ts";
import { publishEvents, type EventNeeds } from "./publish-events.ts";

export interface AmqpDoorNeeds extends EventNeeds {
  readonly doors: MessageDoors;
  readonly log: EventNeeds["log"] & { fault(message: string, error: unknown, facts?: Readonly<Record<string, unknown>>): void };
}

export interface AmqpDoor {
  close(): Promise<void>;
}

const LOOK_EVERY_MS = 5_000;
const LONGEST_FAULT_PAUSE_MS = 30_000;

/** Opens and closes doors as operators do, and keeps telling each system what happened. */
export function startAmqpDoor(needs: AmqpDoorNeeds): AmqpDoor {
  const loops = startLoops<ApiKeyId>({
    name: "amqp-doors",
    find: async () => {
      const open = await needs.store.doors.amqpDoors();
      await needs.doors.serve(open);
      return open;
    },
    loopOf: (keyId) => ({ name: `amqp-events:${keyId}`, round: (signal) => publishEvents(needs, needs.doors, keyId, signal) }),
    pauseMs: LOOK_EVERY_MS,
    longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
    onFault: (name, error) => needs.log.fault("door.fault", error, { door: name }),
  });
  const stopListening = needs.service.onEvents(() => {
    loops.look();
    loops.wake();
  });
  return {
    async close() {
      stopListening();
      await loops.close();
    },
  };
}
