import test from "ava";
import { HOUSE_FAULTS } from "#src/core/fault";
import { sendDocumentSchema } from "#src/core/outgoing/send-command";
import { openApiDocument } from "#src/web/rest/openapi";
import { OPERATIONS } from "#src/web/rest/operations";
import { departure } from "./conformity.ts";
import { METADATA } from "./submission.ts";

const document = openApiDocument();

test("every operation is in the document once, under its own id, with its refusals", (t) => {
  t.is(new Set(OPERATIONS.map((operation) => operation.id)).size, OPERATIONS.length);
  t.is(new Set(OPERATIONS.map((operation) => `${operation.method} ${operation.path}`)).size, OPERATIONS.length);
  for (const operation of OPERATIONS) {
    const described = document.paths?.[`/api/v1${operation.path}`]?.[operation.method];
    t.is(described?.operationId, operation.id);
    for (const code of ["credentials-missing", "too-many-requests", "invariant-broken", ...operation.faults] as const) t.true(Object.hasOwn(described?.responses ?? {}, String(HOUSE_FAULTS[code].http)), `${operation.id} ${code}`);
  }
});

test("every reference in the document leads somewhere", (t) => {
  const names = new Set(Object.keys(document.components?.schemas ?? {}));
  for (const [, name] of JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) t.true(names.has(name ?? ""), name);
});

test("the document says of what is sent what the schema that reads it says", (t) => {
  const { SendDocument } = (document.components?.schemas ?? {}) as Record<string, { readonly required: readonly string[]; readonly properties: object }>;
  t.deepEqual([...(SendDocument?.required ?? [])].toSorted(), ["code", "documentType", "issuedAt", "issuedOn", "receivers", "sender", "signer", "subject"]);
  t.deepEqual(Object.keys(SendDocument?.properties ?? {}), Object.keys(sendDocumentSchema.shape));
  t.true(sendDocumentSchema.safeParse(METADATA).success);
});

test("an answer with one field too many, one too few or an unknown status departs from the document", (t) => {
  const answer = { method: "GET", path: "/api/v1/documents", status: 200, contentType: "application/json", body: { items: [], next: null } };
  t.is(departure(answer), null);
  t.truthy(departure({ ...answer, body: { items: [], next: null, total: 0 } }));
  t.truthy(departure({ ...answer, body: { items: [] } }));
  t.truthy(departure({ ...answer, status: 299 }));
  t.truthy(departure({ ...answer, contentType: "text/html" }));
});
