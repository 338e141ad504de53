import type { PaperCopy, PolicyCheck, PolicyReads, PolicyWrites } from "../core/policy/ports.ts";
import type { PolicyOverride } from "../core/policy/profile.ts";
import type { Run } from "./database.ts";

const OVERRIDES = `SELECT id, scope, version, profile, rules, decision, to_char(valid_from, 'YYYY-MM-DD') AS "validFrom", to_char(valid_to, 'YYYY-MM-DD') AS "validTo",
    reason, recorded_at AS "recordedAt", actor
  FROM policy_override ORDER BY scope, version`;
const PAPER = `direction, document_id AS "documentId", receiver_code AS "receiverCode", sender_code AS "senderCode", identity_key AS "identityKey", state,
    promised_at AS "promisedAt", decided_at AS "decidedAt", decided_by AS "decidedBy", person, note`;

export function policyReads(run: Run): PolicyReads {
  return {
    overrides: () => run(async (db): Promise<PolicyOverride[]> => await db.query(OVERRIDES)),
    check: (id) =>
      run(async (db) => {
        const rows: PolicyCheck[] = await db.query(`SELECT incoming_id AS "incomingId", profile, data_version AS "dataVersion", findings, checked_at AS "checkedAt" FROM policy_check WHERE incoming_id = $1`, [id]);
        return rows[0] ?? null;
      }),
    paperOf: (direction, documentId) => run(async (db): Promise<PaperCopy[]> => await db.query(`SELECT ${PAPER} FROM paper_copy WHERE direction = $1 AND document_id = $2 ORDER BY receiver_code`, [direction, documentId])),
    papers: ({ agencies, states, direction = null, documentId = null, limit }) =>
      run(
        async (db): Promise<PaperCopy[]> =>
          await db.query(
            `SELECT ${PAPER} FROM paper_copy
             WHERE state = ANY($1) AND ($2::text IS NULL OR direction = $2)
               AND ($5::uuid IS NULL OR document_id = $5)
               AND ($3::text[] IS NULL OR (CASE direction WHEN 'outgoing' THEN sender_code ELSE receiver_code END) = ANY($3))
             ORDER BY promised_at, document_id, receiver_code LIMIT $4`,
            [[...states], direction, agencies === "all" ? null : [...agencies], limit, documentId],
          ),
      ),
  };
}

export function policyWrites(run: Run): Omit<PolicyWrites, "addPolicyCheck"> {
  return {
    addOverride: ({ id, scope, version, profile, rules, decision, validFrom, validTo, reason, recordedAt, actor }) =>
      run(async (db) => {
        const added: unknown[] = await db.query(
          `INSERT INTO policy_override (id, scope, version, profile, rules, decision, valid_from, valid_to, reason, recorded_at, actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
           ON CONFLICT (scope, version) DO NOTHING RETURNING id`,
          [id, scope, version, profile, JSON.stringify(rules), decision, validFrom, validTo, reason, recordedAt, actor],
        );
        return added.length === 1;
      }),
    addPapers: async (papers) => {
      for (const { direction, documentId, receiverCode, senderCode, identityKey, state, promisedAt } of papers) {
        await run((db) =>
          db.query(`INSERT INTO paper_copy (direction, document_id, receiver_code, sender_code, identity_key, state, promised_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`, [direction, documentId, receiverCode, senderCode, identityKey, state, promisedAt]),
        );
      }
    },
    decidePaper: (identityKey, senderCode, receiverCode, { state, decidedAt, decidedBy, person, note }) =>
      run(async (db) => {
        const [changed]: [PaperCopy[], number] = await db.query(
          `UPDATE paper_copy SET state = $4, decided_at = $5, decided_by = $6, person = $7, note = $8
           WHERE identity_key = $1 AND sender_code = $2 AND receiver_code = $3 AND state <> 'matched' RETURNING ${PAPER}`,
          [identityKey, senderCode, receiverCode, state, decidedAt, decidedBy, person, note],
        );
        return changed;
      }),
  };
}
