import type { RegisterKind } from "../core/registers/register-kind.ts";
import type { FailedEntry, IncomingEntry, OutgoingEntry, PaperEntry, RegisterEntries } from "../core/registers/register-ports.ts";
import { notHeld } from "./not-held.ts";

/** How one register is read: the rows `r` it is made of, by agency and instant, and each as one JSON `entry`. */
export interface RegisterSql<Entry> {
  /** Table or subquery. */
  readonly from: string;
  readonly agency: string;
  /** Column of the instant that decides the period, and the order. */
  readonly instant: string;
  /** Further condition on `r`. */
  readonly where: string | null;
  readonly joins: string;
  readonly select: string;
  /** For "from number … to number" on the cover; null: the register has no numbers of its own. */
  readonly code: string | null;
  /** JSON has no dates. */
  readonly revive: (stored: Entry) => Entry;
}

/** Milliseconds, or null: what JSON can carry of an instant. */
const ms = (column: string): string => `(extract(epoch FROM ${column}) * 1000)::bigint`;

const DOCUMENT = `
  'id', r.id,
  'issuedOn', m.message->'promulgation'->>'date',
  'typeName', coalesce(m.message->'documentType'->>'typeName', ''),
  'subject', m.message->>'subject'`;

const SENT_AT = `CASE WHEN d.control_model = 'shared' THEN d.submitted_at WHEN d.entered_at IS NOT NULL THEN coalesce(d.left_at, d.entered_at) END`;

const INCOMING: Omit<RegisterSql<IncomingEntry>, "revive"> = {
  from: "incoming_document",
  agency: "receiver_code",
  instant: "effective_at",
  // what a stamp of secrecy holds shows in no list before a person has decided
  where: notHeld("r"),
  joins: `
    CROSS JOIN LATERAL (SELECT r.message) m
    LEFT JOIN LATERAL (
      SELECT concat_ws(', ', nullif(s.staff->>'staff', ''), nullif(s.staff->>'department', '')) AS unit FROM status_record s
      WHERE s.incoming_id = r.id AND s.staff IS NOT NULL AND s.status_code IN ('03', '04', '05', '06') ORDER BY s.id DESC LIMIT 1) who ON true
    LEFT JOIN LATERAL (
      SELECT max(s.stated_at) AS last_at, min(s.stated_at) FILTER (WHERE s.status_code = '04') AS assigned_at FROM status_record s WHERE s.incoming_id = r.id AND s.status_code <> '01') said ON true
    LEFT JOIN LATERAL (
      SELECT jsonb_agg(o.code ORDER BY o.submitted_at) AS codes FROM document_link l JOIN outgoing_document o ON o.id = l.document_id
      WHERE l.identity_key = r.identity_key AND l.relation = 'answers' AND l.direction = 'outgoing' AND o.sender_code = r.receiver_code) answered ON true`,
  select: `jsonb_build_object(${DOCUMENT},
    'code', (m.message->'code'->>'number') || '/' || (m.message->'code'->>'notation'),
    'receiverCode', r.receiver_code, 'senderCode', r.sender_code, 'senderName', coalesce(m.message->'from'->>'organName', r.sender_code),
    'receivedAt', ${ms("r.received_at")}, 'effectiveAt', ${ms("r.effective_at")}, 'decidedAt', ${ms("r.decided_at")}, 'cancelledAt', ${ms("r.purged_at")},
    'state', r.state, 'refusal', r.refusal->>'text', 'recall', r.recall->>'state', 'urgency', coalesce((m.message->'otherInfo'->>'priority')::int, 0), 'dueOn', m.message->>'dueDate',
    'unit', nullif(who.unit, ''), 'assignedAt', ${ms("said.assigned_at")}, 'lastStatusAt', ${ms("said.last_at")}, 'answers', coalesce(answered.codes, '[]')) AS entry`,
  code: "(r.message->'code'->>'number') || '/' || (r.message->'code'->>'notation')",
};

export const REGISTER_SQL: { readonly [Kind in RegisterKind]: RegisterSql<RegisterEntries[Kind]> } = {
  outgoing: {
    from: "outgoing_document",
    agency: "sender_code",
    instant: "submitted_at",
    where: null,
    joins: `
      CROSS JOIN LATERAL (SELECT r.message) m
      CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('code', d.receiver_code, 'name', d.receiver_name, 'state', d.state, 'sentAt', ${ms(SENT_AT)}, 'acknowledgedAt', ${ms("d.acknowledged_at")}, 'recall', d.recall->>'state') ORDER BY d.receiver_code) AS list
        FROM dispatch d WHERE d.document_id = r.id) d`,
    select: `jsonb_build_object(${DOCUMENT}, 'code', r.code,
      'senderCode', r.sender_code, 'signer', m.message->'signer'->>'fullName', 'submittedAt', ${ms("r.submitted_at")}, 'submittedBy', r.submitted_by,
      'copies', (m.message->'otherInfo'->>'promulgationAmount')::int, 'paper', coalesce((m.message->'business'->>'paper')::boolean, false),
      'urgency', coalesce((m.message->'otherInfo'->>'priority')::int, 0), 'receivers', coalesce(d.list, '[]')) AS entry`,
    code: "r.code",
    revive: (stored) => ({ ...stored, submittedAt: instant(stored.submittedAt), receivers: stored.receivers.map((receiver) => ({ ...receiver, sentAt: maybe(receiver.sentAt), acknowledgedAt: maybe(receiver.acknowledgedAt) })) }) satisfies OutgoingEntry,
  },
  incoming: { ...INCOMING, revive: reviveIncoming },
  "follow-up": { ...INCOMING, revive: reviveIncoming },
  failed: {
    from: `(SELECT d.*, o.sender_code, o.code, o.message FROM dispatch d JOIN outgoing_document o ON o.id = d.document_id WHERE d.state IN ('failed', 'expired', 'refused'))`,
    agency: "sender_code",
    instant: "submitted_at",
    where: null,
    joins: `CROSS JOIN LATERAL (SELECT r.message) m JOIN transmission t ON t.id = r.transmission_id LEFT JOIN paper_fallback p ON p.dispatch_id = r.id`,
    select: `jsonb_build_object(${DOCUMENT}, 'code', r.code, 'senderCode', r.sender_code, 'receiverCode', r.receiver_code, 'receiverName', r.receiver_name,
      'submittedAt', ${ms("r.submitted_at")}, 'state', r.state, 'reason', coalesce(r.refusal->>'text', t.last_fault->>'reason'), 'attempts', t.attempts, 'paperSentAt', ${ms("p.sent_at")}) AS entry`,
    code: null,
    revive: (stored) => ({ ...stored, submittedAt: instant(stored.submittedAt), paperSentAt: maybe(stored.paperSentAt) }) satisfies FailedEntry,
  },
  paper: {
    from: `(
      SELECT p.id, p.sender_code AS agency_code, p.sent_at AS happened_at, o.code, o.message->'promulgation'->>'date' AS issued_on, coalesce(o.message->'documentType'->>'typeName', '') AS type_name, o.message->>'subject' AS subject,
             d.receiver_name AS peer_name, p.person, p.reason, n.number AS notice, d.state, NULL::timestamptz AS backfilled_at
      FROM paper_fallback p JOIN dispatch d ON d.id = p.dispatch_id JOIN outgoing_document o ON o.id = d.document_id LEFT JOIN notice n ON n.id = p.notice_id
      UNION ALL
      SELECT b.id, b.agency_code, b.happened_at, b.code, b.issued_on::text, b.type_name, b.subject, b.peer_name, b.person, n.what, n.number, NULL,
             (SELECT min(o.submitted_at) FROM outgoing_document o WHERE o.sender_code = b.agency_code AND o.code = b.code AND o.message->'promulgation'->>'date' = b.issued_on::text)
      FROM backfill_entry b JOIN notice n ON n.id = b.notice_id WHERE b.direction = 'outgoing')`,
    agency: "agency_code",
    instant: "happened_at",
    where: null,
    joins: "",
    select: `jsonb_build_object('id', r.id, 'code', r.code, 'issuedOn', r.issued_on, 'typeName', r.type_name, 'subject', r.subject, 'senderCode', r.agency_code, 'receiverName', r.peer_name,
      'sentAt', ${ms("r.happened_at")}, 'person', r.person, 'reason', r.reason, 'notice', r.notice, 'state', r.state, 'backfilledAt', ${ms("r.backfilled_at")}) AS entry`,
    code: null,
    revive: (stored) => ({ ...stored, sentAt: instant(stored.sentAt), backfilledAt: maybe(stored.backfilledAt) }) satisfies PaperEntry,
  },
};

function reviveIncoming(stored: IncomingEntry): IncomingEntry {
  return {
    ...stored,
    receivedAt: instant(stored.receivedAt),
    effectiveAt: instant(stored.effectiveAt),
    decidedAt: maybe(stored.decidedAt),
    cancelledAt: maybe(stored.cancelledAt),
    assignedAt: maybe(stored.assignedAt),
    lastStatusAt: maybe(stored.lastStatusAt),
  };
}

/** Milliseconds, as JSON carried them. */
function instant(stored: Date | number): Date {
  return new Date(stored);
}

function maybe(stored: Date | number | null): Date | null {
  return stored === null ? null : new Date(stored);
}
