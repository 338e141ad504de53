import test from "ava";
import { startAxisSimulator } from "#adapters/axis/simulator/simulator";
import { axisAdapter } from "#adapters/axis/axis-adapter";
import { parseOrganId } from "#edxml";
import { letterOf, never, statusOn } from "#test/support/axis-door";
import { becomes, send } from "#test/support/letters";
import { scratchDirectory } from "#test/adapters/axis/support";
import { eventually } from "#test/support/town";
import { openDoor } from "../door.ts";
import { addPerson, signedIn, type Person } from "../session/person.ts";
import { sharedTown } from "../shared-town.ts";

const town = sharedTown();
const LGSP = { systemId: "vxp.lgsp", secret: "bi-mat-lgsp-0001" };
const SO = { systemId: "vxp.so", secret: "bi-mat-so-0001" };
const why = { reason: "công văn 12/STTTT-CNTT" };

test("an operator connects a provincial platform that speaks the axis protocol: a wizard's steps, and documents go that way and back", async (t) => {
  const gateway = town().vpcp;
  const { house } = gateway;
  const members = [{ ...LGSP, units: [{ code: "G22", name: "Văn phòng Chính phủ" }] }, { ...SO, units: [{ code: "H36.05", name: "Sở Nội vụ" }] }];
  const platform = await startAxisSimulator({ port: 0, dataDirectory: await scratchDirectory(t), members, now: () => house.clock.now() });
  t.teardown(() => platform.close());
  await house.store.write((tx) => tx.saveAgency({ code: "H36.05", organization: { organId: parseOrganId("H36.05"), organName: "Sở Nội vụ" }, source: "manual", aliases: [], hosting: null }));
  const door = await openDoor(t, gateway);
  t.is((await door.ask("/api/v1/peers")).body["code"], "role-missing", "a key of a system is no operator");
  const operator = await signedIn(t, door, await addPerson(gateway, "vanhanh", { roles: ["operator"] }));

  const described = { code: "lgsp-h36", kind: "axis", name: "LGSP tỉnh", endpoint: platform.url, account: LGSP.systemId, reaches: ["H36", "H36.*"], pullSeconds: 1 };
  const wrong = await operator.send("POST", "/api/v1/peers", { ...described, secret: "sai", endpoint: "ftp://x", reaches: ["?"], ...why });
  t.is(wrong.status, 422);
  t.deepEqual(wrong.problems.map(({ field }) => field), ["/reaches/0"]);
  const added = await operator.send("POST", "/api/v1/peers", { ...described, secret: "bi-mat-sai", ...why });
  t.is(added.status, 201, added.text);
  t.like(added.body, { state: "draft", channel: "peer:lgsp-h36", hasSecret: true });
  t.false(added.text.includes("bi-mat-sai"));
  t.is((await act(operator, "activate")).body["code"], "move-illegal", "not before it passed its test");

  const failed = await operator.send("POST", "/api/v1/peers/lgsp-h36/test", null);
  t.like(failed.body, { passed: false });
  t.deepEqual(outcomes(failed.body), { settings: "passed", reach: "passed", certificate: "skipped", credentials: "failed", exchange: "skipped" });
  t.is((await operator.send("POST", "/api/v1/peers/lgsp-h36/keys", { ...why, secret: LGSP.secret, keepHours: 0 })).status, 200);
  t.like((await operator.send("POST", "/api/v1/peers/lgsp-h36/test", null)).body, { passed: true, peer: { state: "tested" } });
  t.like((await act(operator, "activate")).body, { state: "active" });

  const sent = await send(gateway, { receivers: [{ organId: "H36.05" }, { organId: "H48" }] });
  t.is((await becomes(gateway, sent, "H48", "arrived")).channel, "axis");
  t.is((await becomes(gateway, sent, "H36.05", "sent")).channel, "peer:lgsp-h36");
  const so = axisAdapter({ endpoint: platform.url, ...SO, now: () => house.clock.now() });
  t.teardown(() => so.close());
  t.is((await so.listPending(never())).length, 1);
  const { parcel } = await statusOn(gateway, sent.document.message, "H36.05", { code: "03", description: "đã vào sổ", promulgationDate: null });
  t.is((await so.send(parcel, never())).kind, "entered");
  await becomes(gateway, sent, "H36.05", "accepted");

  // the platform may speak for Bắc Ninh, not for Quảng Ngãi
  const lie = await letterOf(gateway, "H48.06", ["G22"]);
  t.is((await so.send({ ...lie.parcel, from: parseOrganId("H36.05") }, never())).kind, "entered");
  const quarantined = await eventually("the lie is quarantined", async () => (await house.service.listQuarantine({ limit: 10 }, gateway.operator)).rows[0]);
  t.is(quarantined.fault?.code, "sender-mismatch");

  // a marked document on the real road, to the answer
  t.is((await operator.send("POST", "/api/v1/peers/lgsp-h36/test-document", { sender: "G22", receiver: "H48", ...why })).problems[0]?.field, "/receiver", "that one goes by the axis");
  const tried = await operator.send("POST", "/api/v1/peers/lgsp-h36/test-document", { sender: "G22", receiver: "H36.05", ...why });
  t.is(tried.status, 202, tried.text);
  t.regex(String(tried.body["code"]), /^KT\d{9}\/KT-LTVB$/);
  const { document } = await house.service.outgoing(String(tried.body["documentId"]) as typeof sent.document.id, gateway.operator);
  t.regex(document.message.subject, /^VĂN BẢN KIỂM THỬ/);
  await becomes(gateway, { document }, "H36.05", "sent");
  t.is(((await operator.ask(`/api/v1/documents/${document.id}/timeline`)).body["items"] as object[]).length, 1);

  // a new secret that the platform does not know yet: the old one goes on for a while
  const rotated = await operator.send("POST", "/api/v1/peers/lgsp-h36/keys", { ...why, secret: "khoa-moi-chua-doi", keepHours: 24 });
  t.regex(String(rotated.body["overlapUntil"]), /^2026-11-21T/);
  const again = await send(gateway, { code: { number: "130", notation: "VPCP-KSTT" }, receivers: [{ organId: "H36.05" }] });
  await becomes(gateway, again, "H36.05", "sent");

  // paused with a way around: new documents go by the axis
  t.like((await operator.send("PATCH", "/api/v1/peers/lgsp-h36", { ...why, whenPaused: "fall-back" })).body, { state: "active", whenPaused: "fall-back" });
  t.like((await act(operator, "pause")).body, { state: "paused" });
  const around = await send(gateway, { code: { number: "131", notation: "VPCP-KSTT" }, receivers: [{ organId: "H36.05" }] });
  t.is(around.dispatches[0]?.channel, "axis");

  const exported = await operator.ask("/api/v1/peers/configuration");
  t.false(exported.text.includes(LGSP.secret));
  const file = { ...exported.body, peers: [{ ...(exported.body["peers"] as object[])[0], name: "LGSP Bắc Ninh" }] };
  const compared = await operator.send("POST", "/api/v1/peers/configuration/compare", file);
  t.like(compared.body, { differences: [{ code: "lgsp-h36", change: "changed", fields: [{ field: "name", before: "LGSP tỉnh", after: "LGSP Bắc Ninh" }] }] });
  t.is((await operator.send("POST", "/api/v1/peers/configuration/apply", { ...why, review: "0".repeat(64), file })).body["code"], "move-illegal", "nobody reviewed that");
  t.like((await operator.send("POST", "/api/v1/peers/configuration/apply", { ...why, review: compared.body["review"], file })).body, { items: [{ name: "LGSP Bắc Ninh", state: "paused" }] });

  t.like((await act(operator, "retire")).body, { state: "retired" });
  const history = (await operator.ask("/api/v1/peers/lgsp-h36/history")).body["items"] as { kind: string; facts: object }[];
  t.deepEqual([...new Set(history.map(({ kind }) => kind))].toSorted(), ["peer.added", "peer.changed", "peer.key-rotated", "peer.moved", "peer.test-document", "peer.tested"]);
  t.false(JSON.stringify(history).includes(LGSP.secret));
  t.deepEqual(((await operator.ask("/api/v1/peers")).body["items"] as { code: string; source: string }[]).map(({ code, source }) => `${code} ${source}`), ["axis environment", "lgsp-h36 registry"]);
});

function act(operator: Person, event: string): ReturnType<Person["send"]> {
  return operator.send("POST", `/api/v1/peers/lgsp-h36/${event}`, why);
}

function outcomes(body: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries((body["checks"] as { check: string; outcome: string }[]).map(({ check, outcome }) => [check, outcome]));
}
