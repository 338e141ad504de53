import { globalRegistry, type z } from "zod";
import type { OpenApiDocument } from "../rest/openapi.ts";
import { html, prose, type Html } from "./html.ts";

/** As much of JSON Schema as our own document uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly description?: string;
  readonly example?: unknown;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly maxLength?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

export function schemaName(schema: z.ZodType): string | null {
  return globalRegistry.get(schema)?.id ?? null;
}

export function resolve(schema: Schema, document: OpenApiDocument): Schema {
  const name = schema.$ref?.split("/").at(-1);
  return name === undefined ? schema : ((document.components?.schemas?.[name] as Schema | undefined) ?? {});
}

/** The fields of an object, nested ones by their path; the choices of a union one after another. */
export function fieldsTable(schema: Schema): Html {
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices !== undefined && schema.properties === undefined) return html`${choices.map((choice) => fieldsTable(choice))}`;
  if (schema.properties === undefined) return html`<p>${typeText(schema)}</p>`;
  return html`<div class="scroll"><table><thead><tr><th>Trường</th><th>Kiểu</th><th>Ý nghĩa</th></tr></thead><tbody>${rows(schema, "")}</tbody></table></div>`;
}

function rows(schema: Schema, prefix: string): Html[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix + name;
    const must = schema.required?.includes(name) === true;
    const row = html`<tr><td><code>${path}</code>${must && html` <span class="must">bắt buộc</span>`}</td><td>${typeText(field)}</td><td>${prose(field.description ?? "")}${limits(field)}</td></tr>`;
    return [row, ...nested(field, path)];
  });
}

function nested(field: Schema, path: string): Html[] {
  const inside = [field, ...(field.anyOf ?? [])].find((one) => one.properties !== undefined);
  if (inside !== undefined) return rows(inside, `${path}.`);
  const item = field.items;
  return item?.properties === undefined ? [] : rows(item, `${path}[].`);
}

function typeText(schema: Schema): Html {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    return html`<a href="#kieu-${name}">${name}</a>`;
  }
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum !== undefined) return html`${schema.enum.map((value, index) => html`${index > 0 && " · "}<code>${value}</code>`)}`;
  if (schema.items !== undefined) return html`danh sách ${typeText(schema.items)}`;
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices !== undefined) return html`${choices.map((choice, index) => html`${index > 0 && " hoặc "}${typeText(choice)}`)}`;
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  return html`${types.map((type) => TYPES[type] ?? type).join(" hoặc ")}`;
}

function limits(schema: Schema): Html | null {
  const example = schema.example;
  const shown = typeof example === "string" || typeof example === "number" ? String(example) : null;
  const usual = schema.default === undefined || (Array.isArray(schema.default) && schema.default.length === 0) ? null : JSON.stringify(schema.default);
  return html`${usual !== null && html`<span class="eg">Mặc định <code>${usual}</code></span>`}${shown !== null && html`<span class="eg">Ví dụ <code>${shown}</code></span>`}`;
}

const TYPES: Readonly<Record<string, string>> = { string: "chuỗi", integer: "số nguyên", number: "số", boolean: "đúng/sai", object: "đối tượng", array: "danh sách", null: "null" };
