import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { AxisDesk } from "../server/desk.ts";
import { writeFail, writeReply, writeText } from "../server/reply.ts";
import { performing, readAway } from "../server/serve-operation.ts";
import type { AxisFaultRule, FaultBoard } from "./faults.ts";
import type { AxisMember } from "./members.ts";

/** One request with the misfortune planned for it, before or after it takes effect. `stopping` ends the wait of a slow answer. */
export async function handleOperation(desk: AxisDesk<AxisMember>, faults: FaultBoard, name: string, request: IncomingMessage, response: ServerResponse, stopping: AbortSignal): Promise<void> {
  // A client that leaves must only not end the process.
  request.on("error", () => undefined);
  response.on("error", () => undefined);
  const fault = faults.take(name);
  if (fault !== null) desk.emit("fault", name, null, { kind: fault.kind, when: fault.when });
  if (fault?.kind === "slow") await setTimeout(fault.delayMs, undefined, { signal: stopping }).catch(() => undefined);
  const misfortune = fault === null || fault.kind === "slow" ? null : fault;
  if (misfortune?.when === "before") return misbehave(misfortune, name, request, response);
  await performing(desk, name, request, response, (reply) => (misfortune === null ? writeReply(response, reply, desk.scratchDirectory) : misbehave(misfortune, name, request, response)));
}

async function misbehave(fault: AxisFaultRule, name: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (fault.kind === "drop") return void request.socket.destroy();
  await readAway(request, Infinity);
  switch (fault.kind) {
    case "cut":
      response.writeHead(200, { "Content-Type": "application/json;charset=UTF-8", "Content-Length": 4096 });
      response.write(`{"status":"OK","ErrorCode":"0","Err`, () => request.socket.destroy());
      return;
    case "html-502":
      return writeText(response, "<html><body><h1>502 Bad Gateway</h1></body></html>", 502, "text/html");
    case "busy-503":
      response.setHeader("Retry-After", fault.retryAfter);
      return writeText(response, "<html><body><h1>503 Service Unavailable</h1></body></html>", 503, "text/html");
    case "busy-429":
      response.setHeader("Retry-After", fault.retryAfter);
      return writeText(response, '{"message":"Too Many Requests"}', 429);
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
