import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject, type ZodOpenApiResponsesObject } from "zod-openapi";
import { HOUSE_FAULTS, type HouseFaultCode } from "../../core/fault.ts";
import { HOUSE_FAULT_TEXTS } from "../../core/fault-texts.ts";
import { SESSION_COOKIE } from "../session/cookie.ts";
import type { Operation } from "./operation.ts";
import { OPERATIONS } from "./operations.ts";
import { problemView } from "./schemas.ts";

/** Every operation can refuse with these. */
const COMMON_FAULTS: readonly HouseFaultCode[] = ["request-invalid", "field-invalid", "credentials-missing", "role-missing", "request-forged", "password-change-needed", "not-found", "too-many-requests", "invariant-broken", "database-unavailable"];
/** Every operation that takes a body. */
const BODY_FAULTS: readonly HouseFaultCode[] = ["request-too-large", "media-type-unsupported", "request-too-slow"];

export type OpenApiDocument = ReturnType<typeof createDocument>;

/** OpenAPI 3.1 of the API, made from the operations themselves. */
export function openApiDocument(): OpenApiDocument {
  const paths: ZodOpenApiPathsObject = {};
  for (const operation of OPERATIONS) {
    const path = `/api/v1${operation.path}`;
    paths[path] = { ...paths[path], [operation.method]: describe(operation) };
  }
  return createDocument({
    openapi: "3.1.1",
    info: {
      title: "Cổng liên thông văn bản điện tử",
      version: "1.0.0",
      description: "Gửi, nhận văn bản điện tử có ký số giữa các cơ quan qua trục liên thông (QĐ 28/2018/QĐ-TTg, QCVN 102:2016/BTTTT). Thời điểm là giờ Việt Nam, ISO 8601. Lỗi theo RFC 9457.",
    },
    servers: [{ url: "/" }],
    tags: [...new Set(OPERATIONS.map((operation) => operation.tag))].map((name) => ({ name })),
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: { securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "Khóa API của hệ thống QLVB, gắn với các cơ quan được làm thay" }, session: { type: "apiKey", in: "cookie", name: SESSION_COOKIE, description: "Phiên đăng nhập của một người. Mỗi lệnh không phải GET cần thêm tiêu đề X-CSRF-Token (giá trị từ GET /api/v1/session) và Origin của cổng" } } },
  });
}

function describe(operation: Operation): ZodOpenApiOperationObject {
  return {
    operationId: operation.id,
    tags: [operation.tag],
    summary: operation.summary,
    "x-callers": operation.callers,
    ...(operation.callers === "anyone" && { security: [] }),
    ...(operation.callers === "oneself" && { security: [{ session: [] }] }),
    ...(operation.description !== null && { description: operation.description }),
    requestParams: { path: operation.params, query: operation.query, ...(operation.headers !== null && { header: operation.headers }) },
    ...describeBody(operation),
    responses: { ...describeAnswers(operation), ...describeFaults([...COMMON_FAULTS, ...(operation.body.kind === "none" ? [] : BODY_FAULTS), ...operation.faults]) },
  };
}

function describeBody({ body }: Operation): Pick<ZodOpenApiOperationObject, "requestBody"> {
  switch (body.kind) {
    case "none":
      return {};
    case "json":
      return { requestBody: { required: true, content: { "application/json": { schema: body.schema, example: body.example } } } };
    case "bytes":
      return { requestBody: { required: true, content: { "application/octet-stream": { schema: z.string().meta({ override: { type: "string", format: "binary" } }) } } } };
    case "multipart": {
      const file = z.string().meta({ override: { type: "string", format: "binary" } });
      const schema = z.object({ metadata: body.metadata, files: z.array(file).min(1).meta({ description: "Tệp đầu tiên là văn bản chính (PDF)" }) });
      return { requestBody: { required: true, content: { "multipart/form-data": { schema, encoding: { metadata: { contentType: "application/json" } } }, ...(body.orJson && { "application/json": { schema: body.metadata } }) } } };
    }
  }
}

function describeAnswers({ answer, body }: Operation): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {};
  for (const [status, description] of Object.entries(answer.statuses)) {
    if (answer.kind === "redirect") {
      responses[status as "302"] = { description, headers: { Location: { description: "Nơi trình duyệt đi tiếp", schema: { type: "string" } } } };
      continue;
    }
    const content = contentOf(answer);
    const location = body.kind === "multipart" ? { headers: { Location: { description: "Địa chỉ của văn bản", schema: { type: "string" as const } } } } : {};
    responses[status as "200"] = status === "304" || status === "204" ? { description } : { description, content, ...location };
  }
  return responses;
}

function contentOf(answer: Exclude<Operation["answer"], { readonly kind: "redirect" }>) {
  switch (answer.kind) {
    case "json":
      return { "application/json": { schema: answer.schema } };
    case "bytes":
      return { "*/*": { schema: z.string().meta({ override: { type: "string", format: "binary" } }) } };
    case "events":
      return { "text/event-stream": { schema: z.string() } };
  }
}

function describeFaults(codes: readonly HouseFaultCode[]): ZodOpenApiResponsesObject {
  const responses: ZodOpenApiResponsesObject = {};
  for (const code of new Set(codes)) {
    const status = String(HOUSE_FAULTS[code].http) as "400";
    const earlier = responses[status];
    const said = earlier !== undefined && "description" in earlier ? `${earlier.description}; ` : "";
    responses[status] = { description: `${said}\`${code}\`: ${HOUSE_FAULT_TEXTS[code].title}`, content: { "application/problem+json": { schema: problemView } } };
  }
  return responses;
}
