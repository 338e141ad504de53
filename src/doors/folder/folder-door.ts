import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Access } from "../../core/actor.ts";
import { HouseError } from "../../core/fault.ts";
import { startLoops } from "../loops.ts";
import type { FolderNeeds } from "./folder-needs.ts";
import { Room } from "./room.ts";
import { takeOutgoing } from "./take-outgoing.ts";
import { takeStatuses } from "./take-statuses.ts";
import { tellEvents } from "./tell-events.ts";

export interface FolderDoorNeeds extends FolderNeeds {
  /** Holds one folder for each key, named like the key. */
  readonly directory: string;
  readonly everyMs: number;
}

export interface FolderDoor {
  close(): Promise<void>;
}

const LONGEST_FAULT_PAUSE_MS = 60_000;

/**
 * Watches one folder for each API key, each by itself, so that a share that hangs or is full stops no other. By looking again and again:
 * a network share tells nobody of changes.
 */
export function startFolderDoor(needs: FolderDoorNeeds): FolderDoor {
  const loops = startLoops({
    name: "folder-doors",
    find: () => foldersIn(needs.directory),
    loopOf: (name) => ({ name: `folder:${name}`, round: watching(needs, name) }),
    pauseMs: needs.everyMs,
    longestFaultPauseMs: LONGEST_FAULT_PAUSE_MS,
    onFault: (name, error) => needs.log.fault("door.fault", error, { door: name }),
  });
  const stopListening = needs.service.onEvents(() => loops.wake());
  return {
    async close() {
      stopListening();
      await loops.close();
    },
  };
}

function watching(needs: FolderDoorNeeds, name: string): () => Promise<boolean> {
  const stuck = new Map<string, number>();
  let said = "";
  return async () => {
    const access = await accessOf(needs, name);
    if (typeof access === "string") {
      if (access !== said) needs.log.warn("door.folder.closed", { folder: name, reason: access });
      said = access;
      return false;
    }
    said = "";
    return (await needs.store.asLeader(`door:folder:${name.normalize("NFC")}`, () => round(needs, name, access, stuck))) ?? false;
  };
}

async function foldersIn(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isDirectory() && !entry.name.startsWith(".")).map(({ name }) => name);
  } catch (cause) {
    throw new HouseError("storage-unavailable", "the directory of watched folders cannot be read", { directory }, { cause, hint: "check LIENTHONG_FOLDER_DIR" });
  }
}

/** The name of the folder is the name of the key; nothing inside says who speaks. */
async function accessOf(needs: FolderDoorNeeds, name: string): Promise<Access | string> {
  const [access, ...others] = await needs.store.doors.keysNamed(name.normalize("NFC"));
  if (access === undefined) return "no valid API key has this name";
  return others.length > 0 ? "several valid API keys have this name" : access;
}

async function round(needs: FolderDoorNeeds, name: string, access: Access, stuck: Map<string, number>): Promise<boolean> {
  const own = await Room.open(join(needs.directory, name));
  try {
    const outgoing = await own.innerMade("gui-di");
    try {
      const incoming = await own.innerMade("den");
      try {
        const folder = { name: name.normalize("NFC"), access, outgoing, incoming, stuck };
        const moreOutgoing = await takeOutgoing(needs, folder);
        await takeStatuses(needs, folder);
        return (await tellEvents(needs, folder)) || moreOutgoing;
      } finally {
        await incoming.close();
      }
    } finally {
      await outgoing.close();
    }
  } finally {
    await own.close();
  }
}
