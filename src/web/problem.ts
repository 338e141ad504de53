import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { ErrorRequestHandler, RequestHandler, Response } from "express";
import { HouseError, HOUSE_FAULTS, FieldsRefused, type FieldProblem, type HouseFaultCode } from "../core/fault.ts";
import { BLAME_TEXTS, HOUSE_FAULT_TEXTS, type FaultText } from "../core/fault-texts.ts";
import type { WebLogger } from "./needs.ts";
import { requestIdOf } from "./request-id.ts";

type Blame = HouseError["blame"];
type Facts = HouseError["facts"];

/** RFC 9457 with our extensions; `problems` names every refused field, `reference` is what the log says too. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly problems?: readonly FieldProblem[];
  /** What the refusal is about (ids, states), for a program to act on; only where the caller is to act. */
  readonly facts?: Facts;
  readonly reference?: string;
}

export const PROBLEM_TYPE = "application/problem+json";
const BLAME_STATUS: Readonly<Record<Blame, number>> = { caller: 400, trust: 422, partner: 502, infrastructure: 503, us: 500 };
const RETRY_AFTER_SECONDS = "30";

/** Every error of the three families looks like this; anything else is a fault of ours. */
interface Fault extends Error {
  readonly code: string;
  readonly blame: Blame;
  readonly facts: Facts;
}

/** Says no in problem+json and writes down what only the log may know. The only place that turns errors into answers. */
export function problemHandler(logger: WebLogger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const requestId = requestIdOf(request);
    const fault = faultOf(error);
    const problem = describeProblem(fault, requestId);
    noteFault(logger, fault, problem);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendProblem(response, problem);
  };
}

/** Writes down what only the log may know: what failed at us, under the reference the answer carries. */
export function noteFault(logger: WebLogger, fault: Fault, { status, requestId, reference }: Problem): void {
  if (status < 500) return;
  const level = fault.blame === "us" ? "error" : "warn";
  logger[level]("request failed", { requestId, reference, code: fault.code, reason: fault.message, facts: fault.facts, cause: causesOf(fault), ...(fault.blame === "us" && { stack: fault.stack }) });
}

export function sendProblem(response: Response, problem: Problem): void {
  if (problem.status === 401) response.setHeader("www-authenticate", 'Bearer realm="lienthong"');
  if (problem.status === 503 && !response.hasHeader("retry-after")) response.setHeader("retry-after", RETRY_AFTER_SECONDS);
  response.status(problem.status).setHeader("content-type", PROBLEM_TYPE);
  sendWhole(response, Buffer.from(JSON.stringify(problem)));
}

/** The last of an answer that may come before the request is read to its end. */
export function sendWhole(response: Response, body: Buffer): void {
  response.setHeader("content-length", body.length);
  if (stillSending(response.req)) {
    endWithoutCuttingOff(response, body);
    return;
  }
  response.req.resume(); // what an interrupted reader left would block the next request of this connection
  response.end(body);
}

function stillSending(request: IncomingMessage): boolean {
  const hasBody = (request.headers["content-length"] ?? "0") !== "0" || request.headers["transfer-encoding"] !== undefined;
  return hasBody && !request.complete;
}

const DRAIN_PATIENCE_MS = 10_000;

/**
 * The caller may still be sending. Ending at once makes Node close the socket with unread bytes in it, the kernel answers with RST
 * and the caller never reads why. So: all of the answer now, the end when the caller stopped sending or after ten seconds.
 */
function endWithoutCuttingOff(response: Response, body: Buffer): void {
  const { req: request } = response;
  response.setHeader("connection", "close");
  response.write(body);
  const patience = setTimeout(() => response.end(), DRAIN_PATIENCE_MS);
  const finish = () => {
    clearTimeout(patience);
    response.end();
  };
  request.once("end", finish).once("close", finish).resume();
}

export function describeProblem(fault: Fault, requestId: string): Problem {
  const status = statusOf(fault);
  const text = textOf(fault);
  return {
    type: `urn:lienthong:fault:${fault.code}`,
    title: text.title,
    status,
    detail: text.advice,
    code: fault.code,
    requestId,
    ...(fault instanceof FieldsRefused ? { problems: fault.problems } : fault.blame === "caller" && Object.keys(fault.facts).length > 0 && { facts: fault.facts }),
    ...(status >= 500 && { reference: randomUUID() }),
  };
}

export function faultOf(error: unknown): Fault {
  if (isFault(error)) return error;
  const code = frameworkFault(error);
  if (code !== null) return new HouseError(code, `the request was refused: ${messageOf(error)}`, {}, { cause: error });
  return new HouseError("invariant-broken", `unexpected: ${messageOf(error)}`, {}, { cause: error });
}

function isFault(error: unknown): error is Fault {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "blame" in error && typeof error.blame === "string" && error.blame in BLAME_STATUS;
}

/** What express and body-parser refuse by themselves (an undecodable path, broken or oversized JSON …). */
function frameworkFault(error: unknown): HouseFaultCode | null {
  if (!(error instanceof Error) || !("status" in error) || typeof error.status !== "number") return null;
  if (error.status === 413) return "request-too-large";
  if (error.status === 415) return "media-type-unsupported";
  return error.status >= 400 && error.status < 500 ? "request-invalid" : null;
}

function statusOf(fault: Fault): number {
  if (fault instanceof FieldsRefused) {
    const statuses = new Set(fault.problems.map((problem) => HOUSE_FAULTS[problem.code].http));
    return statuses.size === 1 ? HOUSE_FAULTS[fault.code].http : 422;
  }
  return isHouseCode(fault.code) ? HOUSE_FAULTS[fault.code].http : BLAME_STATUS[fault.blame];
}

function textOf(fault: Fault): FaultText {
  return isHouseCode(fault.code) ? HOUSE_FAULT_TEXTS[fault.code] : BLAME_TEXTS[fault.blame];
}

function isHouseCode(code: string): code is HouseFaultCode {
  return Object.hasOwn(HOUSE_FAULTS, code);
}

function causesOf(error: Error): string[] {
  const causes: string[] = [];
  for (let cause = error.cause; cause !== undefined && causes.length < 5; cause = cause instanceof Error ? cause.cause : undefined) causes.push(messageOf(cause));
  return causes;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).slice(0, 500);
}

export const noSuchAddress: RequestHandler = (request) => {
  throw new HouseError("not-found", `no address ${request.path.slice(0, 200)}`, { what: "address" });
};
