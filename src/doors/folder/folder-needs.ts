import type { Access } from "../../core/actor.ts";
import type { Store } from "../../core/ports.ts";
import type { SubmittingNeeds } from "../submit.ts";
import type { Room } from "./room.ts";

export interface FolderNeeds extends SubmittingNeeds {
  readonly store: Store;
  readonly log: {
    warn(message: string, facts: Readonly<Record<string, unknown>>): void;
    fault(message: string, error: unknown, facts?: Readonly<Record<string, unknown>>): void;
  };
}

/** The folder of one key while a round runs. */
export interface OpenFolder {
  /** As the key is named; composed. */
  readonly name: string;
  readonly access: Access;
  /** `gui-di`: what the system hands over. */
  readonly outgoing: Room;
  /** `den`: what we hand over. */
  readonly incoming: Room;
  /** Names whose result could not be written or whose marker could not be removed: not tried again every round. */
  readonly stuck: Map<string, number>;
}

/** Short, and what it says is for people as well. */
export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Null when it is no JSON. Programs of Windows begin their files with a BOM; it is skipped. */
export function parseJson(bytes: Buffer): { readonly value: unknown } | null {
  try {
    return { value: JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) };
  } catch {
    return null;
  }
}
