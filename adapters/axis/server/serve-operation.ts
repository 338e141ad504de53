import type { IncomingMessage, ServerResponse } from "node:http";
import type { AxisAccount, AxisDesk } from "./desk.ts";
import { OPERATIONS } from "./operations/index.ts";
import { AxisRefusal, refuse, type RefusalReason } from "./refusal.ts";
import { writeFail, writeReply, writeText } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { verifyRequest } from "./verify-request.ts";

/** For clients that look at headers; official ones read only the text. */
const RETRY_AFTER_SECONDS = "30";

/** Why a request was answered with FAIL; `failed` when the cause was not the caller. */
export type Failure = RefusalReason | "failed";

/** One request from the first header to the last byte of the answer. Never throws for what a caller did; resolves to null when all went well. */
export async function serveOperation<Account extends AxisAccount>(desk: AxisDesk<Account>, name: string, request: IncomingMessage, response: ServerResponse): Promise<Failure | null> {
  return performing(desk, name, request, response, (reply) => writeReply(response, reply, desk.scratchDirectory));
}

/** Verifies, admits and performs; `answer` writes what came out. A refusal or a failure is answered here. */
export async function performing<Account extends AxisAccount>(
  desk: AxisDesk<Account>,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  answer: (reply: Reply) => Promise<void>,
): Promise<Failure | null> {
  // A client that leaves is seen where its bytes are read; here it must only not end the process.
  request.on("error", () => undefined);
  response.on("error", () => undefined);
  let release = (): void => undefined;
  try {
    const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
    if (operation === undefined) return refuse("operation", name);
    const verified = await verifyRequest(request, name, desk);
    release = desk.admit(verified.account, name);
    await answer(await operation(desk, verified));
    return null;
  } catch (cause) {
    return await answerFailure(desk, name, cause, request, response);
  } finally {
    release();
  }
}

/** FAIL for whatever was thrown, once the request is read to its end. */
export async function answerFailure<Account extends AxisAccount>(desk: AxisDesk<Account>, name: string, cause: unknown, request: IncomingMessage, response: ServerResponse): Promise<Failure> {
  const refusal = refusalIn(desk, cause);
  await sayFailure(desk, name, refusal, cause, request, response);
  return refusal?.reason ?? "failed";
}

async function sayFailure<Account extends AxisAccount>(desk: AxisDesk<Account>, name: string, refusal: AxisRefusal | null, cause: unknown, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.socket.destroyed) return desk.emit("client-left", name, null, {});
  if (refusal === null) desk.emit("failed", name, null, { reason: cause instanceof Error ? cause.message : String(cause) });
  else desk.emit("refused", name, null, { errorCode: refusal.errorCode, errorDesc: refusal.errorDesc });
  if (response.headersSent) return void response.destroy();
  if (!(await readAway(request, desk.maxMessageBytes))) return void request.socket.destroy();
  if (refusal?.reason === "busy") response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
  // Official clients store any body of downloadEdoc as the document; only an empty one counts as a failure.
  if (name === "downloadEdoc") return writeText(response, "");
  writeFail(response, name, refusal?.errorCode ?? "20", refusal?.errorDesc ?? "Loi he thong");
}

function refusalIn<Account extends AxisAccount>(desk: AxisDesk<Account>, cause: unknown): AxisRefusal | null {
  if (cause instanceof AxisRefusal) return cause;
  const translated = desk.refusalOf(cause);
  return translated === null ? null : new AxisRefusal(translated.reason, translated.detail);
}

/** Official clients write their whole request before they look at the answer. False when there is no end of it. */
export async function readAway(request: IncomingMessage, limit: number): Promise<boolean> {
  if (request.readableEnded || request.destroyed) return true;
  let left = limit;
  return await new Promise<boolean>((resolve) => {
    request.once("end", () => resolve(true));
    request.once("close", () => resolve(true));
    request.on("data", (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) resolve(false);
    });
    request.resume();
  });
}
