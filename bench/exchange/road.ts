import { setTimeout as sleep } from "node:timers/promises";
import { v7 } from "uuid";
import type { Client } from "pg";
import { HouseError } from "#src/core/fault";
import type { Part } from "../capacity/process.ts";
import { percentile } from "./cost.ts";
import type { Load } from "./options.ts";
import { papers } from "./papers.ts";
import { post } from "./post.ts";
import { RECEIVERS, SENDER } from "./town.ts";

/** Documents a QLVB hands in side by side. */
const SUBMITTERS = 8;
const PATIENCE_MS = 240_000;
const LOOK_MS = 100;
const BOUNDARY = "----lienthong-bench";

const FILED = "SELECT d.message #>> '{code,number}' AS number, max(j.at) AS at FROM journal j JOIN incoming_document d ON d.id = j.incoming_id WHERE j.kind = 'incoming.filed' AND d.id > $1 GROUP BY 1";
const ENTERED = "SELECT d.message #>> '{code,number}' AS number, max(p.entered_at) AS at FROM dispatch p JOIN outgoing_document d ON d.id = p.document_id WHERE d.id > $1 GROUP BY 1";

export interface RoadNeeds {
  readonly gateway: Part;
  readonly secret: string;
  readonly senderDatabase: Client;
  readonly receiverDatabase: Client;
  readonly spent: () => Readonly<Record<string, number>>;
}

export interface RoadResult {
  readonly seconds: number;
  readonly perSecond: number;
  /** From the answer 202 to the filing at the receiver, ms. */
  readonly delivery: { readonly p50: number; readonly p95: number; readonly p99: number };
  /** Of a POST, ms. */
  readonly accepting: { readonly p50: number; readonly p95: number };
  /** ms of processor time per document. */
  readonly cost: Readonly<Record<string, number>>;
}

let nextNumber = 1;

/**
 * All documents of a load on the whole road: handed in through REST, until every sender's dispatch has arrived by the receiver's signed 01. A new one is
 * handed in when fewer copies than `window` wait for their filing, so that the delays are those of a gateway that keeps up. `sent`: only until the axis has
 * them all, for a receiver that is closed.
 */
export async function travel(needs: RoadNeeds, load: Load, until: "settled" | "sent" = "settled"): Promise<RoadResult> {
  const floor = v7();
  const paper = papers(load.bytes);
  const first = nextNumber;
  nextNumber += load.documents;
  const acceptedAt = new Map<string, number>();
  const accepting: number[] = [];
  let [handedIn, filed, copies] = [0, 0, 0];
  const before = needs.spent();
  const begun = performance.now();
  const end = Date.now() + PATIENCE_MS;

  const submit = async (): Promise<void> => {
    while (handedIn < load.documents) {
      if (copies - filed >= load.window) {
        await sleep(5);
        continue;
      }
      const number = first + handedIn++;
      const receivers = load.receivers(number);
      copies += receivers;
      const asked = performance.now();
      await handIn(needs, number, receivers, paper(number));
      accepting.push(performance.now() - asked);
      acceptedAt.set(String(number), Date.now());
    }
  };
  const look = async (): Promise<void> => {
    const all = (): boolean => handedIn === load.documents && filed === copies;
    while (!all()) {
      await sleep(LOOK_MS);
      filed = until === "sent" ? await count(needs.senderDatabase, "SELECT count(*) AS n FROM dispatch WHERE id > $1 AND entered_at IS NOT NULL", floor) : await count(needs.receiverDatabase, "SELECT count(*) AS n FROM incoming_document WHERE id > $1", floor);
      if (Date.now() > end) throw new HouseError("invariant-broken", `${filed} of ${copies} copies were filed in time`);
    }
    if (until === "sent") return;
    while ((await count(needs.senderDatabase, "SELECT count(*) AS n FROM dispatch WHERE id > $1 AND state = 'arrived'", floor)) < copies) {
      await sleep(LOOK_MS);
      if (Date.now() > end) throw new HouseError("invariant-broken", `not all of ${copies} dispatches arrived in time`);
    }
  };
  await Promise.all([look(), ...Array.from({ length: SUBMITTERS }, submit)]);

  const seconds = (performance.now() - begun) / 1_000;
  const after = needs.spent();
  const { rows } = await (until === "sent" ? needs.senderDatabase : needs.receiverDatabase).query<{ number: string; at: Date }>(until === "sent" ? ENTERED : FILED, [floor]);
  const delays = rows.map(({ number, at }) => Math.max(0, at.getTime() - (acceptedAt.get(number) ?? at.getTime())));
  return {
    seconds,
    perSecond: load.documents / seconds,
    delivery: { p50: percentile(delays, 50), p95: percentile(delays, 95), p99: percentile(delays, 99) },
    accepting: { p50: percentile(accepting, 50), p95: percentile(accepting, 95) },
    cost: Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, (ms - (before[name] ?? 0)) / load.documents])),
  };
}

/** One document through REST, as a QLVB does it. */
export async function handIn({ gateway, secret }: Pick<RoadNeeds, "gateway" | "secret">, number: number, receivers: number, paper: Buffer, urgency: "thuong" | "hoa-toc" = "thuong"): Promise<void> {
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  const metadata = {
    sender: SENDER,
    receivers: RECEIVERS.slice(0, receivers).map((organId) => ({ organId })),
    code: { number: String(number), notation: "VPCP-TH" },
    issuedOn: today,
    issuedAt: "Hà Nội",
    documentType: "Công văn",
    subject: `V/v đo tốc độ liên thông, văn bản số ${number}`,
    signer: { fullName: "Nguyễn Văn A" },
    urgency,
  };
  const form = Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="metadata"\r\n\r\n${JSON.stringify(metadata)}\r\n--${BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="cong-van.pdf"\r\nContent-Type: application/pdf\r\n\r\n`),
    paper,
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
  const headers = { authorization: `Bearer ${secret}`, "idempotency-key": `so-${number}`, "content-type": `multipart/form-data; boundary=${BOUNDARY}` };
  const { status, text } = await post(`${String(gateway.said["api"])}/documents`, headers, form);
  if (status !== 202) throw new HouseError("invariant-broken", `document ${number} was answered ${status}: ${text.slice(0, 300)}`);
}

async function count(database: Client, sql: string, floor: string): Promise<number> {
  const { rows } = await database.query<{ n: string }>(sql, [floor]);
  return Number(rows[0]?.n ?? 0);
}
