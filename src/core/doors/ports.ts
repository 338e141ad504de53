import type { Access } from "../actor.ts";
import type { ApiKeyId } from "../ids.ts";

/** Where a door stands in the feed of events; `amqp:<key id>` or `folder:<name>`; a job of the gateway that follows it likewise. */
export type DoorName = `amqp:${ApiKeyId}` | `folder:${string}` | `gateway:${string}`;

/** A file that was put down first (claim check), to be named by a later message. */
export interface KeptUpload {
  readonly sha256: string;
  readonly size: number;
}

/** Something of a watched folder: the submission `place` in `gui-di`, or the folder `place` in `den`. */
export interface FolderPlace {
  readonly folder: string;
  readonly direction: "outgoing" | "incoming";
  readonly place: string;
  readonly documentId: string;
}

/** What the doors besides REST remember. Access is always read afresh, so that a revoked key stops every door at once. */
export interface DoorStore {
  /** Keys, not revoked, whose AMQP door an operator has opened. */
  amqpDoors(): Promise<readonly ApiKeyId[]>;
  /** As whom the messages of this door are taken; null: the door is closed or the key revoked. */
  amqpAccess(keyId: ApiKeyId): Promise<Access | null>;
  /** False when it is open already. */
  openAmqpDoor(keyId: ApiKeyId, at: Date): Promise<boolean>;
  closeAmqpDoor(keyId: ApiKeyId): Promise<boolean>;
  /** Keys of this exact name that are not revoked. */
  keysNamed(name: string): Promise<readonly Access[]>;

  cursor(door: DoorName): Promise<string | null>;
  saveCursor(door: DoorName, cursor: string): Promise<void>;

  /** Bound to the key; the same content again is kept anew. Machine time. Resolves to when it ends. */
  keepUpload(keyId: ApiKeyId, upload: KeptUpload, forMs: number): Promise<Date>;
  upload(keyId: ApiKeyId, sha256: string): Promise<KeptUpload | null>;
  /** Forgets them before their time. */
  dropUploads(keyId: ApiKeyId, sha256s: readonly string[]): Promise<void>;

  savePlace(place: FolderPlace): Promise<void>;
  placesOf(folder: string, documentId: string): Promise<readonly FolderPlace[]>;
  documentAt(folder: string, direction: FolderPlace["direction"], place: string): Promise<string | null>;
}
