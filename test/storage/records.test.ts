import test from "ava";
import { HouseError } from "#src/core/fault";
import type { StatusRecord } from "#src/core/status/status-record";
import { parseOrganId } from "#edxml";
import { newId } from "#src/core/ids";
import type { ApiKeyId, OutgoingId, StatusRecordId } from "#src/core/ids";
import { dispatch, incoming, inbound, outgoing, SENDER, submit, T0, transmission } from "./records.ts";
import { testStore } from "./stores.ts";

test("a submission comes back field for field, dates as dates", async (t) => {
  const { store } = await testStore(t);
  const document = outgoing({ idempotency: { scope: "key-1", key: "k" } });
  const carrier = transmission(document, { lastFault: { code: "x", reason: "y", at: T0 } });
  const sent = dispatch(document, carrier, {
    state: "refused",
    refusal: { code: "01", text: "sai nơi nhận", person: "Lê Thị Ánh" },
    instants: { submittedAt: T0, leftAt: T0, enteredAt: T0, receivedAt: T0, effectiveAt: T0, effectiveExplanation: "vì", effectiveProvisional: true, calendarVersion: "v1", acknowledgedAt: T0, decidedAt: T0 },
  });
  const added = await store.write(async (tx) => {
    await tx.addDispatches([sent]);
    await tx.addTransmission(carrier);
    return await tx.addOutgoing(document);
  });
  t.true(added);
  t.deepEqual(await store.reader.outgoing.byId(document.id), document);
  t.deepEqual((await store.reader.outgoing.earlier({ identityKey: "", idempotency: { scope: "key-1", key: "k" } })).byKey, document);
  t.deepEqual(await store.reader.outgoing.byIdentityKey(document.identityKey), document);
  t.deepEqual(await store.reader.transmissions.byId(carrier.id), carrier);
  t.deepEqual(await store.reader.dispatches.ofDocuments([document.id]), [sent]);
  t.deepEqual(await store.reader.dispatches.ofTransmission(carrier.id), [sent]);
  t.is(await store.reader.outgoing.byId(newId<OutgoingId>()), null);
});

test("an incoming document and its envelope come back field for field", async (t) => {
  const { store } = await testStore(t);
  const envelope = inbound({ state: "waiting", fault: { code: "a", reason: "b" }, verdict: "unsigned" });
  const document = incoming(envelope);
  await store.write(async (tx) => {
    t.is((await tx.addInbound([envelope])).size, 1);
    t.true(await tx.addIncoming(document));
    t.deepEqual(await tx.lockInbound(envelope.id), envelope, "it reads its own writes");
  });
  t.deepEqual(await store.reader.inbound.byPartnerMessageId("axis", envelope.partnerMessageId), envelope);
  t.deepEqual(await store.reader.incoming.byIdentity("H48", "G22", document.identityKey), document);

  const decided = { ...document, state: "refused", decidedAt: T0, fetchedAt: T0, refusal: { code: "OTHER", text: "x", person: "y" } } as const;
  await store.write(async (tx) => {
    await tx.updateIncoming(decided);
    await tx.updateInbound({ ...envelope, state: "filed", fault: null, attempts: 1, verdict: "intact" });
    await tx.markAcknowledged([{ id: envelope.id, at: T0 }]);
    await tx.markAcknowledged([{ id: envelope.id, at: new Date() }]);
  });
  t.deepEqual(await store.reader.incoming.byId(document.id), decided);
  t.deepEqual(await store.reader.inbound.byId(envelope.id), { ...envelope, state: "filed", fault: null, attempts: 1, verdict: "intact", acknowledgedAt: T0 });
});

test("statuses of both directions come back, and a status report is known by its envelope", async (t) => {
  const { store } = await testStore(t);
  const { sent } = await submit(store);
  const envelope = inbound({ messageKind: "status" });
  const own = inbound();
  const document = incoming(own);
  const answer = transmission(outgoing());
  const statusId = newId<StatusRecordId>();
  const carrier = { ...answer, messageKind: "status", carries: { kind: "status", id: statusId, incomingId: document.id } } as const;
  const common = { staff: { department: "Văn phòng", staff: "Trần Thị Bưởi" }, description: "Đã đến", statedAt: T0, recordedAt: T0 };
  const received: StatusRecord = { id: newId<StatusRecordId>(), statusCode: "01", subject: { kind: "received", dispatchId: sent.id, inboundId: envelope.id, effect: "moved" }, ...common };
  const reported: StatusRecord = { id: statusId, statusCode: "03", subject: { kind: "sent", incomingId: document.id, transmissionId: carrier.id }, ...common, staff: null };
  await store.write(async (tx) => {
    await tx.addStatus(received);
    await tx.addStatus(reported);
    await tx.addTransmission(carrier);
    await tx.addInbound([envelope]);
    await tx.addInbound([own]);
    await tx.addIncoming(document);
    t.true(await tx.hasStatus(sent.id, envelope.id));
    t.false(await tx.hasStatus(sent.id, own.id));
  });
  t.deepEqual(await store.reader.statuses.ofDispatches([sent.id]), [received]);
  t.deepEqual(await store.reader.statuses.ofIncoming(document.id), [reported]);
  t.deepEqual(await store.reader.transmissions.byId(carrier.id), carrier);
});

test("certificates are found by an alias of their agency; those of a code that became an alias sign for nobody", async (t) => {
  const { store } = await testStore(t);
  const certificateOf = (agencyCode: string, letter: string) => ({ agencyCode, fingerprint: letter.repeat(64), certificatePem: "PEM", registeredAt: T0, registeredBy: "quản trị", revokedAt: null });
  const [own, stray] = [certificateOf(SENDER, "a"), certificateOf("CU-VPCP", "b")];
  await store.write(async (tx) => {
    await tx.saveCertificate(own);
    await tx.saveCertificate(stray);
  });
  t.deepEqual(await store.reader.certificates.ofAgency(SENDER), [own], "known before the directory knows the agency");
  t.deepEqual(await store.reader.certificates.ofAgency("CU-VPCP"), [stray]);
  await store.write((tx) => tx.saveAgency({ code: SENDER, organization: { organId: parseOrganId(SENDER), organName: "Văn phòng Chính phủ" }, source: "manual", aliases: ["CU-VPCP"], hosting: null }));
  t.deepEqual(await store.reader.certificates.ofAgency(SENDER), [own]);
  t.deepEqual(await store.reader.certificates.ofAgency("CU-VPCP"), [own]);
});

test("keys and certificates are saved, found, revoked once", async (t) => {
  const { store } = await testStore(t);
  const key = { id: newId<ApiKeyId>(), name: "QLVB", secretHash: "ab", agencies: [SENDER, "G22"], supervises: ["H48"], createdAt: T0, revokedAt: null, lastUsedAt: null };
  const certificate = { agencyCode: SENDER, fingerprint: "a".repeat(64), certificatePem: "PEM", registeredAt: T0, registeredBy: "quản trị", revokedAt: null };
  await store.write(async (tx) => {
    await tx.saveApiKey(key);
    await tx.saveCertificate(certificate);
  });
  t.deepEqual(await store.reader.apiKeys.bySecretHash("ab"), key);
  t.deepEqual(await store.reader.certificates.ofAgency(SENDER), [certificate]);
  const later = new Date(T0.getTime() + 59_000);
  await store.noteKeyUse(key.id, T0);
  await store.noteKeyUse(key.id, later);
  t.deepEqual((await store.reader.apiKeys.list())[0]?.lastUsedAt, T0, "a busy key is not written on every request");
  await store.write(async (tx) => {
    t.true(await tx.revokeApiKey(key.id, T0));
    t.false(await tx.revokeApiKey(key.id, later));
    t.true(await tx.revokeCertificate(SENDER, certificate.fingerprint, T0));
    t.false(await tx.revokeCertificate(SENDER, certificate.fingerprint, later));
  });
  t.deepEqual((await store.reader.apiKeys.bySecretHash("ab"))?.revokedAt, T0);
  t.deepEqual(await store.reader.certificates.ofAgency(SENDER), []);
});

test("sixty dispatches move in one statement, each from the state it was decided on; agencies are found many at once, by code or alias", async (t) => {
  const { store } = await testStore(t);
  const { document, carrier, sent } = await submit(store);
  const others = Array.from({ length: 59 }, (_, index) => dispatch(document, carrier, { receiverCode: `H48.${100 + index}`, state: "sending" }));
  await store.write((tx) => tx.addDispatches(others));
  const recall = { state: "asked", reason: "nhầm", askedAt: T0, answerDueAt: T0, answeredAt: null, answer: null, person: null } as const;
  const moves = others.map((before) => ({ before, after: { ...before, state: "sent" as const, instants: { ...before.instants, leftAt: T0, enteredAt: T0, effectiveProvisional: true }, recall } }));
  await store.write((tx) => tx.moveDispatches(moves));
  const found = await store.reader.dispatches.ofDocuments([document.id]);
  t.deepEqual(found.filter(({ id }) => id !== sent.id).toSorted((a, b) => a.receiverCode.localeCompare(b.receiverCode)), moves.map(({ after }) => after).toSorted((a, b) => a.receiverCode.localeCompare(b.receiverCode)));
  t.deepEqual(found.find(({ id }) => id === sent.id), sent, "the one not named stays as it is");
  const late = await t.throwsAsync(store.write((tx) => tx.moveDispatches(moves)), { message: /is not in state sending any more/ });
  t.true(late instanceof HouseError && late.code === "invariant-broken");

  await store.write((tx) => tx.saveAgency({ code: SENDER, organization: { organId: parseOrganId(SENDER), organName: "Văn phòng Chính phủ" }, source: "manual", aliases: ["CU-VPCP"], hosting: null }));
  const agencies = await store.reader.agencies.byCodes([SENDER, "CU-VPCP", "H99"]);
  t.deepEqual([...agencies].map(([code, agency]) => [code, agency.code]), [[SENDER, SENDER], ["CU-VPCP", SENDER]]);
  t.is((await store.reader.agencies.byCodes([])).size, 0);
});

test("every follower of the feed remembers where it stands, the gateway's own jobs too", async (t) => {
  const { store } = await testStore(t);
  for (const door of ["folder:QLVB", "gateway:deadlines"] as const) {
    await store.doors.saveCursor(door, "c1");
    await store.doors.saveCursor(door, "c2");
    t.is(await store.doors.cursor(door), "c2");
  }
});
