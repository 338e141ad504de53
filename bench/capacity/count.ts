import { Client } from "pg";
import type { TownGateway } from "./town.ts";

/** One question to the database of a gateway. */
export async function ask<Row extends object>({ databaseUrl }: TownGateway, sql: string): Promise<readonly Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

export async function count(gateway: TownGateway, sql: string): Promise<number> {
  const [row] = await ask<{ readonly n: string }>(gateway, sql);
  return Number(row?.n ?? 0);
}

export interface Judgement {
  readonly lost: number;
  readonly doubled: number;
  readonly stray: number;
}

/** Digests of the envelopes that went out. */
export async function envelopesOf(sender: TownGateway): Promise<readonly string[]> {
  return (await ask<{ readonly sha256: string }>(sender, "SELECT envelope_sha256 AS sha256 FROM transmission")).map(({ sha256 }) => sha256);
}

/** What came in at these agencies' gateways, as pairs of receiver and envelope: `lost` never came, `doubled` came more than once, `stray` was never sent to that receiver. */
export async function judge(sender: TownGateway, receivers: readonly TownGateway[], agencies: readonly string[]): Promise<Judgement> {
  const sent = await ask<{ readonly pair: string }>(sender, "SELECT d.receiver_code || ' ' || t.envelope_sha256 AS pair FROM dispatch d JOIN transmission t ON t.id = d.transmission_id");
  const asked = sent.filter(({ pair }) => agencies.some((code) => pair.startsWith(`${code} `)));
  const missing = new Set(asked.map(({ pair }) => pair));
  let [doubled, stray] = [0, 0];
  const all = new Set(missing);
  for (const receiver of receivers) {
    doubled += await count(receiver, "SELECT count(*) AS n FROM inbound_envelope WHERE message_kind = 'document' AND state <> 'filed'");
    for (const { pair } of await ask<{ readonly pair: string }>(receiver, "SELECT receiver_code || ' ' || envelope_sha256 AS pair FROM incoming_document")) {
      if (!all.has(pair)) stray += 1;
      else if (!missing.delete(pair)) doubled += 1;
    }
  }
  return { lost: missing.size, doubled, stray };
}
