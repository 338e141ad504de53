import type { EntityManager } from "typeorm";
import type { Access } from "../core/actor.ts";
import type { DoorStore, FolderPlace } from "../core/doors/ports.ts";
import type { ApiKeyId } from "../core/ids.ts";
import type { Database } from "./database.ts";
import { planned } from "./preparing-client.ts";

interface KeyRow {
  readonly id: ApiKeyId;
  readonly name: string;
  readonly agencies: readonly string[];
}

const AMQP_DOORS = planned("SELECT id FROM api_key JOIN amqp_door ON key_id = id WHERE revoked_at IS NULL ORDER BY id");
const CURSOR = planned("SELECT cursor FROM door_cursor WHERE door = $1");
const SAVE_CURSOR = planned("INSERT INTO door_cursor (door, cursor) VALUES ($1, $2) ON CONFLICT (door) DO UPDATE SET cursor = excluded.cursor RETURNING door");
const PLACE = `SELECT folder, direction, place, document_id AS "documentId" FROM folder_place`;

/** The tables of the doors besides REST: plain rows, so plain SQL. */
export function doorsOf(database: Database): DoorStore {
  const rows = async <Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> => await database.read((db) => db.query<Row[]>(sql, [...parameters]));
  const change = async <Row>(sql: string, parameters: readonly unknown[]): Promise<readonly Row[]> => await database.once(async (db) => returned<Row>(await db.query(sql, [...parameters])));
  return {
    amqpDoors: async () => (await rows<KeyRow>(AMQP_DOORS)).map(({ id }) => id),
    amqpAccess: async (keyId) => accessOf((await rows<KeyRow>("SELECT id, name, agencies FROM api_key JOIN amqp_door ON key_id = id WHERE revoked_at IS NULL AND id = $1", [keyId]))[0]),
    openAmqpDoor: async (keyId, at) => (await change("INSERT INTO amqp_door (key_id, opened_at) VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING key_id", [keyId, at])).length === 1,
    closeAmqpDoor: async (keyId) => (await change("DELETE FROM amqp_door WHERE key_id = $1 RETURNING key_id", [keyId])).length === 1,
    keysNamed: async (name) => (await rows<KeyRow>("SELECT id, name, agencies FROM api_key WHERE revoked_at IS NULL AND normalize(name) = normalize($1)", [name])).flatMap((row) => accessOf(row) ?? []),

    cursor: async (door) => (await rows<{ cursor: string }>(CURSOR, [door]))[0]?.cursor ?? null,
    saveCursor: async (door, cursor) => {
      await change(SAVE_CURSOR, [door, cursor]);
    },

    keepUpload: async (keyId, { sha256, size }, forMs) => {
      await change("DELETE FROM upload WHERE kept_until < clock_timestamp() - interval '1 hour' RETURNING sha256", []);
      const [kept] = await change<{ until: Date }>(
        `INSERT INTO upload (key_id, sha256, size, kept_until) VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 ms')
         ON CONFLICT (key_id, sha256) DO UPDATE SET kept_until = excluded.kept_until RETURNING kept_until AS until`,
        [keyId, sha256, size, forMs],
      );
      return kept?.until ?? new Date();
    },
    dropUploads: async (keyId, sha256s) => {
      await change("DELETE FROM upload WHERE key_id = $1 AND sha256 = ANY($2) RETURNING sha256", [keyId, sha256s]);
    },
    upload: async (keyId, sha256) => {
      const [found] = await rows<{ size: string }>("SELECT size FROM upload WHERE key_id = $1 AND sha256 = $2 AND kept_until > clock_timestamp()", [keyId, sha256]);
      return found === undefined ? null : { sha256, size: Number(found.size) };
    },

    savePlace: async ({ folder, direction, place, documentId }) => {
      await change(
        "INSERT INTO folder_place (folder, direction, place, document_id) VALUES ($1, $2, $3, $4) ON CONFLICT (folder, direction, place) DO UPDATE SET document_id = excluded.document_id RETURNING place",
        [folder, direction, place, documentId],
      );
    },
    placesOf: async (folder, documentId) => await rows<FolderPlace>(`${PLACE} WHERE folder = $1 AND document_id = $2 ORDER BY place`, [folder, documentId]),
    documentAt: async (folder, direction, place) => (await rows<FolderPlace>(`${PLACE} WHERE folder = $1 AND direction = $2 AND place = $3`, [folder, direction, place]))[0]?.documentId ?? null,
  };
}

function accessOf(row: KeyRow | undefined): Access | null {
  return row === undefined ? null : { actor: { kind: "system-key", keyId: row.id, name: row.name }, agencies: row.agencies };
}

/** TypeORM answers INSERT … RETURNING with rows, UPDATE and DELETE with [rows, count]. */
function returned<Row>(answer: Awaited<ReturnType<EntityManager["query"]>>): readonly Row[] {
  const [first, count] = answer as readonly [unknown, unknown];
  return (Array.isArray(first) && typeof count === "number" ? first : answer) as readonly Row[];
}
