import createClient, { type Client } from "openapi-fetch";
import type { components, paths } from "#src/console/api/schema";

export type Api = Client<paths>;
export type SendDocument = components["schemas"]["SendDocument"];

/** The API as a program in TypeScript sees it: every path, parameter and answer has its type from the OpenAPI document. */
export function openClient(url: string, key: string): Api {
  return createClient<paths>({ baseUrl: url, headers: { authorization: `Bearer ${key}` } });
}

/** A form in the order the gateway reads it: the metadata first. */
export function documentForm(body: { readonly metadata: SendDocument; readonly files: readonly Blob[] }): FormData {
  const form = new FormData();
  form.append("metadata", JSON.stringify(body.metadata));
  for (const [index, file] of body.files.entries()) form.append("files", file, file instanceof File ? file.name : `Phụ lục ${index}.pdf`);
  return form;
}
