import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isoInVietnam } from "../vietnam-time.ts";
import { DEPARTMENT, DOCUMENT, INSTANTS, PROVINCE, REFUSAL, SENDER, type DemoAgency } from "./cast.ts";
import { theDocument, theIncoming } from "./play.ts";
import type { ApiDispatch, ApiFile, ApiTimeline, IncomingView, SentDocument } from "./qlvb.ts";
import { RESULTS, type Stage } from "./stage.ts";

export interface ReceiverOutcome {
  readonly receiver: { readonly code: string; readonly name: string };
  readonly state: string;
  readonly now: string;
  readonly sent: ApiTimeline["sent"];
  readonly instants: ApiDispatch["instants"];
  readonly effectiveProvisional: boolean;
  readonly statuses: readonly string[];
  readonly refusal: ApiDispatch["refusal"];
  readonly timeline: ApiTimeline["steps"];
  /** The signature as the receiver's gateway found it. */
  readonly signature: IncomingView["verdict"];
  readonly fetchedAt: string | null;
  readonly filesAsSent: boolean;
  /** The envelope as it arrived there. */
  readonly envelope: string;
}

export interface DemoOutcome {
  readonly document: { readonly id: string; readonly documentId: string; readonly sender: { readonly code: string; readonly name: string }; readonly subject: string; readonly files: readonly Omit<ApiFile, "href">[]; readonly envelopeSha256: string };
  /** The envelope as it was signed and sent. */
  readonly envelope: string;
  readonly receivers: readonly ReceiverOutcome[];
}

/** What came of it, asked of all three gateways over their API; the envelopes are copied out under readable names. */
export async function collectOutcome(stage: Stage): Promise<DemoOutcome> {
  const document = await theDocument(stage);
  const timelines = await stage.qlvb(SENDER).timelines(document.id);
  const folder = join(stage.directory, RESULTS);
  await mkdir(folder, { recursive: true });
  const name = `${DOCUMENT.code.number}-${DOCUMENT.code.notation}`;
  const envelope = join(folder, `${name}.edxml`);
  await writeFile(envelope, await stage.qlvb(SENDER).download(document.envelope.href));
  const receivers: ReceiverOutcome[] = [];
  for (const agency of [PROVINCE, DEPARTMENT]) {
    const incoming = await theIncoming(stage, agency);
    const copy = join(folder, `${name}.${agency.code}.edxml`);
    await writeFile(copy, await stage.qlvb(agency).download(incoming.envelope.href));
    receivers.push(receiverOutcome(agency, document, timelines, incoming, copy));
  }
  const { id, documentId, subject } = document;
  return {
    document: { id, documentId, sender: { code: SENDER.code, name: SENDER.name }, subject, files: document.files.map(({ name: file, size, sha256 }) => ({ name: file, size, sha256 })), envelopeSha256: document.envelope.sha256 },
    envelope,
    receivers,
  };
}

function receiverOutcome(agency: DemoAgency, document: SentDocument, timelines: readonly ApiTimeline[], incoming: IncomingView, envelope: string): ReceiverOutcome {
  const dispatch = document.dispatches.find((one) => one.receiver.code === agency.code);
  const timeline = timelines.find((one) => one.dispatchId === dispatch?.id);
  return {
    receiver: { code: agency.code, name: agency.name },
    state: dispatch?.state ?? "?",
    now: timeline?.now ?? "",
    sent: timeline?.sent ?? null,
    instants: dispatch?.instants ?? NO_INSTANTS,
    effectiveProvisional: incoming.effectiveProvisional,
    statuses: (timeline?.steps ?? []).flatMap((step) => step.statusCode ?? []),
    refusal: dispatch?.refusal ?? null,
    timeline: timeline?.steps ?? [],
    signature: incoming.verdict,
    fetchedAt: incoming.fetchedAt,
    filesAsSent: digests(incoming.files) === digests(document.files),
    envelope,
  };
}

const NO_INSTANTS: ApiDispatch["instants"] = { submittedAt: "", leftAt: null, enteredAt: null, receivedAt: null, effectiveAt: null, effectiveExplanation: null, acknowledgedAt: null, decidedAt: null };

function digests(files: readonly ApiFile[]): string {
  return files.map(({ name, sha256, size }) => `${name} ${size} ${sha256}`).join("\n");
}

/** Everything in which the outcome is not what must come out; empty when the demo succeeded. */
export function deviations(outcome: DemoOutcome): readonly string[] {
  return EXPECTED.flatMap((expected, i) => {
    const found = outcome.receivers[i];
    if (found === undefined) return [`${expected.code}: không có kết quả`];
    const facts: Readonly<Record<string, unknown>> = { ...found.instants, state: found.state, statuses: found.statuses.join(), refusal: found.refusal?.code ?? null, person: found.refusal?.person ?? null, signature: found.signature.kind, provisional: found.effectiveProvisional, files: found.filesAsSent };
    return Object.entries(expected.facts).flatMap(([name, value]) => (facts[name] === value ? [] : [`${expected.code}: ${name} là ${String(facts[name])}, phải là ${String(value)}`]));
  });
}

const at = isoInVietnam;
const COMMON = { submittedAt: at(INSTANTS.sent), leftAt: at(INSTANTS.sent), enteredAt: at(INSTANTS.sent), signature: "relayed", provisional: false, files: true };

const EXPECTED: readonly { readonly code: string; readonly facts: Readonly<Record<string, unknown>> }[] = [
  {
    code: PROVINCE.code,
    facts: {
      ...COMMON,
      state: "accepted",
      statuses: "01,03",
      refusal: null,
      receivedAt: at(INSTANTS.provincePulls),
      effectiveAt: at(INSTANTS.provincePulls),
      acknowledgedAt: at(INSTANTS.provincePulls),
      decidedAt: at(INSTANTS.provinceAccepts),
    },
  },
  {
    code: DEPARTMENT.code,
    facts: {
      ...COMMON,
      state: "refused",
      statuses: "01,02",
      refusal: REFUSAL.code,
      person: REFUSAL.person.fullName,
      receivedAt: at(INSTANTS.departmentPulls),
      effectiveAt: at(INSTANTS.departmentEffective),
      acknowledgedAt: at(INSTANTS.departmentPulls),
      decidedAt: at(INSTANTS.departmentRefuses),
      effectiveExplanation: "nhận 17:42 thứ Sáu 13/11/2026 → tính là 07:30 thứ Hai 16/11/2026, theo Đ11.2 QĐ 57/2014 (ngoài giờ hành chính; thứ Bảy, Chủ nhật nghỉ)",
    },
  },
];
