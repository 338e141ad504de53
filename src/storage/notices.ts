import type { BackfillEntry, Notice, PaperFallback } from "../core/notices/notice.ts";
import type { NoticeReader, NoticeWrites } from "../core/notices/notice-ports.ts";
import type { ReportContent } from "../core/reports/report-content.ts";
import type { Run } from "./database.ts";

const NOTICE = `id, kind, agency_code AS "agencyCode", number, what, suspended_from AS "suspendedFrom", resumes_at AS "resumesAt", temporary_measures AS "temporaryMeasures", backfill_measures AS "backfillMeasures",
  agencies, contacts, signer, issued_at AS "issuedAt", issued_by AS "issuedBy", resumed_at AS "resumedAt", ended_by AS "endedBy", remedy`;
const BACKFILL = `id, notice_id AS "noticeId", agency_code AS "agencyCode", direction, code, issued_on::text AS "issuedOn", type_name AS "typeName", subject, peer_code AS "peerCode", peer_name AS "peerName",
  happened_at AS "happenedAt", person, recorded_at AS "recordedAt", recorded_by AS "recordedBy"`;
const PAPER = `id, dispatch_id AS "dispatchId", notice_id AS "noticeId", sender_code AS "senderCode", reason, sent_at AS "sentAt", person, recorded_at AS "recordedAt", recorded_by AS "recordedBy"`;

export function noticeReads(run: Run): NoticeReader {
  return {
    byId: (id) =>
      run(async (db) => {
        const [notice]: Notice[] = await db.query(`SELECT ${NOTICE} FROM notice WHERE id = $1`, [id]);
        return notice ?? null;
      }),
    list: (filter) =>
      run(async (db) => {
        const rows: Notice[] = await db.query(
          `SELECT ${NOTICE} FROM notice WHERE ($1::text[] IS NULL OR agencies && $1 OR agency_code = ANY($1) OR EXISTS (SELECT FROM unnest($2::text[]) root, unnest(agencies || agency_code) told WHERE told = root OR told LIKE root || '.%'))
           AND ($3::uuid IS NULL OR id < $3) AND ($4::boolean IS NULL OR (resumed_at IS NULL) = $4) ORDER BY id DESC LIMIT $5`,
          [filter.agencies === "all" ? null : [...filter.agencies], [...filter.trees], filter.after ?? null, filter.open ?? null, filter.limit + 1],
        );
        const shown = rows.slice(0, filter.limit);
        return { rows: shown, next: rows.length > shown.length ? (shown.at(-1)?.id ?? null) : null };
      }),
    backfill: (id) => run((db) => db.query<BackfillEntry[]>(`SELECT ${BACKFILL} FROM backfill_entry WHERE notice_id = $1 ORDER BY happened_at, id`, [id])),
    mailsDue: (limit) =>
      run((db) => db.query(`SELECT id, notice_id AS "noticeId", about, name, address, attempts FROM notice_mail WHERE state = 'queued' AND due_at <= clock_timestamp() ORDER BY due_at, id LIMIT $1`, [limit])),
    mailsOf: (id) =>
      run((db) => db.query(`SELECT id, notice_id AS "noticeId", about, name, address, state, attempts, settled_at AS "settledAt", last_fault AS "lastFault" FROM notice_mail WHERE notice_id = $1 ORDER BY id`, [id])),
    paperOf: (dispatchIds) => run((db) => db.query<PaperFallback[]>(`SELECT ${PAPER} FROM paper_fallback WHERE dispatch_id = ANY($1) ORDER BY id`, [[...dispatchIds]])),
    operations: ({ scope, from, to, asOf }) =>
      run(async (db) => {
        const mine = (column: string): string => (scope.tree ? `(${column} = $1 OR ${column} LIKE $1 || '.%')` : `${column} = $1`);
        const [row]: ReportContent["operations"][] = await db.query(
          // what was recorded after the moment asked about is not known yet
          `WITH days AS (SELECT $2::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS start, ($3::date + 1)::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS stop),
           known AS (SELECT kind, agencies, suspended_from, CASE WHEN ended_at <= $4::timestamptz THEN resumed_at ELSE $4::timestamptz END AS resumed_at FROM notice WHERE issued_at <= $4::timestamptz),
           met AS (SELECT n.kind, greatest(n.suspended_from, days.start) AS a, least(n.resumed_at, days.stop) AS b FROM known n, days
             WHERE EXISTS (SELECT FROM unnest(n.agencies) told WHERE ${mine("told")}) AND n.suspended_from < days.stop AND n.resumed_at > days.start)
           SELECT (SELECT count(*)::int FROM met WHERE kind = 'incident') AS incidents, (SELECT count(*)::int FROM met WHERE kind = 'maintenance') AS maintenances,
             (SELECT coalesce(round(sum(extract(epoch FROM upper(span) - lower(span))) / 60), 0)::int FROM (SELECT unnest(range_agg(tstzrange(a, b))) AS span FROM met WHERE b > a) spans) AS "suspendedMinutes",
             (SELECT count(*)::int FROM paper_fallback p, days WHERE ${mine("p.sender_code")} AND p.sent_at >= days.start AND p.sent_at < days.stop AND p.recorded_at <= $4::timestamptz) AS "paperFallbacks",
             (SELECT count(*)::int FROM backfill_entry b, days WHERE ${mine("b.agency_code")} AND b.happened_at >= days.start AND b.happened_at < days.stop AND b.recorded_at <= $4::timestamptz) AS backfilled`,
          [scope.code, from, to, asOf],
        );
        return row ?? { incidents: 0, maintenances: 0, suspendedMinutes: 0, paperFallbacks: 0, backfilled: 0 };
      }),
  };
}

export function noticeWrites(run: Run): NoticeWrites {
  return {
    addNotice: async (n) => {
      await run((db) =>
        db.query(
          `INSERT INTO notice (id, kind, agency_code, number, what, suspended_from, resumes_at, temporary_measures, backfill_measures, agencies, contacts, signer, issued_at, issued_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
          [n.id, n.kind, n.agencyCode, n.number, n.what, n.suspendedFrom, n.resumesAt, n.temporaryMeasures, n.backfillMeasures, [...n.agencies], [...n.contacts], n.signer, n.issuedAt, n.issuedBy],
        ),
      );
    },
    queueMails: async (mails) => {
      const given = JSON.stringify(mails.map(({ id, noticeId, about, name, address }) => ({ id, notice_id: noticeId, about, name, address })));
      await run((db) => db.query(`INSERT INTO notice_mail (id, notice_id, about, name, address) SELECT id, notice_id, about, name, address FROM jsonb_populate_recordset(NULL::notice_mail, $1) ON CONFLICT DO NOTHING`, [given]));
    },
    settleMail: async (id, outcome) => {
      await run((db) =>
        db.query(`UPDATE notice_mail SET state = $2, attempts = attempts + 1, last_fault = $3, due_at = clock_timestamp() + $4 * interval '1 millisecond', settled_at = CASE WHEN $2 <> 'queued' THEN clock_timestamp() END WHERE id = $1`, [
          id,
          outcome.state,
          outcome.state === "sent" ? null : outcome.fault,
          outcome.state === "queued" ? outcome.retryInMs : 0,
        ]),
      );
    },
    endNotice: async (id, resumedAt, endedAt, endedBy, remedy) => {
      const rows: unknown[] = await run((db) => db.query("WITH ended AS (UPDATE notice SET resumed_at = $2, ended_at = $3, ended_by = $4, remedy = $5 WHERE id = $1 AND resumed_at IS NULL RETURNING id) SELECT id FROM ended", [id, resumedAt, endedAt, endedBy, remedy]));
      return rows.length === 1;
    },
    addPaper: async (fallbacks) => {
      let added = 0;
      for (const p of fallbacks) {
        const rows: unknown[] = await run((db) =>
          db.query(
            `INSERT INTO paper_fallback (id, dispatch_id, notice_id, sender_code, reason, sent_at, person, recorded_at, recorded_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (dispatch_id) DO NOTHING RETURNING id`,
            [p.id, p.dispatchId, p.noticeId, p.senderCode, p.reason, p.sentAt, p.person, p.recordedAt, p.recordedBy],
          ),
        );
        added += rows.length;
      }
      return added;
    },
    addBackfill: async (b) => {
      const rows: unknown[] = await run((db) =>
        db.query(
          `INSERT INTO backfill_entry (id, notice_id, agency_code, direction, code, issued_on, type_name, subject, peer_code, peer_name, happened_at, person, recorded_at, recorded_by)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING RETURNING id`,
          [b.id, b.noticeId, b.agencyCode, b.direction, b.code, b.issuedOn, b.typeName, b.subject, b.peerCode, b.peerName, b.happenedAt, b.person, b.recordedAt, b.recordedBy],
        ),
      );
      return rows.length === 1;
    },
  };
}
