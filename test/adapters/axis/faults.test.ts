import test from "ava";
import type { AxisFaultsInput } from "#adapters/axis/simulator/faults";
import { AdapterError } from "#adapters/errors";
import { documentParcel, fetched, listed, never, openAxis, otherDocument } from "./support.ts";

type Rule = NonNullable<AxisFaultsInput["rules"]>[number];

const lostAnswers: readonly Rule["kind"][] = ["drop", "cut", "html-502", "text-401", "empty-body"];
for (const kind of lostAnswers) {
  test(`A8.8: ${kind} before processing: the send is unknown and nothing entered`, async (t) => {
    const { sender, receiver } = await openAxis(t, { faults: { rules: [{ operation: "sendEdoc", kind, times: 1 }] } });
    t.is((await sender.send(await documentParcel(), never())).kind, "unknown");
    t.deepEqual(await receiver.listPending(never()), []);
    t.is((await sender.findSent(await documentParcel(), never())).kind, "not-found");
    t.is((await sender.send(await documentParcel(), never())).kind, "entered", "the rule is used up");
  });

  test(`A8.8: ${kind} after processing: the send is unknown, entered once, and is found`, async (t) => {
    const { sender, receiver } = await openAxis(t, { faults: { rules: [{ operation: "sendEdoc", kind, when: "after", times: 1 }] } });
    t.is((await sender.send(await documentParcel(), never())).kind, "unknown");
    t.is((await receiver.listPending(never())).length, 1);
    t.is((await sender.findSent(await documentParcel(), never())).kind, "found");
  });

  test(`A8.8: ${kind} on the list, the fetch and the acknowledgement is an error each time, and the message stays`, async (t) => {
    const { sender, receiver, simulator } = await openAxis(t);
    await sender.send(await documentParcel(), never());
    const [item] = await receiver.listPending(never());
    if (item === undefined) return t.fail();
    simulator.control.setFaults({ rules: [{ operation: "*", kind }] });
    for (const attempt of [() => receiver.listPending(never()), () => fetched(receiver, item), () => receiver.acknowledge(item, "done", never()), () => listed(receiver.listAgencies(never()))]) {
      t.is((await t.throwsAsync(attempt, { instanceOf: AdapterError }))?.retry, "later");
    }
    simulator.control.clearFaults();
    t.deepEqual(await receiver.listPending(never()), [item]);
  });
}

test("a partner that says when to come again is heard: 503 and 429, in seconds and as a date, at every operation", async (t) => {
  const { sender, receiver, simulator } = await openAxis(t);
  const parcel = await documentParcel();
  simulator.control.setFaults({ rules: [{ operation: "*", kind: "busy-503", retryAfter: "90" }] });
  t.like(await sender.send(parcel, never()), { kind: "unknown", code: "partner-busy", retryAfterMs: 90_000 });
  for (const attempt of [() => receiver.listPending(never()), () => sender.findSent(parcel, never()), () => listed(receiver.listAgencies(never()))]) {
    t.is((await t.throwsAsync(attempt, { instanceOf: AdapterError }))?.facts["retryAfterMs"], 90_000);
  }
  simulator.control.setFaults({ rules: [{ operation: "*", kind: "busy-429", retryAfter: new Date(Date.now() + 120_000).toUTCString() }] });
  const outcome = await sender.send(parcel, never());
  t.true(outcome.kind === "unknown" && (outcome.retryAfterMs ?? 0) > 115_000 && (outcome.retryAfterMs ?? 0) <= 120_000);
  simulator.control.setFaults({ rules: [{ operation: "*", kind: "busy-503", retryAfter: "soon" }] });
  t.false("retryAfterMs" in (await sender.send(parcel, never())), "what cannot be read was not said");
});

test("A8.8: a FAIL of choice with the text of choice", async (t) => {
  const { sender } = await openAxis(t, { faults: { rules: [{ operation: "sendEdoc", kind: "fail", errorCode: "23", errorDesc: "Don vi nhan H41 da bi khoa", times: 1 }] } });
  const outcome = await sender.send(await documentParcel(), never());
  t.deepEqual([outcome.kind, "code" in outcome ? outcome.code : ""], ["refused", "receiver-closed"]);
});

test("A8.8: a slow answer comes, only later", async (t) => {
  const { sender } = await openAxis(t, { faults: { rules: [{ operation: "sendEdoc", kind: "slow", delayMs: 150, times: 1 }] } });
  const begun = performance.now();
  t.is((await sender.send(await documentParcel(), never())).kind, "entered");
  t.true(performance.now() - begun >= 140);
});

test("A8.8: rules apply in order, for their operation and as often as they say", async (t) => {
  const { sender, receiver, simulator } = await openAxis(t, {
    faults: {
      rules: [
        { operation: "sendEdoc", kind: "fail", errorDesc: "He thong dang ban", times: 2 },
        { operation: "getReceivedEdocList", kind: "html-502", times: 1 },
      ],
    },
  });
  const kinds: string[] = [];
  for (let n = 0; n < 3; n += 1) kinds.push((await sender.send(await documentParcel(), never())).kind);
  t.deepEqual(kinds, ["not-sent", "not-sent", "entered"]);
  await t.throwsAsync(receiver.listPending(never()), { instanceOf: AdapterError });
  t.is((await receiver.listPending(never())).length, 1);
  t.deepEqual(simulator.control.faults().rules, []);
});

test("A8.8: the duplicate listing lists twice, and the client once", async (t) => {
  const { sender, receiver, simulator } = await openAxis(t, { faults: { duplicateListing: true } });
  await sender.send(await documentParcel(), never());
  t.is((await receiver.listPending(never())).length, 1);
  t.is(simulator.control.deliveries().length, 2, "one delivery for each of the two receivers");
});

test("A6: a list of 111,339 agencies streams through, in both of its forms, while others are served", async (t) => {
  const { sender, receiver, simulator } = await openAxis(t, { faults: { extraAgencies: 111_336 } });
  const begun = performance.now();
  let longest = 0;
  let last = performance.now();
  const pulse = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  let count = 0;
  for await (const agency of sender.listAgencies(never())) {
    count += 1;
    if (count === 1) t.deepEqual(agency, { code: "G22", name: "Văn phòng Chính phủ", email: "vpcp@example.gov.vn", parentId: null, id: agency.id, otherCode: "000.00.00.G22" });
  }
  clearInterval(pulse);
  t.is(count, 111_339);
  t.log(`${Math.round(performance.now() - begun)} ms for both ends, longest pause of the shared event loop ${Math.round(longest)} ms`);
  t.deepEqual(await receiver.listPending(never()), []);
  simulator.control.setFaults({ extraAgencies: 0 });
  t.is((await listed(sender.listAgencies(never()))).length, 3);
});

test("a reader who stops early gives the connection up", async (t) => {
  const { sender } = await openAxis(t, { faults: { extraAgencies: 50_000 } });
  for await (const agency of sender.listAgencies(never())) {
    t.is(agency.code, "G22");
    break;
  }
  t.is((await sender.send(await documentParcel(), never())).kind, "entered");
});

test("the control interface switches faults at run time, wants its token and names what is wrong", async (t) => {
  const { simulator, sender, receiver } = await openAxis(t, { controlToken: "let-me-in" });
  const control = async (method: string, path: string, body?: unknown, token = "let-me-in"): Promise<{ status: number; json: Record<string, unknown> }> => {
    const response = await fetch(`${simulator.url}/_control/${path}`, { method, headers: { Authorization: `Bearer ${token}` }, ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }) });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  t.is((await control("GET", "faults", undefined, "wrong")).status, 401);
  t.is((await control("GET", "nothing")).status, 404);
  t.like((await control("GET", "faults")).json, { rules: [], hashFile: "required", repeatedSend: "dedupe" });
  t.like((await control("PATCH", "faults", { duplicateListing: true })).json, { duplicateListing: true, hashFile: "required" });
  t.like((await control("PATCH", "faults", { hashFile: "ignored" })).json, { duplicateListing: true, hashFile: "ignored" });
  t.like((await control("PUT", "faults", { failRequeues: true })).json, { duplicateListing: false, hashFile: "required", failRequeues: true });
  t.like(await control("PATCH", "faults", { rules: [{ operation: "sendEdoc", kind: "explode" }] }), { status: 400 });
  t.like(await control("PATCH", "faults", { typo: true }), { status: 400 });
  t.like(await control("PATCH", "faults", "{"), { status: 400 });
  t.like((await control("DELETE", "faults")).json, { failRequeues: false });

  await sender.send(await documentParcel({ bytes: await otherDocument() }), never());
  const [item] = await receiver.listPending(never());
  if (item === undefined) return t.fail();
  await receiver.acknowledge(item, "done", never());
  t.is((await control("POST", `deliveries/${item.partnerMessageId}/requeue`)).status, 200);
  t.deepEqual(await receiver.listPending(never()), [item]);
  t.is((await control("POST", "deliveries/unknown/requeue")).status, 404);
  const deliveries: unknown = (await control("GET", "deliveries")).json;
  t.is(Array.isArray(deliveries) ? deliveries.length : 0, 2);
});
