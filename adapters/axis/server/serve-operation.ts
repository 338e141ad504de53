import type { IncomingMessage, ServerResponse } from "node:http";
import type { AxisAccount, AxisDesk } from "./desk.ts";
import { OPERATIONS } from "./operations/index.ts";
import { AxisRefusal, refuse } from "./refusal.ts";
import { writeFail, writeReply, writeText } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { verifyRequest } from "./verify-request.ts";

/** One request from the first header to the last byte of the answer. Never throws for what a caller did. */
export async function serveOperation<Account extends AxisAccount>(desk: AxisDesk<Account>, name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  await performing(desk, name, request, response, (reply) => writeReply(response, reply, desk.scratchDirectory));
}

/** Verifies, admits and performs; `answer` writes what came out. A refusal or a failure is answered here. */
export async function performing<Account extends AxisAccount>(
  desk: AxisDesk<Account>,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  answer: (reply: Reply) => Promise<void>,
): Promise<void> {
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
  } catch (cause) {
    await answerFailure(desk, name, cause, request, response);
  } finally {
    release();
  }
}

async function answerFailure<Account extends AxisAccount>(desk: AxisDesk<Account>, name: string, cause: unknown, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.socket.destroyed) return desk.emit("client-left", name, null, {});
  const refusal = refusalIn(desk, cause);
  if (refusal === null) desk.emit("failed", name, null, { reason: cause instanceof Error ? cause.message : String(cause) });
  else desk.emit("refused", name, null, { errorCode: refusal.errorCode, errorDesc: refusal.errorDesc });
  if (response.headersSent) return void response.destroy();
  if (!(await readAway(request, desk.maxMessageBytes))) return void request.socket.destroy();
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
