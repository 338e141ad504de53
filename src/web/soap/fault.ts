import type { Request, Response } from "express";
import { describeProblem, faultOf, noteFault, sendWhole, type Problem } from "../problem.ts";
import { requestIdOf } from "../request-id.ts";
import type { WebLogger } from "../needs.ts";
import { inEnvelope } from "./contract.ts";
import { NAMESPACE, SOAP_11, SoapRefused, type SoapVersion } from "./versions.ts";

/**
 * Answers a SOAP fault for whatever went wrong: the caller's side or ours by the blame table, our code and what to do in the detail.
 * HTTP 500 in SOAP 1.1 (WS-I BP 1.1 R1126); in 1.2 400 for the sender's faults and 500 for ours (SOAP 1.2 part 2 §7.5.2.2).
 */
export function answerFault(error: unknown, version: SoapVersion, logger: WebLogger, request: Request, response: Response): void {
  const fault = faultOf(error);
  const problem = describeProblem(fault, requestIdOf(request));
  noteFault(logger, fault, problem);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const ours = problem.status >= 500;
  if (problem.status === 503 && !response.hasHeader("retry-after")) response.setHeader("retry-after", "30");
  const soapCode = error instanceof SoapRefused ? error.soapCode : ours ? version.sides.gateway : version.sides.caller;
  const detail = writeDetail(problem, Number(response.getHeader("retry-after") ?? Number.NaN));
  response.status(version === SOAP_11 || soapCode !== version.sides.caller ? 500 : 400).setHeader("content-type", `${version.mediaType}; charset=utf-8`);
  sendWhole(response, Buffer.from(inEnvelope(version, version === SOAP_11 ? fault11(soapCode, problem, detail) : fault12(soapCode, problem, detail))));
}

function fault11(soapCode: string, problem: Problem, detail: string): string {
  return `<soap:Fault><faultcode>soap:${soapCode}</faultcode><faultstring xml:lang="vi">${escape(reason(problem))}</faultstring><detail>${detail}</detail></soap:Fault>`;
}

function fault12(soapCode: string, problem: Problem, detail: string): string {
  const code = `<soap:Code><soap:Value>soap:${soapCode}</soap:Value><soap:Subcode><soap:Value xmlns:lt="${NAMESPACE}">lt:${escape(problem.code)}</soap:Value></soap:Subcode></soap:Code>`;
  return `<soap:Fault>${code}<soap:Reason><soap:Text xml:lang="vi">${escape(reason(problem))}</soap:Text></soap:Reason><soap:Detail>${detail}</soap:Detail></soap:Fault>`;
}

/** Many clients show nothing but this one string, so it says what happened and what to do. */
function reason({ title, detail }: Problem): string {
  return `${title}. ${detail}`;
}

/** `GatewayFault` of the schema, written here: a fault must not depend on the library that may be what failed. */
function writeDetail(problem: Problem, retryAfter: number): string {
  const problems = (problem.problems ?? []).map(({ field, code, message, rule }) => element("problems", fields({ field, code, message, rule })));
  const facts = Object.entries(problem.facts ?? {}).map(([name, value]) => element("facts", fields({ name, value: typeof value === "string" ? value : JSON.stringify(value) })));
  const head = fields({
    code: problem.code,
    title: problem.title,
    advice: problem.detail,
    requestId: problem.requestId,
    reference: problem.reference,
    retryAfterSeconds: Number.isInteger(retryAfter) ? String(retryAfter) : undefined,
  });
  return `<lt:GatewayFault xmlns:lt="${NAMESPACE}">${head}${problems.join("")}${facts.join("")}</lt:GatewayFault>`;
}

function fields(values: Readonly<Record<string, string | undefined>>): string {
  return Object.entries(values)
    .map(([name, value]) => (value === undefined ? "" : element(name, escape(value))))
    .join("");
}

function element(name: string, content: string): string {
  return `<lt:${name}>${content}</lt:${name}>`;
}

function escape(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
