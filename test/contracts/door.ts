import { createHash } from "node:crypto";
import test, { type ExecutionContext } from "ava";
import { HouseError } from "#src/core/fault";
import type { OutgoingId } from "#src/core/ids";
import type { StatusCommand } from "#src/core/incoming/status-command";
import type { SendDocumentInput } from "#src/core/outgoing/send-command";
import { gatewayOf, person } from "#test/support/letters";
import { eventually, openTown, type TownGateway, type TownPlan } from "#test/support/town";

export interface GivenFile {
  readonly name: string;
  readonly content: Buffer;
}

export type SendAnswer =
  | { readonly kind: "accepted"; readonly created: boolean; readonly id: string; readonly documentId: string }
  | { readonly kind: "refused"; readonly code: string; readonly problems: readonly { readonly field: string; readonly code: string; readonly message: string }[] };

export type ReportAnswer = { readonly kind: "reported"; readonly created: boolean; readonly state: string } | { readonly kind: "refused"; readonly code: string };

export type Amendment = { readonly kind: "recall" | "take-back"; readonly reason: string } | { readonly kind: "update"; readonly reason: string; readonly subject: string };
export type AmendAnswer = { readonly kind: "asked"; readonly created: boolean } | { readonly kind: "refused"; readonly code: string };

export interface Received {
  readonly id: string;
  readonly documentId: string;
  readonly subject: string;
  /** Of the bytes as the system holds them at the end, in order. */
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
}

/** A QLVB at one door, as its makers would program it. */
export interface DoorClient {
  /** `attempt` names the submission: the same again is a repetition. */
  send(attempt: string, metadata: Partial<SendDocumentInput>, files: readonly GivenFile[]): Promise<SendAnswer>;
  /** The next document that was not received yet, with its files. */
  receive(): Promise<Received>;
  report(received: Received, command: StatusCommand): Promise<ReportAnswer>;
  /** Thu hồi, lấy lại, cập nhật of a document that was sent, by its id. */
  amend(id: string, amendment: Amendment): Promise<AmendAnswer>;
  /** What this door told of a sent document: its states at the first receiver, the latest last. */
  told(id: string): Promise<readonly string[]>;
}

export interface DoorKind {
  readonly name: string;
  /** How the house must be opened for it. */
  readonly plan: Partial<TownPlan>;
  /** Its message cannot hold a date that does not exist, so nobody can be told about one. */
  readonly dated?: boolean;
  open(t: ExecutionContext, gateway: TownGateway): Promise<DoorClient>;
}

const GATEWAYS = { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] }, ubnd: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] } };
const LETTER: GivenFile = { name: "Công văn số 123.pdf", content: Buffer.from("%PDF-1.7\n%công văn thử nghiệm\n%%EOF\n") };
const APPENDIX: GivenFile = { name: "Phụ lục.txt", content: Buffer.alloc(299_992, "phụ lục có dấu\n") };

export function metadata(change: Partial<SendDocumentInput> = {}): Partial<SendDocumentInput> {
  return {
    sender: "G22",
    receivers: [{ organId: "H48" }],
    code: { number: "123", notation: "VPCP-KSTT" },
    issuedOn: "2026-11-20",
    issuedAt: "Hà Nội",
    documentType: "Công văn",
    subject: "V/v kết nối, liên thông văn bản điện tử",
    signer: { position: "Phó Chủ nhiệm", fullName: "Nguyễn Văn A" },
    ...change,
  };
}

function digest(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What a QLVB can rely on whichever door it uses; both ends of every journey use the same one. */
export function doorContract(door: DoorKind): void {
  const openBoth = async (t: ExecutionContext): Promise<{ readonly sender: DoorClient; readonly receiver: DoorClient }> => {
    const town = await openTown(t, { gateways: GATEWAYS, run: ["web", "doors", "jobs"], ...door.plan });
    return { sender: await door.open(t, gatewayOf(town, "vpcp")), receiver: await door.open(t, gatewayOf(town, "ubnd")) };
  };
  const accepted = (t: ExecutionContext, answer: SendAnswer): Extract<SendAnswer, { kind: "accepted" }> => {
    if (answer.kind === "accepted") return answer;
    return t.fail(`refused: ${JSON.stringify(answer)}`);
  };
  const isTold = async (client: DoorClient, id: string, state: string): Promise<void> => {
    await eventually(`the sender is told ${state}`, async () => (await client.told(id)).includes(state));
  };

  test(`${door.name}: a document is sent, repeated without effect, received whole, accepted, completed, and the sender is told`, async (t) => {
    const { sender, receiver } = await openBoth(t);
    const sent = accepted(t, await sender.send("cv-123", metadata(), [LETTER, APPENDIX]));
    t.true(sent.created);
    t.is(sent.documentId, "G22,2026/11/20,123/VPCP-KSTT");
    const again = accepted(t, await sender.send("cv-123", metadata(), [LETTER, APPENDIX]));
    t.deepEqual([again.id, again.created], [sent.id, false]);

    const received = await receiver.receive();
    t.is(received.documentId, sent.documentId);
    t.is(received.subject, String(metadata().subject));
    t.deepEqual(received.files, [LETTER, APPENDIX].map(({ name, content }) => ({ name, sha256: digest(content) })));
    t.deepEqual(await receiver.report(received, { action: "accept", person }), { kind: "reported", created: true, state: "accepted" });
    t.deepEqual(await receiver.report(received, { action: "accept", person }), { kind: "reported", created: false, state: "accepted" });
    t.deepEqual(await receiver.report(received, { action: "refuse", person, code: "OTHER", reason: "muộn" }), { kind: "refused", code: "move-illegal" });
    await isTold(sender, sent.id, "accepted");
    await receiver.report(received, { action: "complete", person });
    await isTold(sender, sent.id, "completed");
  });

  test(`${door.name}: what is wrong is said all at once; a refusal of the receiver comes back`, async (t) => {
    const { sender, receiver } = await openBoth(t);
    const { subject: _left, ...incomplete } = metadata({ ...(door.dated !== true && { issuedOn: "2026-02-30" }), code: { number: "", notation: "X" } });
    const broken = await sender.send("sai-1", incomplete, [LETTER]);
    t.deepEqual(broken.kind === "refused" && broken.problems.map(({ field, code }) => `${field} ${code}`).toSorted((a, b) => a.localeCompare(b)), ["/code/number field-missing", ...(door.dated === true ? [] : ["/issuedOn field-invalid"]), "/subject field-missing"]);
    t.true(broken.kind === "refused" && broken.problems.every(({ message }) => message.length > 5));

    const unknown = await sender.send("sai-2", metadata({ receivers: [{ organId: "H99" }, { organId: "H16" }] }), [{ name: "cong-van.docx", content: Buffer.from("x") }]);
    t.deepEqual(unknown.kind === "refused" && unknown.problems.map(({ field }) => field).toSorted((a, b) => a.localeCompare(b)), unknown.kind === "refused" && unknown.problems.length === 1 ? ["/files/0"] : ["/files/0", "/receivers/0/organId", "/receivers/1/organId"]);
    const stranger = await sender.send("sai-3", metadata({ sender: "H48", receivers: [{ organId: "G22" }] }), [LETTER]);
    t.is(stranger.kind === "refused" && stranger.code, "agency-not-yours");

    const sent = accepted(t, await sender.send("cv-123", metadata(), [LETTER]));
    const changed = await sender.send("cv-123-khac", metadata({ subject: "V/v khác" }), [LETTER]);
    t.is(changed.kind === "refused" && changed.code, "duplicate-document");
    const received = await receiver.receive();
    t.deepEqual(await receiver.report(received, { action: "refuse", person, code: "WRONG_RECIPIENT", reason: "thuộc Sở Tài chính" }), { kind: "reported", created: true, state: "refused" });
    await isTold(sender, sent.id, "refused");
  });

  test(`${door.name}: what was written wrong is updated; what is accepted is not taken back but recalled; what nobody accepted is taken back`, async (t) => {
    const town = await openTown(t, { gateways: GATEWAYS, run: ["web", "doors", "jobs"], ...door.plan });
    const [vpcp, ubnd] = [gatewayOf(town, "vpcp"), gatewayOf(town, "ubnd")];
    const [sender, receiver] = [await door.open(t, vpcp), await door.open(t, ubnd)];
    const request = async (id: string, kind: "recall" | "update"): Promise<string | undefined> => (await vpcp.house.service.outgoing(id as OutgoingId, vpcp.operator)).dispatches[0]?.[kind]?.state;

    const sent = accepted(t, await sender.send("cv-123", metadata(), [LETTER]));
    const id = await outgoingIdOf(vpcp, "123/VPCP-KSTT");
    const received = await receiver.receive();
    t.deepEqual(await sender.amend(sent.id, { kind: "update", reason: "Ghi sai trích yếu", subject: "V/v trích yếu đúng" }), { kind: "asked", created: true });
    const changed = await eventually("the update is known at the receiver", async () => (await ubnd.house.service.listIncoming({ limit: 10 }, ubnd.operator)).rows.find(({ message }) => message.subject === "V/v trích yếu đúng"));
    t.is(changed.versions.length, 1);

    t.is((await receiver.report(received, { action: "accept", person })).kind, "reported");
    await isTold(sender, sent.id, "accepted");
    t.deepEqual(await sender.amend(sent.id, { kind: "take-back", reason: "Gửi nhầm" }), { kind: "refused", code: "move-illegal" });
    t.deepEqual(await sender.amend(sent.id, { kind: "recall", reason: "Phát hành nhầm" }), { kind: "asked", created: true });
    t.deepEqual(await sender.amend(sent.id, { kind: "recall", reason: "Phát hành nhầm" }), { kind: "asked", created: false });
    t.is(await request(id, "recall"), "asked");

    const other = accepted(t, await sender.send("cv-124", metadata({ code: { number: "124", notation: "VPCP-KSTT" } }), [LETTER]));
    const otherId = await outgoingIdOf(vpcp, "124/VPCP-KSTT");
    await isTold(sender, other.id, "arrived");
    t.deepEqual(await sender.amend(other.id, { kind: "take-back", reason: "Gửi nhầm nơi nhận" }), { kind: "asked", created: true });
    await eventually("the gateway of the receiver agrees", async () => (await request(otherId, "recall")) === "agreed");
  });
}

async function outgoingIdOf({ house, operator }: TownGateway, code: string): Promise<OutgoingId> {
  const [found] = (await house.service.listOutgoing({ limit: 1, code }, operator)).rows;
  if (found === undefined) throw new HouseError("not-found", `nothing was sent as ${code}`);
  return found.document.id;
}
