import { Readable } from "node:stream";
import test from "ava";
import { readEnvelope, type EdxmlDocument, type StatusReport } from "#edxml";
import { HouseError } from "#src/core/fault";
import { callDoor, fetched, letterOf, never, openQlvb, statusOn, type Qlvb } from "#test/support/axis-door";
import { eventually, openTown, type Town, type TownGateway } from "#test/support/town";

const VPCP = { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] };
const UBND = { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] };
const SO = { agencies: [{ code: "H48.06", name: "Sở Khoa học và Công nghệ tỉnh Quảng Ngãi" }] };

function gateway(town: Town, name: string): TownGateway {
  const found = town.gateways[name];
  if (found === undefined) throw new HouseError("not-found", `no gateway ${name} in the town`);
  return found;
}

async function readBytes(at: TownGateway, bytes: Buffer): Promise<EdxmlDocument | StatusReport> {
  return (await readEnvelope(Readable.from([bytes]), { scratchDirectory: at.house.blobs.scratchDirectory })).unverified;
}

async function nextItem(qlvb: Qlvb, messageKind: "document" | "status") {
  return eventually(`a ${messageKind} waits`, async () => (await qlvb.sdk.listPending(never())).find((item) => item.messageKind === messageKind));
}

async function takeDocument(qlvb: Qlvb, at: TownGateway): Promise<EdxmlDocument> {
  const item = await nextItem(qlvb, "document");
  const message = await readBytes(at, await fetched(qlvb, item));
  await qlvb.sdk.acknowledge(item, "done", never());
  if (message.kind !== "document") throw new HouseError("invariant-broken", "a status came as a document");
  return message;
}

async function takeStatuses(qlvb: Qlvb, at: TownGateway, codes: readonly string[]): Promise<readonly StatusReport[]> {
  const taken: StatusReport[] = [];
  await eventually(`statuses ${codes.join(", ")} came back`, async () => {
    for (const item of (await qlvb.sdk.listPending(never())).filter(({ messageKind }) => messageKind === "status")) {
      const message = await readBytes(at, await fetched(qlvb, item));
      if (message.kind === "status") taken.push(message);
      await qlvb.sdk.acknowledge(item, "done", never());
    }
    return codes.every((code) => taken.some(({ statusCode }) => statusCode === code));
  });
  return taken;
}

test("from SDK to SDK: a QLVB's edXML goes through both gateways and the axis, and every status comes back as an envelope that names its document (DN-3.2, QN-6.2a)", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND }, run: ["web", "jobs"] });
  const [vpcp, ubnd] = [gateway(town, "vpcp"), gateway(town, "ubnd")];
  const sender = await openQlvb(t, vpcp, ["G22"]);
  const receiver = await openQlvb(t, ubnd, ["H48"]);

  const { parcel } = await letterOf(vpcp, "000.00.00.G22", ["000.00.00.H48", "H48"]);
  const sent = await sender.sdk.send(parcel, never());
  if (sent.kind !== "entered") return t.fail(JSON.stringify(sent));

  const item = await nextItem(receiver, "document");
  const bytes = await fetched(receiver, item);
  const received = await readBytes(ubnd, bytes);
  if (received.kind !== "document") return t.fail("no document");
  t.is(received.documentId, parcel.documentId, "the QLVB finds its own id again");
  t.is(received.subject, "V/v thử kết nối số 77");
  const [kept] = (await ubnd.house.service.listIncoming({ limit: 10 }, ubnd.operator)).rows;
  t.is(kept?.verdict.kind, "intact", "the gateway signed it with the key of the agency");
  t.is(kept?.envelope.size, bytes.length, "exactly as received");
  await receiver.sdk.acknowledge(item, "done", never());
  t.deepEqual(await receiver.sdk.listPending(never()), []);

  for (const status of [{ code: "01" }, { code: "03", staff: "Lê Thị C" }, { code: "05" }, { code: "06", promulgationDate: null }] as const) {
    const answer = await receiver.sdk.send((await statusOn(ubnd, received, "000.00.00.H48", status)).parcel, never());
    t.is(answer.kind, "entered", JSON.stringify(answer));
  }
  const statuses = await takeStatuses(sender, vpcp, ["01", "03", "05", "06"]);
  t.true(statuses.every(({ responseFor }) => responseFor.documentId === parcel.documentId));
  t.is(statuses.find(({ statusCode }) => statusCode === "03")?.staff?.staff, "Lê Thị C");
  t.deepEqual(await sender.sdk.listPending(never()), [], "acknowledged for good");

  const list = await callDoor(sender, "getSentEdocList", { parameters: { servicetype: "eDoc", messagetype: "edoc", docId: sent.partnerMessageId }, body: "" });
  t.deepEqual(list.items.map((one) => [one["senderDocId"], one["toCode"], one["sendStatus"], one["receiveStatusDesc"]]), [[sent.partnerMessageId, "000.00.00.H48", "done", "06 hoan thanh"]]);
});

test("two receivers, one accepts and one refuses with code, reason and person; a second refusal without a person is told why not", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND, so: SO }, run: ["web", "jobs"] });
  const [vpcp, ubnd, so] = [gateway(town, "vpcp"), gateway(town, "ubnd"), gateway(town, "so")];
  const sender = await openQlvb(t, vpcp, ["G22"]);
  const [province, department] = [await openQlvb(t, ubnd, ["H48"]), await openQlvb(t, so, ["H48.06"])];
  t.is((await sender.sdk.send((await letterOf(vpcp, "G22", ["H48", "H48.06"])).parcel, never())).kind, "entered");

  const atProvince = await takeDocument(province, ubnd);
  const atDepartment = await takeDocument(department, so);
  const nobody = await department.sdk.send((await statusOn(so, atDepartment, "H48.06", { code: "02", description: "Sai nơi nhận" })).parcel, never());
  t.like(nobody, { kind: "refused", code: "envelope-refused" });
  t.regex(nobody.kind === "refused" ? nobody.reason : "", /StaffInfo: Nguoi thuc hien: can ho ten.*QD 28\/2018/);
  t.is((await department.sdk.send((await statusOn(so, atDepartment, "H48.06", { code: "02", description: "Gửi sai nơi nhận: thuộc Sở Tài chính", staff: "Phạm D" })).parcel, never())).kind, "entered");
  t.is((await province.sdk.send((await statusOn(ubnd, atProvince, "H48", { code: "04", staff: "Lê C" })).parcel, never())).kind, "entered", "a skipped 03 is implied");
  const late = await department.sdk.send((await statusOn(so, atDepartment, "H48.06", { code: "03" })).parcel, never());
  t.not(late.kind, "entered", "what is refused is not accepted afterwards");

  const statuses = await takeStatuses(sender, vpcp, ["02", "03", "04"]);
  t.is(statuses.find(({ statusCode }) => statusCode === "02")?.description, "Gửi sai nơi nhận: thuộc Sở Tài chính");
  const [view] = (await vpcp.house.service.listOutgoing({ limit: 5 }, vpcp.operator)).rows;
  t.deepEqual(view?.dispatches.map(({ receiverCode, state, refusal }) => [receiverCode, state, refusal?.code ?? null]).toSorted(), [["H48", "assigned", null], ["H48.06", "refused", "WRONG_RECIPIENT"]]);
});

test("a document is recalled by an envelope: the receiving QLVB sees the request, agrees by 15, and the document is gone there", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND }, run: ["web", "jobs"] });
  const [vpcp, ubnd] = [gateway(town, "vpcp"), gateway(town, "ubnd")];
  const [sender, receiver] = [await openQlvb(t, vpcp, ["G22"]), await openQlvb(t, ubnd, ["H48"])];
  t.is((await sender.sdk.send((await letterOf(vpcp, "G22", ["H48"])).parcel, never())).kind, "entered");
  const item = await nextItem(receiver, "document");
  const received = await takeDocument(receiver, ubnd);
  t.is((await receiver.sdk.send((await statusOn(ubnd, received, "H48", { code: "03", staff: "Lê C" })).parcel, never())).kind, "entered");
  await takeStatuses(sender, vpcp, ["01", "03"]);

  const recall = await letterOf(vpcp, "G22", ["H48"], { business: { kind: "recall", reason: "Phát hành nhầm phụ lục", paper: false, staff: [{ staff: "Trần Thị B" }] } });
  const asked = await sender.sdk.send(recall.parcel, never());
  if (asked.kind !== "entered") return t.fail(JSON.stringify(asked));
  const again = await sender.sdk.send(recall.parcel, never());
  t.is(again.kind === "entered" ? again.partnerMessageId : "", asked.partnerMessageId, "a repeated request is the same one");

  const request = await takeDocument(receiver, ubnd);
  t.deepEqual([request.business.kind, request.business.reason, request.documentId], ["recall", "Phát hành nhầm phụ lục", received.documentId]);
  t.deepEqual(await receiver.sdk.listPending(never()), []);
  const declined = await receiver.sdk.send((await statusOn(ubnd, received, "H48", { code: "16", staff: "Lê C" })).parcel, never());
  t.regex(declined.kind === "refused" ? declined.reason : "", /Ly do tu choi thu hoi: phai ghi ro/);
  t.is((await receiver.sdk.send((await statusOn(ubnd, received, "H48", { code: "15", staff: "Lê C" })).parcel, never())).kind, "entered");
  await takeStatuses(sender, vpcp, ["15"]);
  const gone = await callDoor(receiver, "getEdoc", { parameters: { docId: item.partnerMessageId, filePath: "xml" } });
  t.is(gone.json["ErrorCode"], "25", "what was cancelled cannot be read any more");
  const [view] = (await vpcp.house.service.listOutgoing({ limit: 1 }, vpcp.operator)).rows;
  t.is(view?.dispatches[0]?.recall?.state, "agreed");
});

test("a document is taken back by status 13 before its QLVB has fetched it, and never shows up there", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND }, run: ["web", "jobs"] });
  const [vpcp, ubnd] = [gateway(town, "vpcp"), gateway(town, "ubnd")];
  const [sender, receiver] = [await openQlvb(t, vpcp, ["G22"]), await openQlvb(t, ubnd, ["H48"])];
  t.is((await sender.sdk.send((await letterOf(vpcp, "G22", ["H48"])).parcel, never())).kind, "entered");
  await nextItem(receiver, "document");
  const [view] = (await vpcp.house.service.listOutgoing({ limit: 1 }, vpcp.operator)).rows;
  if (view === undefined) return t.fail("nothing was sent");
  const { message } = view.document;
  const back = await statusOn(vpcp, { ...message, from: { organId: message.to[0]?.organId ?? message.from.organId } }, "G22", { code: "13", description: "Gửi nhầm", staff: "Trần Thị B" });
  t.is((await sender.sdk.send(back.parcel, never())).kind, "entered");
  await takeStatuses(sender, vpcp, ["15"]);
  t.deepEqual((await receiver.sdk.listPending(never())).filter(({ messageKind }) => messageKind === "document"), []);
});

test("an update and a replacement come as envelopes and go on as envelopes; other files under an update are refused", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: VPCP, ubnd: UBND }, run: ["web", "jobs"] });
  const [vpcp, ubnd] = [gateway(town, "vpcp"), gateway(town, "ubnd")];
  const [sender, receiver] = [await openQlvb(t, vpcp, ["G22"]), await openQlvb(t, ubnd, ["H48"])];
  t.is((await sender.sdk.send((await letterOf(vpcp, "G22", ["H48"])).parcel, never())).kind, "entered");
  const first = await takeDocument(receiver, ubnd);

  const update = { kind: "update", reason: "Ghi sai trích yếu", paper: false, staff: [], informationChanged: true, receiversChanged: false, receivers: [] } as const;
  const wrong = await sender.sdk.send((await letterOf(vpcp, "G22", ["H48"], { business: update, subject: "V/v mới" }, [{ name: "Khác.pdf", content: Buffer.from("%PDF-khác") }])).parcel, never());
  t.regex(wrong.kind === "refused" ? wrong.reason : "", /Attachment: Tep 'Khac.pdf' khac tep cua van ban ban dau.*thay the/);
  t.is((await sender.sdk.send((await letterOf(vpcp, "G22", ["H48"], { business: update, subject: "V/v mới" })).parcel, never())).kind, "entered");
  const updated = await takeDocument(receiver, ubnd);
  t.deepEqual([updated.business.kind, updated.subject, updated.documentId], ["update", "V/v mới", first.documentId]);

  const replace = { kind: "replace", reason: "Sai nội dung", paper: false, staff: [], replacements: [{ documentId: first.documentId, organIds: [] }] } as const;
  const replaced = await sender.sdk.send((await letterOf(vpcp, "G22", ["H48"], { business: replace, code: { number: "78", notation: "QLVB-VP" } })).parcel, never());
  t.is(replaced.kind, "entered", JSON.stringify(replaced));
  const second = await takeDocument(receiver, ubnd);
  t.deepEqual([second.business.kind, second.code.number], ["replace", "78"]);
});
