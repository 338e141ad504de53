import { newId, type WorkOrderId } from "../core/ids.ts";
import type { Transaction } from "../core/ports.ts";
import type { Run } from "./database.ts";
import { inOneTurn } from "./in-one-turn.ts";
import type { Later } from "./later.ts";
import { planned } from "./preparing-client.ts";

/** Envelopes that gave up waiting too: what they waited for has come after all. */
const WAKE = planned(`
  UPDATE inbound_envelope SET state = 'waiting', attempts = 0
  WHERE about && $1::text[] AND (state = 'waiting' OR (state = 'quarantined' AND fault->>'code' IN ('request-without-document', 'status-without-document')))
  RETURNING id`);

/** One envelope may have brought the document to several of our agencies: it is given up with the last of them. */
const PURGE = `
  UPDATE inbound_envelope SET purged_at = coalesce(purged_at, $2)
  WHERE about @> ARRAY[$1]::text[] AND message_kind = 'document' AND state IN ('filed', 'duplicate') AND NOT EXISTS (
    SELECT FROM unnest(about) AS one JOIN incoming_document AS d ON d.receiver_code || '|' || d.sender_code || '|' || d.identity_key = one
    WHERE d.identity_key = ANY (SELECT substr(key, length(split_part(key, '|', 1)) + length(split_part(key, '|', 2)) + 3) FROM unnest(about) AS key) AND d.purged_at IS NULL)
  RETURNING envelope_sha256 AS sha256`;

/**
 * Every table that refers to a blob must be here, or the sweep takes its bytes; a test compares this with the schema. An upload that has just ended
 * may have been named by a message whose document is not stored yet.
 */
const IN_USE = `
  SELECT sha256 FROM unnest($1::text[]) AS sha256 WHERE
    EXISTS (SELECT FROM inbound_envelope WHERE envelope_sha256 = sha256 AND purged_at IS NULL)
    OR EXISTS (SELECT FROM incoming_document WHERE envelope_sha256 = sha256 AND purged_at IS NULL)
    OR EXISTS (SELECT FROM incoming_document WHERE files @> jsonb_build_array(jsonb_build_object('sha256', sha256)) AND purged_at IS NULL)
    OR EXISTS (SELECT FROM outgoing_document WHERE envelope_sha256 = sha256 AND purged_at IS NULL)
    OR EXISTS (SELECT FROM outgoing_document WHERE files @> jsonb_build_array(jsonb_build_object('sha256', sha256)) AND purged_at IS NULL)
    OR EXISTS (SELECT FROM upload WHERE upload.sha256 = sha256.sha256 AND kept_until > clock_timestamp() - interval '1 hour')
    OR EXISTS (SELECT FROM transmission t LEFT JOIN outgoing_document d ON d.id = t.outgoing_id WHERE t.envelope_sha256 = sha256.sha256 AND d.purged_at IS NULL)`;

/** The same the other way round, as digests: what rows name for good and a backup must hold. An upload nobody named is not among it. */
export const NAMED_BLOBS = `
  SELECT envelope_sha256 AS sha256 FROM inbound_envelope WHERE envelope_sha256 IS NOT NULL AND purged_at IS NULL
  UNION SELECT envelope_sha256 FROM incoming_document WHERE envelope_sha256 IS NOT NULL AND purged_at IS NULL
  UNION SELECT file->>'sha256' FROM incoming_document, jsonb_array_elements(files) AS file WHERE purged_at IS NULL
  UNION SELECT envelope_sha256 FROM outgoing_document WHERE envelope_sha256 IS NOT NULL AND purged_at IS NULL
  UNION SELECT file->>'sha256' FROM outgoing_document, jsonb_array_elements(files) AS file WHERE purged_at IS NULL
  UNION SELECT t.envelope_sha256 FROM transmission t LEFT JOIN outgoing_document d ON d.id = t.outgoing_id WHERE t.envelope_sha256 IS NOT NULL AND d.purged_at IS NULL`;

export function purgeWrites(run: Run, soon: Run, later: Later): Pick<Transaction, "wakeWaiting" | "purgeEnvelopes" | "blobsInUse"> {
  return {
    wakeWaiting: inOneTurn(async (about: readonly string[]) => {
      const [woken]: [{ id: string }[], number] = await soon((db) => db.query(WAKE, [about]));
      later.addWorks(woken.map(({ id }) => ({ id: newId<WorkOrderId>(), topic: "process-incoming", ref: id, urgency: 0 })));
      return about.map(() => undefined);
    }),
    purgeEnvelopes: async (about, at) => {
      const [purged]: [{ sha256: string }[], number] = await run((db) => db.query(PURGE, [about, at]));
      return purged.map(({ sha256 }) => sha256);
    },
    blobsInUse: async (sha256s) => {
      const used: { sha256: string }[] = await run((db) => db.query(IN_USE, [[...sha256s]]));
      return used.map(({ sha256 }) => sha256);
    },
  };
}
