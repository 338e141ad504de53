import { Ajv2020 } from "ajv/dist/2020.js";
import { openApiDocument } from "#src/web/rest/openapi";

const document = openApiDocument();
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(document, "api");

export interface Answered {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string | null;
  readonly body: unknown;
}

/** What is wrong with an answer according to the published OpenAPI document; null when nothing is. */
export function departure(answer: Answered): string | null {
  const path = Object.keys(document.paths ?? {}).find((template) => matches(template, answer.path));
  const method = answer.method === "HEAD" ? "get" : answer.method.toLowerCase();
  const operation = (document.paths?.[path ?? ""] as Record<string, { responses?: Record<string, { content?: object }> }> | undefined)?.[method];
  if (path === undefined || operation === undefined) return isProblem(answer) ? problemDeparture(answer) : `no operation ${answer.method} ${answer.path} is documented`;
  const response = operation.responses?.[String(answer.status)];
  if (response === undefined) return `${answer.method} ${path} does not document status ${answer.status}`;
  const type = answer.contentType?.split(";")[0] ?? "";
  const types = Object.keys(response.content ?? {});
  if (types.includes("*/*") || types.length === 0) return null;
  if (!types.includes(type)) return `${answer.method} ${path} ${answer.status} documents ${types.join()}, not ${type}`;
  return complaints(["paths", path, method, "responses", String(answer.status), "content", type, "schema"], answer.body);
}

function isProblem(answer: Answered): boolean {
  return answer.contentType === "application/problem+json";
}

function problemDeparture(answer: Answered): string | null {
  return complaints(["components", "schemas", "Problem"], answer.body);
}

function complaints(steps: readonly string[], body: unknown): string | null {
  const pointer = steps.map((step) => encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))).join("/");
  const validate = ajv.getSchema(`api#/${pointer}`);
  if (validate === undefined) return `no schema at ${pointer}`;
  return validate(body) === true ? null : `${steps.slice(1).join(" ")}: ${ajv.errorsText(validate.errors)}`;
}

function matches(template: string, path: string): boolean {
  const wanted = template.split("/");
  const found = (path.split("?")[0] ?? "").split("/");
  return wanted.length === found.length && wanted.every((step, index) => step.startsWith("{") || step === found[index]);
}
