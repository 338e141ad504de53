import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { Desk } from "./desk.ts";
import type { AxisFaultRule } from "./faults.ts";
import type { AxisMember } from "./members.ts";
import { OPERATIONS } from "./operations/index.ts";
import { AxisRefusal, refuse } from "./refusal.ts";
import { writeFail, writeReply, writeText } from "./reply.ts";
import type { Reply } from "./reply.ts";
import { verifyRequest } from "./verify-request.ts";

/** One request: the planned fault, the signature, the operation, the answer. `stopping` ends the wait of a slow answer. */
export async function handleOperation(
  desk: Desk,
  members: ReadonlyMap<string, AxisMember>,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
  stopping: AbortSignal,
): Promise<void> {
  // A client that leaves is seen where its bytes are read; here it must only not end the process.
  request.on("error", () => undefined);
  response.on("error", () => undefined);
  const fault = desk.faults.take(name);
  if (fault !== null) desk.emit("fault", name, null, { kind: fault.kind, when: fault.when });
  if (fault?.kind === "slow") await setTimeout(fault.delayMs, undefined, { signal: stopping }).catch(() => undefined);
  if (fault !== null && fault.kind !== "slow" && fault.when === "before") return misbehave(fault, name, request, response);

  try {
    const reply = await perform(desk, members, name, request);
    if (fault !== null && fault.kind !== "slow") await misbehave(fault, name, request, response);
    else await writeReply(response, reply);
  } catch (cause) {
    await answerFailure(desk, name, cause, request, response);
  }
}

async function perform(desk: Desk, members: ReadonlyMap<string, AxisMember>, name: string, request: IncomingMessage): Promise<Reply> {
  const operation = Object.hasOwn(OPERATIONS, name) ? OPERATIONS[name] : undefined;
  if (operation === undefined) return refuse("operation", name);
  return operation(desk, verifyRequest(request, name, members));
}

async function answerFailure(desk: Desk, name: string, cause: unknown, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.socket.destroyed) return desk.emit("client-left", name, null, {});
  const refusal = cause instanceof AxisRefusal ? cause : null;
  if (refusal === null) desk.emit("failed", name, null, { reason: cause instanceof Error ? cause.message : String(cause) });
  else desk.emit("refused", name, null, { errorCode: refusal.errorCode, errorDesc: refusal.errorDesc });
  if (response.headersSent) return void response.destroy();
  await readAway(request);
  // Official clients store any body of downloadEdoc as the document; only an empty one counts as a failure.
  if (name === "downloadEdoc") return writeText(response, "");
  writeFail(response, name, refusal?.errorCode ?? "20", refusal?.errorDesc ?? "Loi he thong");
}

async function misbehave(fault: AxisFaultRule, name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (fault.kind === "drop") return void request.socket.destroy();
  await readAway(request);
  switch (fault.kind) {
    case "cut":
      response.writeHead(200, { "Content-Type": "application/json;charset=UTF-8", "Content-Length": 4096 });
      response.write(`{"status":"OK","ErrorCode":"0","Err`, () => request.socket.destroy());
      return;
    case "html-502":
      return writeText(response, "<html><body><h1>502 Bad Gateway</h1></body></html>", 502, "text/html");
    case "text-401":
      return writeText(response, "Unauthorized", 401, "text/plain");
    case "empty-body":
      return writeText(response, "", 200, "");
    case "fail":
      return writeFail(response, name, fault.errorCode, fault.errorDesc);
    case "slow":
      return;
  }
}

/** Official clients write their whole request before they look at the answer. */
async function readAway(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  request.resume();
  await new Promise<void>((resolve) => {
    request.once("end", resolve);
    request.once("close", resolve);
  });
}
