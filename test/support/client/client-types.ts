import type { OpenApiDocument } from "#src/web/rest/openapi";

/** Written from the OpenAPI document: the web console stands on it, and so does the client of the tests. */
export const CLIENT_TYPES_FILE = "src/console/api/schema.ts";

/** The part of JSON Schema 2020-12 that the document of ours uses. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}

interface Content {
  readonly content?: Readonly<Record<string, { readonly schema?: Schema }>>;
}
interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: Schema;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content;
  readonly responses?: Readonly<Record<string, Content>>;
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;
const PLACES = ["query", "header", "path"] as const;

/** TypeScript types of the API in the shape openapi-fetch reads (that of openapi-typescript, which cannot run beside TypeScript 7). */
export function clientTypes(document: OpenApiDocument): string {
  const paths = Object.entries(document.paths ?? {}).map(([path, item]) => `  ${JSON.stringify(path)}: {\n    parameters: {};\n${METHODS.flatMap((method) => methodType(method, (item as Readonly<Record<string, Operation | undefined>>)[method])).join("")}  };\n`);
  const schemas = Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => `    ${name}: ${typeOf(schema as Schema)};\n`);
  return `// Made from the OpenAPI document by \`npm run client\`; a test holds it fresh.\n\nexport interface paths {\n${paths.join("")}}\n\nexport interface components {\n  schemas: {\n${schemas.join("")}  };\n}\n`;
}

function methodType(method: string, operation: Operation | undefined): string[] {
  if (operation === undefined) return [];
  const { parameters = [], requestBody, responses = {} } = operation;
  const places = PLACES.map((place) => parameterType(place, parameters.filter((parameter) => parameter.in === place)));
  const body = requestBody === undefined ? "requestBody?: never;" : `requestBody: { ${contentType(requestBody)} };`;
  const answers = Object.entries(responses).map(([status, answer]) => `        ${status}: { headers: { readonly [name: string]: unknown }; ${contentType(answer)} };\n`);
  return [`    ${method}: {\n      parameters: { ${places.join(" ")} };\n      ${body}\n      responses: {\n${answers.join("")}      };\n    };\n`];
}

function parameterType(place: string, parameters: readonly Parameter[]): string {
  if (parameters.length === 0) return `${place}?: never;`;
  const optional = parameters.every((parameter) => parameter.required !== true);
  const fields = parameters.map(({ name, required, schema }) => `${JSON.stringify(name)}${required === true ? "" : "?"}: ${typeOf(schema ?? {})};`);
  return `${place}${optional ? "?" : ""}: { ${fields.join(" ")} };`;
}

function contentType({ content }: Content): string {
  if (content === undefined) return "content?: never;";
  return `content: { ${Object.entries(content).map(([type, { schema }]) => `${JSON.stringify(type)}: ${typeOf(schema ?? {})};`).join(" ")} };`;
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return `components["schemas"][${JSON.stringify(schema.$ref.split("/").at(-1))}]`;
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return choices.map(typeOf).join(" | ");
  if (schema.allOf !== undefined) return schema.allOf.map(typeOf).join(" & ");
  if (typeof schema.type === "object") return schema.type.map((type) => typeOf({ ...schema, type })).join(" | ");
  return plainType(schema);
}

function plainType(schema: Schema): string {
  switch (String(schema.type)) {
    case "string":
      return schema.format === "binary" ? "Blob" : "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      return `(${typeOf(schema.items ?? {})})[]`;
    case "object":
      return objectType(schema);
    default:
      return "unknown";
  }
}

function objectType({ properties, required = [], additionalProperties }: Schema): string {
  if (properties === undefined) return `Record<string, ${typeof additionalProperties === "object" ? typeOf(additionalProperties) : "unknown"}>`;
  const fields = Object.entries(properties).map(([name, schema]) => `${JSON.stringify(name)}${required.includes(name) ? "" : "?"}: ${typeOf(schema)};`);
  return `{ ${fields.join(" ")} }`;
}
