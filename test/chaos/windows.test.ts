import { createSocket } from "node:dgram";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import test from "ava";
import { assert, constantFrom, array, property } from "fast-check";
import { decideMove, ROAD_EVENTS, type DispatchEvent } from "#src/core/outgoing/dispatch-moves";
import type { DispatchState } from "#src/core/outgoing/dispatch";
import { openWebhookReceiver, type WebhookReceiver } from "#test/support/webhook-receiver";
import { eventually, TownTimeout } from "#test/support/town";
import { readBooks } from "./books.ts";
import { isLegal } from "./checker.ts";
import { arrived, ask, atAxis, balanced, becomes, digest, letterForm, oneDies, openScene, post, query, send, stateOf, strangeLetter, untilAllServe, type Scene, type Sent } from "./scene.ts";

/*
 * W1–W15: the fifteen windows in which systems that do this job elsewhere lose, double or stall, each as a test of its own (docs/chaos.md).
 * One stage for all: two gateways of two and three processes, a stranger on the axis, kill -9 at the crossing the window is about.
 */

/** A time server that keeps silent until it is told to speak. */
interface TimeServer {
  readonly address: string;
  speaks: boolean;
  close(): void;
}

const closers: (() => unknown)[] = [];
let open: { readonly scene: Scene; readonly time: TimeServer; readonly webhooks: WebhookReceiver; readonly abandoned: { readonly sent: Sent; readonly diedAt: number } } | null = null;

test.before(async () => {
  const time = await timeServer();
  closers.push(() => time.close());
  const webhooks = await openWebhookReceiver({ teardown: (close) => closers.push(close) });
  const scene = await openScene({ LIENTHONG_NTP_SERVER: time.address, LIENTHONG_WEBHOOK_LOOPBACK: "true" });
  closers.push(() => scene.close());
  // W11 waits for a lease to run out: it begins first and is looked at last
  const dying = oneDies(scene.left, "before", (crossing) => crossing === "axis sendEdoc");
  const sent = await send(scene.left, scene.right);
  await dying;
  open = { scene, time, webhooks, abandoned: { sent, diedAt: Date.now() } };
});
test.after.always(async () => {
  for (const close of closers.toReversed()) await close();
});

function stage(): NonNullable<typeof open> {
  if (open === null) throw new TownTimeout("the stage is not open");
  return open;
}

async function nothingToSend(place: Scene["left"]): Promise<void> {
  await eventually("nothing is to be sent", async () => (await query(place, "SELECT FROM outbox WHERE topic = 'deliver'")).length === 0);
}

test.serial("W1: killed between the commit and the queue, the document still goes out, once", async (t) => {
  const { scene } = stage();
  const { left, right } = scene;
  const dying = oneDies(left, "after", (crossing) => /^commit .*outgoing_document/.test(crossing));
  const sent = await send(left, right); // the first answer died with the process; the second is to the same key
  await dying;
  t.is((await arrived(right, sent)).sha256, sent.sha256);
  t.is(atAxis(scene, sent, "edoc").length, 1);
  t.is((await query(left, "SELECT id FROM outgoing_document WHERE idempotency_key = $1", [sent.key])).length, 1);
});

test.serial("W2: a webhook that is down for an hour loses nothing: every event comes afterwards, in order, once by id, also when the process dies meanwhile", async (t) => {
  const { scene, webhooks } = stage();
  const { left, right } = scene;
  webhooks.answer = () => 503;
  const added = await ask(left, "/webhooks", post({ name: "QLVB", url: webhooks.url }));
  t.is(added.status, 201, added.bytes.toString());
  const sent = [await send(left, right), await send(left, right)];
  for (const one of sent) await becomes(left, one, "arrived");
  await eventually("the webhook was tried", async () => await Promise.resolve(webhooks.received.length > 0));
  left.processes.find(({ ready }) => ready)?.kill();
  webhooks.answer = () => 204;
  await query(left, "UPDATE webhook_delivery SET due_at = due_at - interval '1 hour'"); // an hour passes
  await query(left, "UPDATE webhook SET probe_at = probe_at - interval '1 hour'");
  const taken = (): { id: string; state: string; document: string }[] =>
    webhooks.received.filter(({ status }) => status === 204).map(({ headers, body }) => {
      const event: { type: string; subject?: { documentId?: string }; data: { to?: string } } = JSON.parse(body);
      return { id: String(headers["webhook-id"]), state: event.data.to ?? event.type, document: event.subject?.documentId ?? "" };
    });
  await eventually("all events came", async () => await Promise.resolve(sent.every(({ documentId }) => taken().some(({ document, state }) => document === documentId && state === "arrived"))));
  for (const { documentId } of sent) {
    const states = taken().filter(({ document }) => document === documentId).map(({ state }) => state);
    t.deepEqual([...new Set(states)], ["document.submitted", "sending", "sent", "arrived"], JSON.stringify(webhooks.received.slice(0, 3)));
  }
  await query(left, "DELETE FROM webhook");
});

test.serial("W3: killed after the clerk accepted and before the report left, the report is still sent, once", async (t) => {
  const { scene } = stage();
  const { left, right } = scene;
  const sent = await send(left, right);
  const { id } = await arrived(right, sent);
  await nothingToSend(right); // the axis cannot tell one status from another: a 01 under way when its process dies goes once more
  const dying = oneDies(right, "after", (crossing) => /^commit .*incoming_document.*status_record/.test(crossing));
  const accepted = await ask(right, `/incoming/${id}/statuses`, post({ action: "accept", person: { fullName: "Nguyễn Thị Lan" } }));
  await dying;
  t.true(accepted.status < 300, accepted.bytes.toString());
  await becomes(left, sent, "accepted");
  t.is(atAxis(scene, sent, "status").length, 2, "01 and 03");
});

test.serial("W4: what the partner refused for good is kept whole and can be sent again as it was", async (t) => {
  const { scene } = stage();
  const { left, right } = scene;
  scene.stage.axis.control.setFaults({ rules: [{ operation: "sendEdoc", kind: "fail", errorCode: "18", errorDesc: "Don vi nhan H48 khong ton tai", times: 1 }] });
  const sent = await send(left, right);
  await becomes(left, sent, "failed");
  const before = await query<{ envelope_sha256: string }>(left, "SELECT envelope_sha256 FROM transmission WHERE outgoing_id = $1", [sent.id]);
  const again = await ask(left, `/documents/${sent.id}/resend`, post({ reason: "Trục đã có đơn vị nhận" }));
  t.is(again.status, 202, again.bytes.toString());
  t.is((await arrived(right, sent)).sha256, sent.sha256);
  t.deepEqual(await query(left, "SELECT envelope_sha256 FROM transmission WHERE outgoing_id = $1", [sent.id]), before);
});

test.serial("W5: the same key with the same content has the same answer, with other content 409", async (t) => {
  const { left, right } = stage().scene;
  const first = await send(left, right);
  const again = await send(left, right, { key: first.key, number: first.number });
  t.is(again.id, first.id);
  const other = await ask(left, "/documents", () => ({ method: "POST", body: letterForm(left, right, first.number, "%PDF-1.7 khác"), headers: { "idempotency-key": first.key } }));
  t.deepEqual([other.status, other.json["code"]], [409, "idempotency-key-reused"]);
});

test.serial("W6: three processes pull at once and send one report of arrival for each document", async (t) => {
  const { scene } = stage();
  const { left, right } = scene;
  const all = await Promise.all(Array.from({ length: 6 }, () => send(left, right)));
  for (const sent of all) await becomes(left, sent, "arrived");
  t.deepEqual(all.map((sent) => atAxis(scene, sent, "status").length), all.map(() => 1));
});

test.serial("W7: a time server that is away stops nothing; that the clock is unproven is kept, and measured when it is back", async (t) => {
  const { scene, time } = stage();
  const { left } = scene;
  const measured = async (): Promise<boolean> => (await query<{ fault: string | null }>(left, "SELECT fault FROM clock_measurement WHERE source = 'ntp' ORDER BY id DESC LIMIT 1"))[0]?.fault === null;
  await eventually("the silence was kept", async () => (await query(left, "SELECT FROM clock_measurement WHERE source = 'ntp' AND fault IS NOT NULL")).length > 0);
  t.false(await measured());
  t.true((await query(left, "SELECT FROM dispatch WHERE state = 'arrived'")).length > 0, "documents went all the while");
  time.speaks = true;
  left.processes.find(({ ready }) => ready)?.kill(); // a process measures when it starts
  await eventually("the clock is measured", measured);
});

test.serial("W8: while a year of 10,000 exchanges is counted and sealed, documents are answered as before", async (t) => {
  const { left, right } = stage().scene;
  await untilAllServe(stage().scene.stage);
  await query(left, FACTS, [10_000]);
  const timed = async (): Promise<number> => {
    const begun = performance.now();
    await send(left, right);
    return performance.now() - begun;
  };
  const series = async (): Promise<readonly number[]> => {
    const all: number[] = [];
    for (let n = 0; n < 6; n += 1) all.push(await timed());
    return all.toSorted((a, b) => a - b);
  };
  const quiet = await series();
  let sealed = 0;
  const stop = new AbortController();
  const sealing = (async () => {
    while (!stop.signal.aborted) {
      const report = await ask(left, "/reports", post({ agency: left.agency, period: "year", on: "2026-06-01", reason: "thử" }));
      t.true(report.status < 300, report.bytes.toString());
      sealed += 1;
    }
  })();
  const busy = await series();
  stop.abort();
  await sealing;
  t.true(sealed > 0);
  const [before, during] = [quiet[3] ?? 0, busy[3] ?? 0];
  t.log(`${before.toFixed(0)} ms quiet, ${during.toFixed(0)} ms while ${sealed} reports were sealed`);
  t.true(during < 2 * before + 500, "half a second for a machine that others use too");
});

test.serial("W9: eight copies of one message at once become one document, and every copy is acknowledged", async (t) => {
  const { scene } = stage();
  const { right, stranger } = scene;
  const letter = await strangeLetter("900");
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => stranger.send(letter.parcel, new AbortController().signal)));
  t.true(outcomes.every(({ kind }) => kind === "entered"));
  t.is((await arrived(right, letter)).sha256, letter.sha256);
  await eventually("all copies are acknowledged", async () => await Promise.resolve(atAxis(scene, letter, "edoc").every(({ state }) => state === "done")));
  await eventually("all are processed", async () => (await query(right, "SELECT FROM inbound_envelope WHERE state = 'kept'")).length === 0);
  t.is((await query(right, "SELECT FROM incoming_document WHERE message->>'documentId' = $1", [letter.documentId])).length, 1);
  t.is(atAxis(scene, letter, "status").length, 1, "one report of arrival");
});

test("W10: whatever happens in whatever order, no move is made that the life of a document does not know", (t) => {
  const events: readonly DispatchEvent[] = [...ROAD_EVENTS.filter((event) => event !== "withdraw" && event !== "release"), "01", "02", "03", "04", "05", "06"];
  assert(
    property(array(constantFrom(...events), { maxLength: 20 }), (all) => {
      let state: DispatchState = "queued";
      for (const event of all) {
        try {
          const move = decideMove(state, event);
          if (move.kind !== "moved") continue;
          if (!isLegal(state, move.to)) return false;
          state = move.to;
        } catch {
          // refused: nothing moves
        }
      }
      return true;
    }),
  );
  t.pass();
});

test.serial("W10: the answer to a send is lost with the process; the receiver's late report settles it, and it is not sent again", async (t) => {
  const { scene } = stage();
  const { left, right } = scene;
  const dying = oneDies(left, "after", (crossing) => crossing === "axis sendEdoc");
  const sent = await send(left, right);
  await dying;
  await becomes(left, sent, "arrived");
  t.is((await arrived(right, sent)).sha256, sent.sha256);
  t.is(atAxis(scene, sent, "edoc").length, 1);
});

test.serial("W12: one id and one envelope over all attempts, and the original stays", async (t) => {
  const { scene } = stage();
  const { left, right } = scene;
  scene.stage.axis.control.setFaults({ rules: [{ operation: "sendEdoc", kind: "drop", when: "before", times: 1 }] });
  const sent = await send(left, right);
  t.is((await arrived(right, sent)).sha256, sent.sha256);
  const rows = await query<{ id: string; attempts: number; envelope_sha256: string }>(left, "SELECT id, attempts, envelope_sha256 FROM transmission WHERE outgoing_id = $1", [sent.id]);
  t.is(rows.length, 1);
  t.is(rows[0]?.attempts, 2);
  const envelope = await ask(left, `/documents/${sent.id}/envelope`);
  t.is(digest(envelope.bytes), rows[0]?.envelope_sha256 ?? "none");
  t.is(atAxis(scene, sent, "edoc").length, 1);
});

test.serial("W14: an answer that does not come is asked about, not repeated; a poisoned message is kept aside and holds up nobody", async (t) => {
  const { scene } = stage();
  const { left, right, stranger } = scene;
  const poison = await strangeLetter("990");
  const broken = Buffer.from(poison.bytes.toString("utf8").replace("<edXML:edXMLBody>", "<edXML:edXMLBody><nobody>")); // the axis reads the header only
  t.notDeepEqual(broken, poison.bytes);
  const entered = await stranger.send({ ...poison.parcel, size: broken.length, sha256: digest(broken), open: () => Readable.from([broken]) }, new AbortController().signal);
  t.is(entered.kind, "entered", JSON.stringify(entered));
  scene.stage.axis.control.setFaults({ rules: [{ operation: "sendEdoc", kind: "drop", when: "after", times: 1 }] });
  const sent = await send(left, right);
  t.is((await arrived(right, sent)).sha256, sent.sha256);
  await eventually("the send is settled", async () => ["entered"].includes((await query<{ state: string }>(left, "SELECT state FROM transmission WHERE outgoing_id = $1", [sent.id]))[0]?.state ?? ""));
  t.is(atAxis(scene, sent, "edoc").length, 1);
  const { journal } = await readBooks(left.databaseUrl);
  t.true(journal.some(({ kind, facts }) => kind === "transmission.asked" && facts["answer"] === "found"));
  await eventually("the poison is aside", async () => (await query(right, "SELECT FROM inbound_envelope WHERE state = 'quarantined'")).length === 1);
});

test.serial("W15: killed between fetching and acknowledging, the message is taken again, acknowledged, and one document", async (t) => {
  const { scene } = stage();
  const { left, right } = scene;
  await untilAllServe(scene.stage);
  const dying = oneDies(right, "before", (crossing) => crossing === "axis updateStatus");
  const sent = await send(left, right);
  await dying;
  t.is((await arrived(right, sent)).sha256, sent.sha256);
  await eventually("the axis is told", async () => await Promise.resolve(atAxis(scene, sent, "edoc").every(({ state }) => state === "done")));
  t.is((await query(right, "SELECT FROM incoming_document WHERE message->>'documentId' = $1", [sent.documentId])).length, 1);
  t.is(atAxis(scene, sent, "edoc").length, 1);
});

test.serial("a partner that asks to wait (503, Retry-After) is left alone for so long, by all processes, and then gets and gives everything", async (t) => {
  const { scene } = stage();
  const { left, right } = scene;
  const rule = (operation: string) => ({ operation, kind: "busy-503", retryAfter: "2", times: 1 }) as const;
  const { axis } = scene.stage;
  // a report of an earlier test that is still to go would take the rule
  await nothingToSend(left);
  await nothingToSend(right);
  axis.control.setFaults({ rules: [rule("sendEdoc"), rule("getEdoc")] });
  const sent = await send(left, right, { urgency: "hoa-toc" });
  await eventually("the receiver is asked to wait", async () => await Promise.resolve(axis.control.faults().rules.length === 0));
  const askedAt = Date.now();
  await arrived(right, sent);
  const [kept] = await query<{ at: Date }>(right, "SELECT received_at AS at FROM incoming_document WHERE message->>'documentId' = $1", [sent.documentId]);
  t.true((kept?.at.getTime() ?? 0) - askedAt >= 1_800, `the receiver came again after ${(kept?.at.getTime() ?? 0) - askedAt} ms`);
  const [row] = await query<{ waited: number }>(left, "SELECT extract(epoch FROM t.entered_at - (j.at)) * 1000 AS waited FROM transmission t JOIN journal j ON j.facts->>'transmissionId' = t.id::text AND j.kind = 'transmission.unknown' WHERE t.outgoing_id = $1", [sent.id]);
  t.true(Number(row?.waited) >= 1_990, `waited ${row?.waited ?? 0} ms`);
  t.is(atAxis(scene, sent, "edoc").length, 1);
});

test.serial("a rolling restart fails no request: each process ends what it has in hand, with exit code 0, while the other one serves", async (t) => {
  const { scene } = stage();
  const { left, right } = scene;
  await untilAllServe(scene.stage);
  const stop = new AbortController();
  const failures: string[] = [];
  let [turn, answered] = [0, 0];
  const load = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const number = String(5_000 + turn++);
      const status = await balanced(left, turn, letterForm(left, right, number, `%PDF-1.7 ${number}`), `quay-vong-${number}`).catch((error: unknown) => (error instanceof Error ? error.message : String(error)));
      if (status === 202) answered += 1;
      else failures.push(String(status));
      await sleep(100);
    }
  };
  const working = [load(), load()];
  const codes: (number | null)[] = [];
  for (const process of left.processes) {
    codes.push(await process.restart());
    await untilAllServe(scene.stage);
  }
  stop.abort();
  await Promise.all(working);
  t.deepEqual(failures, []);
  t.deepEqual(codes, [0, 0]);
  t.true(answered > 0);
  await eventually("everything arrived", async () => (await query(right, "SELECT FROM incoming_document WHERE message->'code'->>'number' LIKE '5___' AND sender_code = 'G22'")).length >= answered);
});

test.serial("W11: what a killed process was sending is taken up again within 60 s", async (t) => {
  const { scene, abandoned } = stage();
  await arrived(scene.right, abandoned.sent, 60_000);
  const [row] = await query<{ received: Date }>(scene.right, "SELECT received_at AS received FROM incoming_document WHERE message->>'documentId' = $1", [abandoned.sent.documentId]);
  const tookMs = (row?.received.getTime() ?? Infinity) - abandoned.diedAt;
  t.log(`${(tookMs / 1000).toFixed(1)} s, with LIENTHONG_RECOVERY_SECONDS at 4`);
  t.true(tookMs < 60_000);
  t.is(atAxis(scene, abandoned.sent, "edoc").length, 1);
  t.not(await stateOf(scene.left, abandoned.sent), "missing");
});

test.serial("W13: of 200 messages that come together each is kept with its own content", async (t) => {
  const { stage: axis, right, stranger } = stage().scene;
  const letters = await Promise.all(Array.from({ length: 200 }, (_, n) => strangeLetter(String(1_000 + n))));
  await Promise.all(letters.map((letter) => stranger.send(letter.parcel, new AbortController().signal)));
  const documentOf = new Map(axis.axis.control.deliveries().map(({ receiverDocId, documentId }) => [receiverDocId, documentId]));
  const sent = new Map(letters.map(({ documentId, bytes, sha256 }) => [documentId, { envelope: digest(bytes), file: sha256 }]));
  const kept = await eventually("all are kept", async () => {
    const rows = await query<{ message: string; sha: string }>(right, "SELECT partner_message_id AS message, envelope_sha256 AS sha FROM inbound_envelope");
    const ours = rows.filter(({ message }) => sent.has(documentOf.get(message) ?? ""));
    return ours.length >= letters.length && ours;
  });
  t.deepEqual(kept.filter(({ message, sha }) => sent.get(documentOf.get(message) ?? "")?.envelope !== sha), []);
  const filed = await query<{ document: string; sha: string }>(right, "SELECT message->>'documentId' AS document, files->0->>'sha256' AS sha FROM incoming_document WHERE sender_code = 'H41'");
  t.deepEqual(filed.filter(({ document, sha }) => sent.has(document) && sent.get(document)?.file !== sha), [], "and what was filed meanwhile has its own file");
});

async function timeServer(): Promise<TimeServer> {
  const socket = createSocket("udp4");
  const server = { address: "", speaks: false, close: () => void socket.close() };
  socket.on("message", (question, from) => {
    if (!server.speaks) return;
    const packet = Buffer.alloc(48);
    packet[0] = (4 << 3) | 4;
    packet[1] = 2;
    question.copy(packet, 24, 40, 48);
    for (const offset of [32, 40]) packet.writeUInt32BE((Math.floor(Date.now() / 1_000) + 2_208_988_800) % 2 ** 32, offset);
    socket.send(packet, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  server.address = `127.0.0.1:${socket.address().port}`;
  return server;
}

/** Exchanges of the year, as the roll-up of reports counts them. */
const FACTS = `
  INSERT INTO exchange_fact (id, document_id, at, state, direction, day, agency_code, peer_code, document_type, urgency, counts_document, outcome, signed, document_signed, electronic_only, sent_at, send_due, answered_at, answer_due, recall, answer_minutes, decide_minutes, calendar_version)
  SELECT gen_random_uuid(), gen_random_uuid(), at, 'accepted', 'outgoing', (at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, 'G22', 'H' || n % 63, 'Công văn', 0, true, 'accepted', true, true, true, at, at, at, at, NULL, 5, 5, 'thử'
  FROM (SELECT n, '2026-01-01T01:00:00Z'::timestamptz + interval '1 day' * (n % 300) AS at FROM generate_series(1, $1::int) n) x`;
