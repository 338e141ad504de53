import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { fork } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { v7 } from "uuid";
import { HouseError } from "#src/core/fault";
import { pathOf } from "#src/storage/blob-path";
import { createDatabase } from "#src/storage/postgres/open";
import { connectTo, RECEIVERS, SENDER, type Town } from "./town.ts";
import type { Load } from "./options.ts";
import { papers } from "./papers.ts";
import type { RoadResult } from "./road.ts";
import { post } from "./post.ts";

/** What the process of the floor is told. */
export interface FloorSettings {
  readonly databaseUrl: string;
  /** null: an order is a row, deleted when done. */
  readonly brokerUrl: string | null;
  readonly axis: { readonly endpoint: string; readonly systemId: string; readonly secret: string };
  readonly from: string;
  readonly to: string;
  readonly privateKeyPem: string;
  readonly publicKeyPem: string;
  /** An envelope of the road, without its attachment. */
  readonly head: string;
  readonly tail: string;
}

const SUBMITTERS = 8;

/**
 * What an exchange cannot do without, by the plainest code, in one process: for each document one HTTP request, one signature, one durable transaction with
 * the six rows that accepting a document writes, one confirmed publish and its consumption, one verification, one POST to the axis. Nothing comes back.
 */
export async function measureFloor(town: Town, load: Load, warmUp: number): Promise<Pick<RoadResult, "perSecond" | "cost">> {
  const settings = await settingsOf(town);
  const child = fork(fileURLToPath(new URL("./floor-server.js", import.meta.url)), { env: { ...process.env, FLOOR: JSON.stringify(settings) } });
  try {
    const [{ port }] = (await once(child, "message")) as [{ readonly port: number }];
    const paper = papers(load.bytes);
    const handIn = async (number: number): Promise<void> => {
      const { status } = await post(`http://127.0.0.1:${port}/`, { "x-id": v7() }, paper(number));
      if (status !== 202) throw new HouseError("invariant-broken", `the floor answered ${status}`);
    };
    const all = async (count: number): Promise<void> => {
      const done = once(child, "message");
      child.send({ expected: count });
      let next = 0;
      await Promise.all(Array.from({ length: SUBMITTERS }, async () => {
        while (next < count) await handIn(next++);
      }));
      await done;
    };
    await all(warmUp);
    const before = town.spent(child.pid);
    const begun = performance.now();
    await all(load.documents);
    const seconds = (performance.now() - begun) / 1_000;
    const after = town.spent(child.pid);
    return { perSecond: load.documents / seconds, cost: Object.fromEntries(Object.entries(after).map(([name, ms]) => [name, (ms - (before[name] ?? 0)) / load.documents])) };
  } finally {
    child.kill();
  }
}

async function settingsOf(town: Town): Promise<FloorSettings> {
  const databaseUrl = await createDatabase(town.databaseUrl, "bench_floor");
  const sender = await connectTo(town.sender.databaseUrl);
  const { rows } = await sender.query<{ sha256: string }>("SELECT envelope_sha256 AS sha256 FROM transmission WHERE message_kind = 'document' ORDER BY id LIMIT 1");
  await sender.end();
  const envelope = await readFile(pathOf(join(town.directory, "gateway-0", "blobs"), rows[0]?.sha256 ?? "")?.file ?? "", "utf8");
  const attachment = /[A-Za-z0-9+/=]{20000,}/.exec(envelope);
  if (attachment === null) throw new HouseError("invariant-broken", "an envelope without an attachment");
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicKeyEncoding: { type: "spki", format: "pem" }, privateKeyEncoding: { type: "pkcs8", format: "pem" } });
  return {
    databaseUrl,
    brokerUrl: town.brokerUrl,
    axis: { endpoint: String(town.axis.said["endpoint"]), ...town.account },
    from: SENDER,
    to: RECEIVERS[0] ?? "",
    privateKeyPem: privateKey,
    publicKeyPem: publicKey,
    head: envelope.slice(0, attachment.index),
    tail: envelope.slice(attachment.index + attachment[0].length),
  };
}
