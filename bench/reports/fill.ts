import { Client } from "pg";
import { bulk, step, withoutIndexes } from "./bulk.ts";

/** When the questions are put: four days after the year. */
export const AS_OF = new Date("2027-01-04T00:30:00Z");

/** UUIDv7 of the n-th exchange: those of incoming and outgoing documents lie among each other in the order of time, as they do in earnest. */
function idOf(kind: string): string {
  return `('0193' || lpad(to_hex(n / 65536), 4, '0') || '-' || lpad(to_hex(n % 65536), 4, '0') || '-7000-' || ${kind} || '000-000000000000')::uuid`;
}

/**
 * One row for each exchange of a year, in the order of time as ids are. Skewed as traffic is: a few agencies send most, most answers come within the hour,
 * some after days, few fail. `total` is how many there are.
 */
function exchanges(total: number): string {
  return `
    SELECT n, ${idOf("'8'")} AS id, ${idOf("CASE WHEN incoming THEN '8' ELSE '9' END")} AS document_id, incoming, at, outcome, outcome IN ('accepted', 'refused') AS answered,
      'H48.' || lpad((1 + 50 * power(r1, 3))::int::text, 2, '0') || CASE WHEN n % 3 = 0 THEN '.' || lpad((n % 10)::text, 3, '0') ELSE '' END AS agency,
      'G' || (1 + 800 * power(r2, 3))::int AS peer, 'Loại ' || (29 * power(r3, 2))::int AS type, (3 * power(r4, 5))::int AS urgency, step * round(raw / step) AS minutes
    FROM (
      SELECT n, n % 5 = 0 AS incoming, '2026-01-01T01:00:00Z'::timestamptz + interval '1 day' * floor(n * 365.0 / ${total + 1}) + interval '1 second' * (n::bigint * 7919 % 36000) AS at,
        random() AS r1, random() AS r2, random() AS r3, random() AS r4, (4000 * power(random(), 4))::int AS raw,
        CASE WHEN n % 100 < 86 THEN 'accepted' WHEN n % 100 < 90 THEN 'arrived' WHEN n % 100 < 93 THEN 'sent' WHEN n % 100 < 96 THEN 'refused' WHEN n % 100 < 98 THEN 'failed' WHEN n % 100 < 99 THEN 'waiting' ELSE 'withdrawn' END AS outcome
      FROM generate_series(1, ${total}) n OFFSET 0) x,
    LATERAL (SELECT CASE WHEN raw <= 60 THEN 1 WHEN raw <= 480 THEN 5 WHEN raw <= 2400 THEN 30 ELSE 480 END AS step) steps`;
}

const STATE = `CASE WHEN outcome <> 'waiting' THEN outcome WHEN incoming THEN 'arrived' ELSE 'queued' END`;
const SENT = `CASE WHEN NOT incoming AND outcome NOT IN ('waiting', 'failed', 'withdrawn') THEN at END`;

function facts(source: string): string {
  return `
    INSERT INTO exchange_fact (id, document_id, at, state, direction, day, agency_code, peer_code, document_type, urgency, counts_document, outcome, signed, document_signed, electronic_only, sent_at, send_due, answered_at, answer_due, recall, answer_minutes, decide_minutes, calendar_version)
    SELECT id, document_id, at, ${STATE}, CASE WHEN incoming THEN 'incoming' ELSE 'outgoing' END, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, agency, peer, type, urgency, n % 3 <> 0, outcome, NOT incoming OR n % 50 <> 0, n % 10 <> 0, n % 4 <> 0,
      ${SENT}, CASE WHEN NOT incoming THEN at + interval '1 hour' * (n % 40 - 2) END, CASE WHEN answered THEN at + interval '1 minute' * minutes END, date_trunc('day', at) + interval '17 hours',
      CASE WHEN n % 97 = 0 THEN 'agreed' END, CASE WHEN answered AND NOT incoming THEN minutes END, CASE WHEN answered THEN minutes END, 'bench'
    FROM (${source}) b`;
}

const MESSAGE = `format('{"kind":"document","from":{"organId":"%s","organName":"Cơ quan %s"},"to":[{"organId":"%s","organName":"Cơ quan %s"}],"documentId":"%s,2026,%s","code":{"number":"%s","notation":"UBND-KTTH"},"promulgation":{"place":"Quảng Ngãi","date":"%s"},"documentType":{"type":2,"typeDetail":1,"typeName":"%s"},"subject":"V/v rà soát số liệu đầu tư công quý %s, kế hoạch sử dụng đất và báo cáo tình hình thực hiện nhiệm vụ số %s","signer":{"fullName":"Nguyễn Văn Ước","position":"Phó Chủ tịch"},"toPlaces":["Như trên","Lưu: VT"],"otherInfo":{"priority":%s,"pageAmount":3,"promulgationAmount":1,"appendixes":[]},"responseFor":[],"steeringType":0,"business":{"kind":"new","reason":"","paper":false,"staff":[]},"traceHeaders":[{"organId":"%s"}]}',
  a, a, b, b, a, n, n, (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, type, n % 4 + 1, n, urgency, a)::jsonb`;
const DIGEST = `md5(n::text) || md5(n::text)`;

/** Documents, their dispatches and carriers, what they are found by, and their deadlines: one in fifty is still open. */
const TABLES: readonly { readonly tables: readonly string[]; readonly statements: readonly string[] }[] = [
  {
    tables: ["outgoing_document", "transmission", "dispatch"],
    statements: [
      `INSERT INTO outgoing_document (id, sender_code, identity_key, code, message, files, envelope_sha256, envelope_size, content_digest, submitted_at, submitted_by)
       SELECT document_id, agency, agency || '|2026|' || n || '|UBND-KTTH', n || '/UBND-KTTH', ${MESSAGE}, '[]', ${DIGEST}, 90000, ${DIGEST}, at, 'bench' FROM (SELECT *, agency AS a, peer AS b FROM bench_exchange) e WHERE NOT incoming ORDER BY n`,
      `INSERT INTO transmission (id, message_kind, channel, from_organ, to_organs, document_id, outgoing_id, envelope_sha256, envelope_size, urgency, state, attempts, entered_at)
       SELECT document_id, 'document', 'axis', agency, jsonb_build_array(peer), agency || ',2026,' || n, document_id, ${DIGEST}, 90000, urgency, CASE WHEN ${SENT} IS NULL THEN 'failed' ELSE 'entered' END, 1, ${SENT} FROM bench_exchange WHERE NOT incoming ORDER BY n`,
      `INSERT INTO dispatch (id, document_id, transmission_id, receiver, receiver_code, receiver_name, channel, state, control_model, submitted_at, left_at, entered_at, received_at, effective_at, acknowledged_at, decided_at)
       SELECT id, document_id, document_id, peer, peer, 'Cơ quan ' || peer, 'axis', ${STATE}, 'sender_owned', at, ${SENT}, ${SENT}, ${SENT}, ${SENT}, CASE WHEN answered THEN at + interval '1 minute' * minutes END, CASE WHEN answered THEN at + interval '1 minute' * minutes END FROM bench_exchange WHERE NOT incoming ORDER BY n`,
    ],
  },
  {
    tables: ["incoming_document"],
    statements: [
      `INSERT INTO incoming_document (id, inbound_id, channel, receiver_code, sender_code, identity_key, message, files, envelope_sha256, envelope_size, verdict, warnings, state, received_at, effective_at, effective_explanation, effective_provisional, calendar_version, decided_at)
       SELECT id, id, 'axis', agency, peer, peer || '|2026|' || n || '|UBND-KTTH', ${MESSAGE}, '[]', ${DIGEST}, 90000, '{"kind":"intact"}', '[]', CASE WHEN outcome IN ('accepted', 'refused') THEN outcome ELSE 'arrived' END, at, at, '', false, 'bench',
         CASE WHEN answered THEN at + interval '1 minute' * minutes END FROM (SELECT *, peer AS a, agency AS b FROM bench_exchange) e WHERE incoming ORDER BY n`,
    ],
  },
  {
    tables: ["deadline"],
    statements: [
      `INSERT INTO deadline (id, kind, side, subject_id, document_id, agency_code, receiver_code, receiver_name, code, urgency, opened_at, near_at, due_at, rule, provisional, calendar_id, calendar_version, closed_at, outcome)
       SELECT id, CASE WHEN incoming THEN 'register' ELSE 'send' END, CASE WHEN incoming THEN 'incoming' ELSE 'outgoing' END, id, document_id, agency, CASE WHEN incoming THEN agency ELSE peer END, 'Cơ quan', n || '/UBND-KTTH', urgency, at,
         greatest(at, due - interval '2 hours'), due, 'QĐ 28/2018 Đ.6.2', false, '*', 'bench', CASE WHEN NOT open THEN at END, CASE WHEN open THEN NULL WHEN n % 17 = 0 THEN 'missed' ELSE 'met' END
       FROM (SELECT *, CASE WHEN open THEN '${AS_OF.toISOString()}'::timestamptz + interval '1 minute' * (n % 7000 - 3000) ELSE at + interval '1 day' END AS due FROM (SELECT *, n % 50 = 0 AS open FROM bench_exchange) o) d ORDER BY n`,
    ],
  },
  {
    tables: ["document_search"],
    statements: [
      `INSERT INTO document_search SELECT document_id, array_to_tsvector(ARRAY['ra', 'soat', 'so', 'lieu', 'dau', 'tu', 'cong', 'quy', 'ke', 'hoach', 'n' || n, 'ubnd', 'ktth', lower(split_part(agency, '.', 2)), lower(peer), 'tu' || n % 1000]) FROM bench_exchange ORDER BY n`,
    ],
  },
];

const AGENCIES = `
  INSERT INTO agency (code, organization, source) SELECT code, jsonb_build_object('organName', 'Cơ quan ' || code), 'manual' FROM (
    SELECT 'H48' AS code UNION SELECT 'H48.' || lpad(i::text, 2, '0') FROM generate_series(1, 51) i UNION SELECT 'H48.' || lpad(i::text, 2, '0') || '.' || lpad(j::text, 3, '0') FROM generate_series(1, 51) i, generate_series(0, 9) j UNION SELECT 'G' || i FROM generate_series(1, 801) i) codes
  ON CONFLICT DO NOTHING`;

/** A year of a province: as many exchanges as told, each of a document of its own, with sums, registers, deadlines and words. */
export async function fillYear(databaseUrl: string, total: number): Promise<void> {
  await each(databaseUrl, [
    async (client) => {
      await client.query(AGENCIES);
      await client.query("SELECT setseed(0.5)");
      await step("exchanges", () => client.query(`CREATE UNLOGGED TABLE bench_exchange AS ${exchanges(total)}`));
      await client.query("ANALYZE bench_exchange, agency");
    },
  ]);
  const documents = TABLES.map(({ tables, statements }) => async (client: Client) => await bulk(client, tables, () => inOrder(client, statements)));
  const summed = async (client: Client): Promise<void> => {
    await bulk(client, ["exchange_fact"], () => inOrder(client, [facts("SELECT * FROM bench_exchange ORDER BY n")]));
    await sums(client, "keys", "exchange_sum");
  };
  await each(databaseUrl, [summed, async (client) => { for (const fill of documents) await fill(client); await sums(client, "periods", "period_sum"); }]);
}

async function sums(client: Client, of: "keys" | "periods", table: string): Promise<void> {
  await step(`sums of ${of}`, () => client.query(`CALL sum_${of}_anew()`));
  await client.query(`VACUUM (ANALYZE) ${table}`);
}

/** As `document_search` of a year, with words a tenth, a hundredth and a thousandth of the documents have. */
const words = (total: number): string => `
  INSERT INTO document_search SELECT ${idOf("CASE WHEN n % 5 = 0 THEN '8' ELSE '9' END")},
    array_to_tsvector(ARRAY['ra', 'soat', 'so', 'lieu', 'dau', 'tu', 'ke', 'hoach', 'ubnd', 'n' || n, 'cq' || n % 50, 'tenth' || n % 10, 'hundredth' || n % 100, 'thousandth' || n % 1000]) FROM generate_series(1, ${total}) n`;

/** Only the log of exchanges and the words it is searched by, for very many. What a row shows of its document is looked up by key for the fifty of a page. */
export async function fillLog(databaseUrl: string, total: number): Promise<void> {
  await each(databaseUrl, [
    async (client) => {
      await client.query(AGENCIES);
      for (const table of ["exchange_fact", "document_search"]) await client.query(`ALTER TABLE ${table} SET UNLOGGED`);
      await client.query("ANALYZE agency");
    },
  ]);
  const indexes: string[] = [];
  const share = async (client: Client, table: string, fill: string): Promise<void> => {
    indexes.push(...(await withoutIndexes(client, [table])));
    await step(`${table}: rows`, () => inOrder(client, ["SELECT setseed(0.5)", fill]));
  };
  const build = async (client: Client): Promise<void> => {
    for (let definition = indexes.shift(); definition !== undefined; definition = indexes.shift()) await step(definition.slice(0, 70), async () => await client.query(definition ?? ""));
  };
  let filled: (value: unknown) => void = () => undefined;
  const factsStand = new Promise((resolve) => { filled = resolve; });
  await each(databaseUrl, [
    async (client) => {
      await share(client, "exchange_fact", facts(exchanges(total)));
      filled(null);
      await build(client);
    },
    async (client) => {
      await share(client, "document_search", words(total));
      await build(client);
      await factsStand;
      await build(client);
    },
  ]);
  await each(databaseUrl, ["exchange_fact", "document_search"].map((table) => async (client: Client) => await step(`${table}: vacuum`, () => client.query(`VACUUM (ANALYZE) ${table}`))));
}

async function inOrder(client: Client, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await client.query(statement);
}

/** Side by side, each on a connection of its own without triggers and foreign keys. */
async function each(databaseUrl: string, works: readonly ((client: Client) => Promise<void>)[]): Promise<void> {
  await Promise.all(
    works.map(async (work) => {
      const client = new Client({ connectionString: databaseUrl });
      await client.connect();
      try {
        await inOrder(client, ["SET work_mem = '256MB'", "SET maintenance_work_mem = '1GB'", "SET synchronous_commit = off", "SET session_replication_role = replica"]);
        await work(client);
      } finally {
        await client.end();
      }
    }),
  );
}
