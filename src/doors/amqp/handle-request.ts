import { createHash, randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { DoorRequest, MessageDoors } from "#adapters/message-door";
import { notFound } from "../../core/access.ts";
import type { Access } from "../../core/actor.ts";
import { HouseError, type FieldProblem } from "../../core/fault.ts";
import { notingSecrets } from "../../core/policy/note-secrets.ts";
import { asId, type ApiKeyId, type IncomingId, type OutgoingId } from "../../core/ids.ts";
import type { Clock, Store } from "../../core/ports.ts";
import { viewAmended, viewDocument, viewIncoming, viewStatus } from "../../web/rest/views.ts";
import { isFinal, isUnexpected, refusalOf } from "../refusal.ts";
import { absent, submit, type OfferedFile, type SubmittingNeeds } from "../submit.ts";
import { forgettingSecrets } from "./forget-uploads.ts";
import { readCommand, type DoorCommand, type MessageFile } from "./command.ts";

export interface RequestNeeds extends SubmittingNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: { fault(message: string, error: unknown, facts?: Readonly<Record<string, unknown>>): void };
}

const LONGEST_PAUSE_MS = 30_000;
/** A request that breaks our own code so often is put aside, or it would stop its door for good. */
const MOST_UNEXPECTED = 3;
const MESSAGE_ID = /^[\x21-\x7e]{1,200}$/;

/**
 * One message of a system, to its end: done, refused, or put aside. The answer is confirmed before the request is removed, so a request may be
 * answered twice with the same id and is never left unanswered. While the database or the disk is away the request waits here, and so does its door.
 */
export async function handleRequest(needs: RequestNeeds, doors: MessageDoors, keyId: ApiKeyId, request: DoorRequest, signal: AbortSignal): Promise<void> {
  const patiently = async <Result>(act: () => Promise<Result>, isEnd: (error: unknown, tried: number) => boolean = isClosed): Promise<Result> => await untilDone(needs, { keyId, messageId: request.id }, signal, act, isEnd);
  let said: object;
  try {
    said = { ok: true, ...(await patiently(() => perform(needs, keyId, request), (error, tried) => isClosed(error) || isFinal(error) || (isUnexpected(error) && tried >= MOST_UNEXPECTED))) };
  } catch (error) {
    signal.throwIfAborted();
    if (isClosed(error)) throw error;
    const reference = randomUUID();
    const refusal = refusalOf(error, reference);
    if (isUnexpected(error) || UNREADABLE.includes(refusal.code)) await patiently(() => putAside(needs, doors, keyId, request, error, reference));
    said = { ok: false, problem: refusal };
  }
  await patiently(() => answer(doors, keyId, request, said));
}

/** What can be read and is merely refused is answered; what cannot be read is kept aside as well, for people. */
const UNREADABLE: readonly string[] = ["request-invalid", "request-too-large"];

/** The door was closed while its request waited: the request goes back to its queue. */
function isClosed(error: unknown): boolean {
  return error instanceof HouseError && error.code === "shutting-down";
}

/** Database, disk, broker or the queue of the answers cannot take it now: try again, longer and longer. */
async function untilDone<Result>(needs: RequestNeeds, who: Readonly<Record<string, unknown>>, signal: AbortSignal, act: () => Promise<Result>, isEnd: (error: unknown, tried: number) => boolean): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await act();
    } catch (error) {
      signal.throwIfAborted();
      if (isEnd(error, tried)) throw error;
      needs.log.fault("door.amqp.waiting", error, { ...who, tried });
      await sleep(Math.min(1_000 * 2 ** (tried - 1), LONGEST_PAUSE_MS), undefined, { signal });
    }
  }
}

async function perform(needs: RequestNeeds, keyId: ApiKeyId, request: DoorRequest): Promise<object> {
  const access = await needs.store.doors.amqpAccess(keyId);
  if (access === null) throw new HouseError("shutting-down", `the AMQP door of key ${keyId} is closed`, { keyId });
  if (request.id === null || !MESSAGE_ID.test(request.id)) {
    throw new HouseError("request-invalid", "the message has no usable message-id", {}, { hint: "1–200 printable characters, a new one for each document" });
  }
  return await run(needs, readCommand(request.body), request.id, keyId, access);
}

async function run(needs: RequestNeeds, command: DoorCommand, messageId: string, keyId: ApiKeyId, access: Access): Promise<object> {
  switch (command.command) {
    case "send": {
      const { files, problems } = await offered(needs, keyId, command.files);
      const sending = () => submit(needs, command.metadata, files, problems, access, messageId);
      const { created, ...sent } = await notingSecrets(needs.service, "amqp", () => access, () => forgettingSecrets(needs, keyId, command.files, sending));
      return { command: "send", created, document: viewDocument(sent) };
    }
    case "recall":
      return { command: "recall", ...viewAmended(await needs.service.recall(idOf<OutgoingId>("document", command.documentId), command.recall, access)) };
    case "take-back":
      return { command: "take-back", ...viewAmended(await needs.service.takeBack(idOf<OutgoingId>("document", command.documentId), command.recall, access)) };
    case "update":
      return { command: "update", ...viewAmended(await needs.service.update(idOf<OutgoingId>("document", command.documentId), command.update, access)) };
    case "answer-recall": {
      const { created, status, document } = await needs.service.answerRecall(idOf<IncomingId>("incoming document", command.incomingId), command.answer, access);
      return { command: "answer-recall", created, status: viewStatus(status), document: viewIncoming(document) };
    }
    case "acknowledge":
      return { command: "acknowledge", document: viewIncoming(await needs.service.markFetched(idOf<IncomingId>("incoming document", command.incomingId), access)) };
    case "report": {
      const { created, status, document } = await needs.service.reportStatus(idOf<IncomingId>("incoming document", command.incomingId), command.status, access);
      return { command: "report", created, status: viewStatus(status), document: viewIncoming(document) };
    }
  }
}

async function offered(needs: RequestNeeds, keyId: ApiKeyId, named: readonly MessageFile[]): Promise<{ readonly files: OfferedFile[]; readonly problems: FieldProblem[] }> {
  const files: OfferedFile[] = [];
  const problems: FieldProblem[] = [];
  for (const [index, { name, content, upload }] of named.entries()) {
    const field = `/files/${index}`;
    const composed = name.normalize("NFC");
    if ((content === undefined) === (upload === undefined)) {
      problems.push({ field, code: "field-invalid", message: `Tệp “${composed}”: cần đúng một trong hai: content (base64) hoặc upload (mã tệp đã tải lên).`, rule: "docs/amqp-door.md" });
      files.push(absent(composed));
    } else if (content !== undefined) {
      const bytes = Buffer.from(content, "base64");
      files.push({ name: composed, size: bytes.length, content: { kind: "stream", open: () => Readable.from([bytes]) } });
    } else {
      const kept = await needs.store.doors.upload(keyId, upload ?? "");
      if (kept !== null) files.push({ name: composed, size: kept.size, content: { kind: "kept", sha256: kept.sha256 } });
      else {
        files.push(absent(composed));
        problems.push({ field: `${field}/upload`, code: "file-missing", message: `Tệp “${composed}”: chưa có tệp này, hoặc đã quá 24 giờ từ khi tải lên. Hãy tải lên bằng POST /api/v1/uploads rồi gửi lại.`, rule: "docs/amqp-door.md" });
      }
    }
  }
  return { files, problems };
}

function idOf<Id extends IncomingId | OutgoingId>(what: string, text: string): Id {
  const id = asId<Id>(text.toLowerCase());
  if (id === null) throw notFound(what, text.slice(0, 100));
  return id;
}

async function putAside(needs: RequestNeeds, doors: MessageDoors, keyId: ApiKeyId, request: DoorRequest, error: unknown, reference: string): Promise<void> {
  const reason = refusalOf(error, reference).code;
  await doors.send(keyId, "dead", { id: request.id ?? reference, body: request.body, headers: { "x-reason": reason, "x-reference": reference } });
  needs.log.fault("door.amqp.put-aside", error, { keyId, messageId: request.id, reference });
  const facts = { topic: "amqp-door", ref: request.id ?? reference, deliveries: request.delivery, reason, keyId };
  await needs.store.write((tx) => tx.append({ kind: "work.dead", at: needs.clock.now(), actor: { kind: "gateway", job: "amqp-door" }, facts }));
}

/** The id of an answer follows from the request, so a repeated one is recognised. */
async function answer(doors: MessageDoors, keyId: ApiKeyId, request: DoorRequest, body: object): Promise<void> {
  const of = request.id ?? createHash("sha256").update(request.body).digest("hex");
  await doors.send(keyId, "result", { id: `${of}.result`, body: Buffer.from(JSON.stringify({ requestId: request.id, ...body })), ...(request.id !== null && { correlationId: request.id }) });
}
