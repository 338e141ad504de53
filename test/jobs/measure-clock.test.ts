import { createSocket } from "node:dgram";
import test from "ava";
import { askTime } from "#adapters/sntp/sntp-client";
import { axisClockSamples, measureClock, type ClockNeeds } from "#src/jobs/measure-clock";
import { testStore } from "../storage/stores.ts";

const at = new Date("2026-11-20T09:00:00+07:00");

test("offsets are kept with their uncertainty, warned of while over the limit, and journalled once in each direction", async (t) => {
  const { store } = await testStore(t);
  const warned: string[] = [];
  let offsetMs = 12;
  const samples = axisClockSamples();
  const needs: ClockNeeds = {
    store,
    clock: { now: () => at },
    log: { warn: (message) => warned.push(message) },
    askTimeServer: async () => await Promise.resolve(offsetMs === 0 ? { server: "ntp.vn:123", fault: "did not answer" } : { server: "ntp.vn:123", offsetMs, uncertaintyMs: 3 }),
    axisClock: { samples, server: "truc:8080" },
  };
  const never = new AbortController().signal;
  t.deepEqual((await measureClock(needs, never)).map(({ source, overLimit }) => [source, overLimit]), [["ntp", false]], "the axis has said nothing yet");

  samples.note(new Date(at.getTime() - 30_000), at, new Date(at.getTime() + 4_000));
  samples.note(new Date(at.getTime() - 30_000), at, new Date(at.getTime() + 40));
  offsetMs = 1_500;
  const found = await measureClock(needs, never);
  t.deepEqual(found.map(({ source, overLimit }) => [source, overLimit]), [["ntp", true], ["axis", true]]);
  t.is(found[1]?.uncertaintyMs, 520, "the quickest answer is the most certain");
  await measureClock(needs, never);
  offsetMs = 0;
  await measureClock(needs, never);
  offsetMs = -4;
  await measureClock(needs, never);
  t.is((await store.reader.clockOffsets.history("ntp", 10)).length, 5);
  t.deepEqual((await store.reader.clockOffsets.latest()).map(({ source, offsetMs: kept }) => [source, kept]), [["axis", -29_520], ["ntp", -4]]);
  t.is(warned.length, 4, "twice too far, once the axis, once no answer");
  await store.sortJournal();
  const { events } = await store.reader.events.after({ place: "0", agencies: "all", types: ["clock.offset"], limit: 10 });
  t.deepEqual(events.map(({ data }) => [data["source"], data["over"]]), [["ntp", true], ["axis", true], ["ntp", false]]);
});

test("a real time server of this machine is asked by the job as the house puts it together", async (t) => {
  const { store } = await testStore(t);
  const socket = createSocket("udp4");
  socket.on("message", (question, from) => {
    const packet = Buffer.alloc(48);
    packet[0] = (4 << 3) | 4;
    packet[1] = 1;
    question.copy(packet, 24, 40, 48);
    const seconds = Math.floor(Date.now() / 1_000) + 2_208_988_800 + 7;
    for (const offset of [32, 40]) packet.writeUInt32BE(seconds, offset);
    socket.send(packet, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  t.teardown(() => socket.close());
  const server = { host: "127.0.0.1", port: socket.address().port };
  const [measurement] = await measureClock(
    { store, clock: { now: () => new Date() }, log: { warn: () => undefined }, axisClock: null, askTimeServer: async (signal) => ({ server: server.host, ...(await askTime(server, () => new Date(), signal)) }) },
    new AbortController().signal,
  );
  t.true(measurement?.overLimit);
  t.true(Math.abs((measurement?.offsetMs ?? 0) - 6_500) <= 600, `${measurement?.offsetMs ?? 0}`);
});
