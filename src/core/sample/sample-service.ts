import { pipeline } from "node:stream/promises";
import { setTimeout as pause } from "node:timers/promises";
import { certificateFingerprint } from "#edxml";
import { requireOperator } from "../access.ts";
import type { Access } from "../actor.ts";
import { newAccount } from "../accounts/set-up.ts";
import { hashPassword } from "../accounts/passwords.ts";
import { newGivenPassword } from "../accounts/secrets.ts";
import { localDateOf } from "../calendar/index.ts";
import { changeAgency } from "../directory/change-agency.ts";
import { HouseError } from "../fault.ts";
import { reportStatus, type ReportingNeeds } from "../incoming/report-status.ts";
import type { IncomingDocument } from "../incoming/incoming-document.ts";
import { LOCAL_CHANNEL } from "../local/local-channel.ts";
import { recall } from "../outgoing/recall.ts";
import { sendDocumentSchema, type SubmittedFile } from "../outgoing/send-command.ts";
import { sendDocument, type Sent, type SendingNeeds } from "../outgoing/send-document.ts";
import type { UpdatingNeeds } from "../outgoing/update.ts";
import type { Blobs } from "../ports.ts";
import type { Printer } from "../reports/printout.ts";
import { printedSample } from "./sample-letter.ts";
import type { SampleKeys, SampleStanding } from "./sample-ports.ts";
import { SAMPLE_AGENCIES, SAMPLE_LETTERS, SAMPLE_PEOPLE, type SampleLetter } from "./story.ts";

export interface SampleService {
  /** What there is of the samples, and whether they may be loaded. */
  samples(): Promise<SampleStanding>;
  /** Loads the samples; only while nothing real was exchanged. Resolves with the accounts to look around with; their password is told once. Throws `move-illegal`. */
  loadSamples(reason: string, access: Access): Promise<LoadedSamples>;
  /** Takes them out again; harmless when there are none. */
  removeSamples(reason: string, access: Access): Promise<{ readonly outgoing: number; readonly incoming: number }>;
}

export interface LoadedSamples {
  readonly standing: SampleStanding;
  readonly password: string;
}

export type SampleNeeds = SendingNeeds & ReportingNeeds & UpdatingNeeds & { readonly blobs: Blobs; readonly printer: Printer; readonly sampleKeys: SampleKeys };

const ACTOR: Access = { actor: { kind: "gateway", job: "dữ liệu mẫu" }, agencies: SAMPLE_AGENCIES.map(({ code }) => code) };
const CODES = SAMPLE_AGENCIES.map(({ code }) => code);
/** Whoever pressed the button waits in front of the page; a document of this gateway for this gateway takes well under a second. */
const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 100;

export function sampleService(needs: SampleNeeds): SampleService {
  const { store, clock } = needs;
  return {
    samples: async () => await store.reader.sample.standing(),
    loadSamples: async (reason, access) => {
      requireOperator(access);
      const loaded = await store.asLeader("samples", async () => await load(needs, reason, access));
      if (loaded === null) throw new HouseError("move-illegal", "somebody else is loading or removing the samples right now", { why: "busy" });
      return loaded;
    },
    removeSamples: async (reason, access) => {
      requireOperator(access);
      const removed = await store.asLeader("samples", async () => {
        const counted = await store.write(async (tx) => {
          const counts = await tx.removeSamples();
          await tx.append({ kind: "sample.removed", at: clock.now(), actor: access.actor, facts: { reason, ...counts } });
          return counts;
        });
        await needs.sampleKeys.remove(CODES);
        return counted;
      });
      if (removed === null) throw new HouseError("move-illegal", "somebody else is loading or removing the samples right now", { why: "busy" });
      return removed;
    },
  };
}

async function load(needs: SampleNeeds, reason: string, access: Access): Promise<LoadedSamples> {
  const { store, clock } = needs;
  const before = await store.reader.sample.standing();
  if (before.real) throw new HouseError("move-illegal", "real documents were exchanged here; samples are only for an empty gateway", { why: "real-documents" });
  if (before.agencies.length > 0) throw new HouseError("move-illegal", "the samples are here already", { why: "loaded" });
  const certificatePem = await needs.sampleKeys.make(CODES);
  for (const { code, name } of SAMPLE_AGENCIES) await changeAgency(needs, { code, set: { name }, release: [], hosting: { channel: LOCAL_CHANNEL, controlModel: "shared", unsignedPolicy: "quarantine", recallPolicy: "always-ask" }, reason }, access);
  const password = newGivenPassword();
  const passwordHash = await hashPassword(password);
  const at = clock.now();
  await store.write(async (tx) => {
    for (const code of CODES) await tx.saveCertificate({ agencyCode: code, fingerprint: certificateFingerprint(certificatePem), certificatePem, registeredAt: at, registeredBy: "dữ liệu mẫu", revokedAt: null });
    for (const { userName, fullName, ...rights } of SAMPLE_PEOPLE) await tx.addAccount({ ...newAccount(userName, fullName, at, "dữ liệu mẫu"), roles: [...rights.roles], agencies: [...rights.agencies], supervises: [...rights.supervises], passwordHash });
    await tx.append({ kind: "sample.loaded", at, actor: access.actor, facts: { reason, agencies: CODES, accounts: SAMPLE_PEOPLE.map(({ userName }) => userName) } });
  });
  const sent = new Map<string, Sent>();
  for (const letter of SAMPLE_LETTERS) sent.set(letter.code.number, await sendSample(needs, letter, sent.get(letter.answers ?? "")));
  for (const letter of SAMPLE_LETTERS) await playOut(needs, letter, sent.get(letter.code.number));
  return { standing: await store.reader.sample.standing(), password };
}

async function sendSample(needs: SampleNeeds, letter: SampleLetter, answered: Sent | undefined): Promise<Sent> {
  const sender = SAMPLE_AGENCIES.find(({ code }) => code === letter.from) ?? SAMPLE_AGENCIES[0];
  const today = needs.clock.now();
  const day = localDateOf(today);
  const names = letter.to.map((code) => SAMPLE_AGENCIES.find((one) => one.code === code)?.name ?? code);
  const file = await storePdf(needs, letter, needs.printer.printLetter(printedSample(letter, sender, names, day)));
  const command = sendDocumentSchema.parse({
    sender: letter.from,
    receivers: letter.to.map((organId) => ({ organId })),
    code: letter.code,
    issuedOn: day,
    issuedAt: sender.place,
    documentType: letter.type,
    subject: letter.subject,
    signer: sender.signer,
    ...(letter.urgency !== undefined && { urgency: letter.urgency }),
    ...(letter.dueIn !== undefined && { dueOn: localDateOf(new Date(today.getTime() + letter.dueIn * 86_400_000)) }),
    ...(answered !== undefined && { responseFor: [{ organId: answered.document.senderCode, code: codeOf(answered), documentId: answered.document.message.documentId, issuedOn: day, completes: false }] }),
  });
  return await sendDocument(needs, command, [file], ACTOR, null);
}

function codeOf({ document: { message } }: Sent): string {
  return `${message.code.number}/${message.code.notation}`;
}

async function storePdf(needs: SampleNeeds, { code }: SampleLetter, bytes: NodeJS.ReadableStream): Promise<SubmittedFile> {
  const draft = needs.blobs.draft();
  try {
    await pipeline(bytes, draft.sink);
    return { name: `${code.number}-${code.notation}.pdf`, ...(await draft.commit()) };
  } catch (error) {
    await draft.discard();
    throw error;
  }
}

/** Waits until the letter has come everywhere, then lets its receivers, and at last its sender, do what the story says. */
async function playOut(needs: SampleNeeds, letter: SampleLetter, sent: Sent | undefined): Promise<void> {
  if (sent === undefined) return;
  for (const code of letter.to) await arrived(needs, code, sent);
  for (const step of letter.acts ?? []) await reportStatus(needs, (await arrived(needs, step.at, sent)).id, step.do, ACTOR);
  if (letter.recalled !== undefined) await recall(needs, sent.document.id, { reason: letter.recalled, person: { fullName: "Văn thư Sở Nội vụ (mẫu)" } }, ACTOR);
}

async function arrived(needs: SampleNeeds, receiver: string, { document }: Sent): Promise<IncomingDocument> {
  for (const end = performance.now() + PATIENCE_MS; ; ) {
    const { rows } = await needs.store.reader.incoming.list({ receivers: [receiver], limit: 50 });
    const found = rows.find(({ identityKey }) => identityKey === document.identityKey);
    if (found !== undefined) return found;
    if (performance.now() > end) throw new HouseError("overloaded", "the sample documents did not arrive; does a process of this gateway run the jobs?", { receiver });
    await pause(LOOK_EVERY_MS);
  }
}

