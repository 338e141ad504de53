import { HOUSE_FAULTS, type HouseFaultCode } from "../../core/fault.ts";
import { HOUSE_FAULT_TEXTS } from "../../core/fault-texts.ts";
import { OPERATIONS } from "../rest/operations.ts";
import type { Operation } from "../rest/operation.ts";
import type { OpenApiDocument } from "../rest/openapi.ts";
import { html, prose, type Html } from "./html.ts";
import { fieldsTable, resolve, schemaName, type Schema } from "./schema-table.ts";

/** The API for people: one static page, no script. */
export function docsPage(document: OpenApiDocument): string {
  const tags = [...new Set(OPERATIONS.map((operation) => operation.tag))];
  const schemas = Object.entries((document.components?.schemas ?? {}) as Record<string, Schema>);
  const page = html`<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>API – ${document.info.title}</title>
<link rel="stylesheet" href="/api/docs/style.css">
</head>
<body>
<nav aria-label="Mục lục">
<p class="brand"><a href="#top">${document.info.title}</a></p>
${tags.map((tag) => html`<h2>${tag}</h2><ul>${OPERATIONS.filter((one) => one.tag === tag).map(navItem)}</ul>`)}
<h2>Tra cứu</h2>
<ul><li><a href="#loi">Bảng lỗi</a></li><li><a href="#kieu">Kiểu dữ liệu</a></li><li><a href="/api/openapi.json">OpenAPI 3.1 (JSON)</a></li></ul>
</nav>
<main id="top">
<h1>${document.info.title}: API cho hệ thống QLVB</h1>
<p>${prose(document.info.description ?? "")}</p>
${START}
${tags.map((tag) => html`<section><h2>${tag}</h2>${OPERATIONS.filter((one) => one.tag === tag).map((one) => operationSection(one, document))}</section>`)}
<section id="loi"><h2>Bảng lỗi</h2>
<p>Mọi lỗi là <code>application/problem+json</code> (RFC 9457): <code>code</code> cố định cho phần mềm, <code>title</code> và <code>detail</code> cho người đọc, <code>problems[]</code> nêu từng trường sai cùng điều khoản. Lỗi 5xx có <code>reference</code> để tra nhật ký của cổng.</p>
<div class="scroll"><table><thead><tr><th>HTTP</th><th>code</th><th>Ý nghĩa</th><th>Việc cần làm</th></tr></thead><tbody>
${(Object.keys(HOUSE_FAULTS) as HouseFaultCode[]).toSorted((a, b) => HOUSE_FAULTS[a].http - HOUSE_FAULTS[b].http).map(faultRow)}
</tbody></table></div></section>
<section id="kieu"><h2>Kiểu dữ liệu</h2>
${schemas.map(([name, schema]) => html`<article id="kieu-${name}"><h3><code>${name}</code></h3>${schema.description !== undefined && html`<p>${prose(schema.description)}</p>`}${fieldsTable(schema)}</article>`)}
</section>
</main>
</body>
</html>`;
  return page.text;
}

const START = html`<section><h2>Bắt đầu</h2>
<ol>
<li>Xin quản trị viên cổng cấp khóa API cho hệ thống QLVB; khóa chỉ làm thay được những cơ quan đã gắn với nó.</li>
<li>Gửi khóa trong mọi lời gọi: <code>Authorization: Bearer &lt;khóa&gt;</code>. Khóa đặt ở nơi khác (địa chỉ, cookie) không có tác dụng.</li>
<li>Gửi văn bản: phần <code>metadata</code> đứng trước, rồi các tệp; đặt <code>Idempotency-Key</code> để gọi lại an toàn khi đứt mạng.</li>
<li>Lấy văn bản đến: <code>GET /api/v1/incoming?fetched=false</code>, tải tệp, lưu xong thì <code>acknowledge</code>, rồi báo trạng thái.</li>
</ol>
<pre><code>curl -H "Authorization: Bearer $KHOA" -H "Idempotency-Key: qlvb-2026-000123" \\
  -F "metadata=&lt;van-ban.json;type=application/json" \\
  -F "files=@cong-van.pdf" -F "files=@phu-luc.xlsx" \\
  https://cong.example.gov.vn/api/v1/documents</code></pre>
</section>`;

function navItem(operation: Operation): Html {
  return html`<li><a href="#${operation.id}"><span class="method ${operation.method}">${operation.method.toUpperCase()}</span> ${operation.summary}</a></li>`;
}

function operationSection(operation: Operation, document: OpenApiDocument): Html {
  const described = document.paths?.[`/api/v1${operation.path}`]?.[operation.method];
  const parameters = (described?.parameters ?? []) as readonly Parameter[];
  const responses: [string, { readonly description?: string }][] = Object.entries(described?.responses ?? {});
  return html`<article id="${operation.id}">
<h3>${operation.summary}</h3>
<p class="endpoint"><span class="method ${operation.method}">${operation.method.toUpperCase()}</span> <code>/api/v1${operation.path}</code></p>
${operation.description !== null && html`<p>${prose(operation.description)}</p>`}
${parameters.length > 0 && html`<h4>Tham số</h4><div class="scroll"><table><tbody>${parameters.map(parameterRow)}</tbody></table></div>`}
${bodyTable(operation, described?.requestBody, document)}
<h4>Trả lời</h4><div class="scroll"><table><tbody>${responses.map(([status, response]) => html`<tr><td><span class="status s${status.charAt(0)}">${status}</span></td><td>${prose(response.description ?? "")}</td></tr>`)}</tbody></table></div>
${answerType(operation)}
</article>`;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
}

function parameterRow(parameter: Parameter): Html {
  const example = parameter.schema?.example;
  return html`<tr><td><code>${parameter.name}</code>${parameter.required === true && html` <span class="must">bắt buộc</span>`}</td><td>${PLACES[parameter.in] ?? parameter.in}</td><td>${prose(parameter.description ?? parameter.schema?.description ?? "")}${parameter.schema?.enum !== undefined && html` ${parameter.schema.enum.join(" · ")}`}${typeof example === "string" && html`<span class="eg">Ví dụ <code>${example}</code></span>`}</td></tr>`;
}
const PLACES: Readonly<Record<string, string>> = { path: "đường dẫn", query: "truy vấn", header: "tiêu đề" };

function bodyTable(operation: Operation, body: unknown, document: OpenApiDocument): Html | null {
  const content = (body as { readonly content?: Record<string, { readonly schema?: Schema }> } | undefined)?.content;
  if (operation.body.kind === "none" || operation.body.kind === "bytes" || content === undefined) return null;
  const schema = Object.values(content)[0]?.schema;
  if (schema === undefined) return null;
  const fields = operation.body.kind === "multipart" ? resolve(schema.properties?.["metadata"] ?? {}, document) : resolve(schema, document);
  return html`<h4>${operation.body.kind === "multipart" ? "Phần metadata (JSON)" : "Nội dung (application/json)"}</h4>
${operation.body.kind === "json" && html`<pre><code>${JSON.stringify(operation.body.example, null, 2)}</code></pre>`}
${fieldsTable(fields)}`;
}

function answerType(operation: Operation): Html | null {
  if (operation.answer.kind !== "json") return null;
  const name = schemaName(operation.answer.schema);
  return name === null ? null : html`<p>Nội dung trả lời: <a href="#kieu-${name}"><code>${name}</code></a></p>`;
}

function faultRow(code: HouseFaultCode): Html {
  const { title, advice } = HOUSE_FAULT_TEXTS[code];
  const status = String(HOUSE_FAULTS[code].http);
  return html`<tr><td><span class="status s${status.charAt(0)}">${status}</span></td><td><code>${code}</code></td><td>${title}</td><td>${advice}</td></tr>`;
}
