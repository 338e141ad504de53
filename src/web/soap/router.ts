import { Router, type ErrorRequestHandler, type Request, type RequestHandler, type Response } from "express";
import { HouseError } from "../../core/fault.ts";
import { onceMade } from "../../core/once-made.ts";
import { notingSecrets } from "../../core/policy/note-secrets.ts";
import { accessOf, admit, bearerOf } from "../authentication.ts";
import type { SharedLimits, WebNeeds } from "../needs.ts";
import { limitAddresses, limitKeys } from "../rate-limits.ts";
import { tuningOf, type WebTuning } from "../settings.ts";
import { refuseSlowBody } from "../slow-body.ts";
import type { Contract } from "./contract.ts";
import type { EnvelopeReader } from "./envelope-reader.ts";
import { answerFault } from "./fault.ts";
import { mediaTypeOf } from "./mime-parts.ts";
import { OPERATIONS } from "./operations.ts";
import { announcedVersion, receiveRequest } from "./receive-request.ts";
import { sendReply } from "./reply.ts";
import type { SoapVersion } from "./versions.ts";

const TYPES = ["text/xml", "application/soap+xml", "multipart/related"];

/** `/soap/v1`: the WSDL for whoever asks, the operations for whoever has a key. */
export function soapRouter(needs: WebNeeds & { readonly soapFiles: string }, shared: SharedLimits): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const tuning = tuningOf(needs.settings);
  // the library and its parsing of the WSDL are a fifth of a start, and most gateways are never spoken to in SOAP
  const contract = onceMade(async () => (await import("./contract.ts")).openContract(needs.soapFiles));
  router.use(...limitAddresses(tuning), neverCache);
  router.get("/", describe(contract));
  router.post("/", demandEnvelope(bodyBytes(needs, tuning)), refuseSlowBody(tuning, refuseIn(needs)), serve(needs, contract, tuning, shared));
  router.all("/", refuseMethod);
  router.use(faultHandler(needs));
  return router;
}

/** Base64 in lines of 64, and what is around it. */
function bodyBytes(needs: WebNeeds, tuning: WebTuning): number {
  return Math.ceil(needs.settings.limits.maxDocumentBytes * 1.4) + tuning.maxMetadataBytes + 1024 * 1024;
}

const neverCache: RequestHandler = (_request, response, next) => {
  response.setHeader("cache-control", "no-store");
  next();
};

function describe(opening: () => Promise<Contract>): RequestHandler {
  return async (request, response) => {
    if (!Object.keys(request.query).some((name) => name.toLowerCase() === "wsdl")) throw new HouseError("method-not-allowed", "GET answers nothing but ?wsdl", { allow: "POST" });
    const contract = await opening();
    response.setHeader("content-type", "text/xml; charset=utf-8").setHeader("vary", "host").send(Buffer.from(contract.wsdl(addressOf(request))));
  };
}

/** The host a caller names goes into the WSDL it gets, and nowhere else; only what can be a host, so no markup comes in with it. */
function addressOf(request: Request): string {
  const { protocol, host } = request;
  if (!/^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i.test(host)) throw new HouseError("request-invalid", "the Host header is no host", { header: "host" });
  return `${protocol === "https" ? "https" : "http"}://${host}/soap/v1`;
}

function demandEnvelope(limit: number): RequestHandler {
  return (request, _response, next) => {
    const type = mediaTypeOf(request.headers["content-type"] ?? "");
    if (!TYPES.includes(type)) throw new HouseError("media-type-unsupported", "the content type is not one of SOAP", { expected: TYPES.join(", ") });
    if (request.headers["content-encoding"] !== undefined) throw new HouseError("media-type-unsupported", "a compressed body is not read", { expected: "identity" });
    if (Number(request.headers["content-length"] ?? 0) > limit) throw new HouseError("request-too-large", "the announced body is over its limit", { limit });
    next();
  };
}

function serve(needs: WebNeeds, opening: () => Promise<Contract>, tuning: WebTuning, { uploads }: SharedLimits): RequestHandler {
  const counted = [limitKeys(tuning)];
  const limits = { ...tuning, ...needs.settings.limits };
  return async (request, response) => {
    const contract = await opening();
    const bearer = bearerOf(request);
    const run = async (handlers: readonly RequestHandler[]) => {
      for (const handler of handlers) await passed(handler, request, response);
    };
    const enter = async (secret: string | null) => {
      await admit(needs.service, request, secret);
      await run(counted);
    };
    if (request.headers.authorization !== undefined) await enter(bearer);
    if (request.headers.expect?.toLowerCase() === "100-continue") response.writeContinue();
    const headersRead = async (reader: EnvelopeReader) => {
      if (reader.version !== null) versions.set(request, reader.version);
      if (request.headers.authorization === undefined) await enter(reader.secret);
      if (!Object.hasOwn(OPERATIONS, reader.operation ?? "")) throw new HouseError("request-invalid", "there is no such operation", { operation: (reader.operation ?? "").slice(0, 100), known: Object.keys(OPERATIONS).join(", ") });
      if (reader.operation === "SendDocument") await run([uploads]);
    };
    const { operation, ...received } = await notingSecrets(
      needs.service,
      "soap",
      () => accessOf(request),
      () => receiveRequest(request, { contract, blobs: needs.blobs, limits, bodyBytes: bodyBytes(needs, tuning), headersRead }),
    );
    const version = versionFor(request);
    const answer = await OPERATIONS[operation]?.({ needs, access: accessOf(request), ...received });
    if (answer === undefined) throw new HouseError("invariant-broken", "an operation was let in that is not there", { operation });
    await sendReply(response, version, contract.write(version, `${operation}Response`, answer.value), answer.attached, needs.blobs);
  };
}

/** A limit of the other doors, asked in the middle of a request instead of before it. */
function passed(handler: RequestHandler, request: Request, response: Response): Promise<void> {
  return new Promise((resolve, reject) => {
    void handler(request, response, (error?: unknown) => (error === undefined ? resolve() : reject(error)));
  });
}

const versions = new WeakMap<Request, SoapVersion>();

/** As the envelope says, once it was read that far. */
function versionFor(request: Request): SoapVersion {
  return versions.get(request) ?? announcedVersion(request);
}

const refuseMethod: RequestHandler = (request, response) => {
  response.setHeader("allow", "GET, HEAD, POST");
  throw new HouseError("method-not-allowed", `${request.method} is not for the SOAP door`, { allow: "GET, HEAD, POST" });
};

function refuseIn(needs: WebNeeds) {
  return (fault: HouseError, request: Request, response: Response) => answerFault(fault, versionFor(request), needs.logger, request, response);
}

/** Callers that speak SOAP are answered a fault; a browser that came by is answered like everywhere else. */
function faultHandler(needs: WebNeeds): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (request.method === "POST") answerFault(error, versionFor(request), needs.logger, request, response);
    else next(error);
  };
}
