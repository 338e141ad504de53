import type { Request } from "express";
import { FieldsRefused, HouseError } from "../../core/fault.ts";
import type { SubmittedFile } from "../../core/outgoing/send-command.ts";
import { checkSubmission } from "../../core/policy/check-submission.ts";
import type { Blobs } from "../../core/ports.ts";
import type { UploadLimits } from "../upload-limits.ts";
import { placed, trySubmission, type Submission } from "./commands.ts";
import { Contents } from "./contents.ts";
import type { Contract } from "./contract.ts";
import type { EnvelopeReader } from "./envelope-reader.ts";
import { receiveEnvelope } from "./receive-envelope.ts";
import { mediaTypeOf, MimeParts, parameterOf } from "./mime-parts.ts";
import { demandAll, openRoot, receiveParts } from "./mtom.ts";
import { NAMESPACE, SOAP_11, SoapRefused, versionOf, SOAP_12, type SoapVersion } from "./versions.ts";

export interface Received {
  readonly operation: string;
  readonly input: unknown;
  readonly submission: Submission | null;
  readonly files: readonly SubmittedFile[];
}

export interface Receiving {
  readonly contract: Contract;
  readonly blobs: Blobs;
  readonly limits: UploadLimits;
  readonly bodyBytes: number;
  /** Lets the caller in, once it is known what it wants and who it says it is. Throws when it may not. */
  headersRead(reader: EnvelopeReader): Promise<void>;
}

/** Reads a request, one envelope or MTOM, into an operation and its input; files are in the blob store then. When it throws, nothing of it is kept. */
export async function receiveRequest(request: Request, receiving: Receiving): Promise<Received> {
  const { contract, blobs, limits } = receiving;
  const contents = new Contents(blobs, limits);
  const source = chunksOf(request, receiving.bodyBytes);
  try {
    const contentType = request.headers["content-type"] ?? "";
    const parts = mediaTypeOf(contentType) === "multipart/related" ? new MimeParts(source, parameterOf(contentType, "boundary") ?? "") : null;
    const root = parts === null ? null : await openRoot(parts, contentType);
    const reader = await receiveEnvelope(root === null ? { [Symbol.asyncIterator]: () => source } : root.body, contents, async (seen) => {
      checkHeading(request, seen);
      await receiving.headersRead(seen);
    });
    const operation = reader.operation ?? "";
    const input = contract.read(reader.clean, operation);
    const sending = operation === "SendDocument" ? trySubmission(input) : null;
    if (sending !== null && sending.problems.length > 0) contents.keepNothing();
    if (parts !== null) await receiveParts(parts, root?.id ?? null, contents);
    demandAll(contents);
    if (sending === null) return { operation, input, submission: null, files: [] };
    return { operation, input, submission: sending.submission, files: await keepFiles(sending, contents, limits) };
  } finally {
    await contents.discardRest();
  }
}

async function keepFiles({ problems, submission }: ReturnType<typeof trySubmission>, contents: Contents, limits: UploadLimits): Promise<readonly SubmittedFile[]> {
  const names = submission?.fileNames ?? [];
  const facts = contents.all.map(({ size }, index) => ({ name: names[index] ?? "", size }));
  const [first, ...rest] = submission === null ? problems : checkSubmission(submission.command, facts, limits).map(placed);
  if (first !== undefined) throw new FieldsRefused([first, ...rest]);
  return (await contents.keep()).map((stored, index) => ({ name: names[index] ?? "", ...stored }));
}

/** What the HTTP heading says must be what the envelope says. */
function checkHeading(request: Request, { version, operation }: EnvelopeReader): void {
  const contentType = request.headers["content-type"] ?? "";
  const type = mediaTypeOf(contentType);
  // A multipart names its kind in three places and clients differ in all of them; there the envelope decides.
  if (type !== "multipart/related" && type !== version?.mediaType) throw new SoapRefused("VersionMismatch", "the envelope is of another SOAP version than the content type", { contentType: type, namespace: version?.namespace ?? "" });
  const action = actionOf(request, contentType);
  if (action !== null && action !== `${NAMESPACE}/${operation ?? ""}`) throw new HouseError("request-invalid", "SOAPAction and body name different operations", { action: action.slice(0, 200), operation: (operation ?? "").slice(0, 100) });
}

/** SOAPAction of 1.1, or the parameter `action` of 1.2; both may be empty. */
function actionOf(request: Request, contentType: string): string | null {
  const header = request.headers["soapaction"];
  const action = (typeof header === "string" ? header.trim().replace(/^"(.*)"$/, "$1") : "") || (parameterOf(contentType, "action") ?? "");
  return action === "" ? null : action;
}

/** The version a fault is told in before the envelope has said its own. */
export function announcedVersion(request: Request): SoapVersion {
  const contentType = request.headers["content-type"] ?? "";
  const announced = mediaTypeOf(contentType) === "multipart/related" ? mediaTypeOf(parameterOf(contentType, "start-info") ?? parameterOf(contentType, "type") ?? "") : mediaTypeOf(contentType);
  return announced === SOAP_12.mediaType ? SOAP_12 : (versionOf(announced) ?? SOAP_11);
}

/** The body as it comes, and never more than the limit. Ending early leaves the request open, so that the caller can be told why. */
async function* chunksOf(request: Request, limit: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > limit) throw new HouseError("request-too-large", "the body is over its limit", { limit });
      yield chunk;
    }
  } catch (cause) {
    if (cause instanceof HouseError) throw cause;
    throw new HouseError("request-invalid", "the caller went away before the end of the request", {}, { cause });
  }
}
