import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { HouseError } from "#src/core/fault";
import { inTurns, Receivers } from "#test/support/receivers";
import { ask, count, envelopesOf, judge, type Judgement } from "./count.ts";
import type { Part } from "./process.ts";
import { prepareTown, type TownGateway } from "./town.ts";

/*
 * `npm run bench:capacity [documents] [receivers] [gateways] [receivers on gateways]`: an axis, a sending gateway and gateways of receivers, each a
 * process of its own. Documents go in through REST, each to all receivers, until all are in flight; then the gateways of the receivers start, file
 * what waits, and report 01 for every dispatch of theirs, while a system without a gateway takes what is for the other receivers. Counts at both ends
 * what was lost and what came twice. Exit code 1 when anything was, or when memory was not flat.
 */

const SENDER = "G22";
const [DOCUMENTS = 1_000, RECEIVERS = 60, GATEWAYS = 3, HOSTED = 6] = process.argv.slice(2).map(Number);
const AGENCIES = Array.from({ length: RECEIVERS }, (_, index) => `H48.${100 + index}`);
/** Receivers with a gateway, and those of a system that speaks to the axis itself and reports nothing. */
const [ON_GATEWAYS, PLAIN] = [AGENCIES.slice(0, HOSTED), AGENCIES.slice(HOSTED)];
const DISPATCHES = DOCUMENTS * RECEIVERS;
const REPORTED = DOCUMENTS * ON_GATEWAYS.length;
/** Of any gateway, between a tenth of its work and the end, MiB: 60,000 dispatches kept in memory would be 60 MiB at a kilobyte each. */
const MOST_GROWTH = 64;
const PATIENCE_MS = 2 * 60 * 60_000;
const SAY_EVERY_MS = 30_000;

const closing: (() => Promise<void>)[] = [];
const begun = performance.now();

async function main(): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), "lienthong-capacity-"));
  closing.push(() => rm(directory, { recursive: true, force: true }));
  const shares = Array.from({ length: GATEWAYS }, (_, index) => ON_GATEWAYS.filter((_code, place) => place % GATEWAYS === index).map(unitOf));
  const town = await prepareTown(directory, [[{ code: SENDER, name: "Văn phòng Chính phủ" }], ...shares], PLAIN.map(unitOf), (close) => closing.push(close));
  const [sender, ...receivers] = town.gateways;
  if (sender === undefined) throw new HouseError("invariant-broken", "a town without a sender");
  const sending = await sender.start();
  await until("the directory knows the receivers", async () => (await count(sender, `SELECT count(*) AS n FROM agency WHERE code = '${AGENCIES.at(-1)}'`)) === 1);
  say(`sender idle: ${memoryOf(sending)}`);

  const tenth = Math.ceil(DOCUMENTS / 10);
  const atTheAxis = (documents: number): Promise<void> => until(`${documents} are at the axis`, async () => (await count(sender, "SELECT count(*) AS n FROM dispatch WHERE state = 'sent'")) === documents * RECEIVERS);
  await submit(sending, sender.secret, 0, tenth);
  await atTheAxis(tenth); // warm: every part of sending has run
  const sentEarly = sending.memory().now;
  await submit(sending, sender.secret, tenth, DOCUMENTS);
  say(`${DOCUMENTS} documents accepted: ${memoryOf(sending)}`);
  await atTheAxis(DOCUMENTS);
  say(`${DISPATCHES} dispatches in flight: ${memoryOf(sending)}`);

  const filing = performance.now();
  const parts = [sending, ...(await Promise.all(receivers.map((gateway) => gateway.start())))];
  const others = new Receivers(town.plain);
  closing.push(() => others.close());
  let taken = 0;
  const taking = until("the others took everything", async () => (taken += await others.take()) >= DOCUMENTS * PLAIN.length).then(() => say(`the others took ${taken}`));
  const early = await settleAll(sender, receivers, parts, sentEarly, () => taken);
  const took = (performance.now() - filing) / 1000;
  say(`every dispatch to a gateway has arrived: ${(REPORTED / took).toFixed(1)} a second from axis to settled 01`);
  await taking;

  const judgements = [await judge(sender, receivers, ON_GATEWAYS), others.judge(PLAIN, await envelopesOf(sender))];
  const sum = (what: keyof Judgement): number => judgements.reduce((total, judgement) => total + judgement[what], 0);
  const judged = { lost: sum("lost"), doubled: sum("doubled"), stray: sum("stray") };
  const states = await ask<{ readonly state: string; readonly n: string }>(sender, "SELECT state, count(*) AS n FROM dispatch GROUP BY state");
  const growths = parts.map((part, index) => part.memory().now - (early[index] ?? 0));
  const exact = judged.lost + judged.doubled + judged.stray === 0 && states.reduce((total, { n }) => total + Number(n), 0) === DISPATCHES && states.every(({ state, n }) => Number(n) === (state === "arrived" ? REPORTED : DISPATCHES - REPORTED));
  const flat = growths.every((growth) => growth < MOST_GROWTH);
  console.log(`\ndocuments ${DOCUMENTS}, dispatches ${DISPATCHES}, ${seconds()} s; lost ${judged.lost}, doubled ${judged.doubled}, stray ${judged.stray}; ${states.map(({ state, n }) => `${n} ${state}`).join(", ")}`);
  for (const [index, part] of parts.entries()) {
    console.log(`${index === 0 ? "sender  " : "receiver"}  ${(early[index] ?? 0).toFixed(0)} MiB early, ${memoryOf(part)}, ${part.processorSeconds().toFixed(0)} s of processor time`);
  }
  console.log(`axis      ${memoryOf(town.axis)}, ${town.axis.processorSeconds().toFixed(0)} s of processor time`);
  console.log(`gate: nothing lost or doubled, ${MOST_GROWTH} MiB of growth: ${exact && flat ? "passed" : "FAILED"}`);
  return exact && flat ? 0 : 1;
}

/** Until the sender knows of every dispatch to a gateway that it has arrived. Resolves to each process's memory when a tenth had. */
async function settleAll(sender: TownGateway, receivers: readonly TownGateway[], parts: readonly Part[], sentEarly: number, taken: () => number): Promise<readonly number[]> {
  let early: readonly number[] = [];
  let said = performance.now();
  await until("every dispatch has arrived", async () => {
    const arrived = await count(sender, "SELECT count(*) AS n FROM dispatch WHERE state = 'arrived'");
    if (early.length === 0 && arrived >= REPORTED / 10) early = [sentEarly, ...parts.slice(1).map((part) => part.memory().now)];
    if (performance.now() - said > SAY_EVERY_MS) {
      said = performance.now();
      const filed = await Promise.all(receivers.map((gateway) => count(gateway, "SELECT count(*) AS n FROM incoming_document")));
      say(`filed ${filed.reduce((sum, one) => sum + one, 0)}, settled ${arrived}, taken by others ${taken()}; ${parts.map((part) => part.memory().now.toFixed(0)).join(", ")} MiB`);
    }
    return arrived === REPORTED;
  });
  return early;
}

function unitOf(code: string): { readonly code: string; readonly name: string } {
  return { code, name: `UBND xã ${code}` };
}

/** One QLVB sending as fast as it may: what is refused for its rate is tried again. */
async function submit(gateway: Part, secret: string, from: number, to: number): Promise<void> {
  const numbers = Array.from({ length: to - from }, (_, index) => from + index + 1);
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10);
  await inTurns(numbers, async (number) => {
    const metadata = { sender: SENDER, receivers: AGENCIES.map((organId) => ({ organId })), code: { number: String(number), notation: "VPCP-TH" }, issuedOn: today, issuedAt: "Hà Nội", documentType: "Công văn", subject: `V/v đo năng lực, văn bản ${number}`, signer: { fullName: "Nguyễn Văn A" } };
    for (;;) {
      const body = new FormData();
      body.append("metadata", JSON.stringify(metadata));
      body.append("files", new Blob([`%PDF-1.7\n% ${number}\n${"x".repeat(20_000)}\n%%EOF\n`]), "cong-van.pdf");
      const response = await fetch(`${String(gateway.said["api"])}/documents`, { method: "POST", body, headers: { authorization: `Bearer ${secret}`, "idempotency-key": `so-${number}` } });
      const answer = await response.text();
      if (response.status === 202) return;
      if (response.status !== 429) throw new HouseError("invariant-broken", `document ${number} was answered ${response.status}: ${answer.slice(0, 300)}`);
      await sleep(1_000 * Number(response.headers.get("retry-after") ?? 1));
    }
  });
}

async function until(what: string, look: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!(await look())) {
    if (Date.now() > end) throw new HouseError("invariant-broken", `${what}: not within ${PATIENCE_MS / 60_000} minutes`);
    await sleep(500);
  }
}

function memoryOf(part: Part): string {
  const { now, peak } = part.memory();
  return `${now.toFixed(0)} MiB now, ${peak.toFixed(0)} MiB at most`;
}

function seconds(): string {
  return ((performance.now() - begun) / 1000).toFixed(0);
}

function say(text: string): void {
  console.log(`${seconds().padStart(5)} s  ${text}`);
}

try {
  process.exitCode = await main();
} finally {
  for (const close of closing.toReversed()) await close();
}
