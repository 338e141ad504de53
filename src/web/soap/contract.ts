import { readFileSync } from "node:fs";
import { join } from "node:path";
import { WSDL } from "soap";
import { HouseError } from "../../core/fault.ts";
import { NAMESPACE, type SoapVersion } from "./versions.ts";

const ADDRESS = /location="[^"]*\/soap\/v1"/g;

export interface Contract {
  /** The WSDL with the schema inside and the address every port is reached at. */
  wsdl(address: string): string;
  /** Values of the one element in the body of a clean envelope, by the types of the WSDL. */
  read(envelope: string, operation: string): unknown;
  /** An element of the schema as XML, in an envelope. Properties must come in the order of the schema; undefined ones are left out. */
  write(version: SoapVersion, element: string, value: object): string;
}

/** Reads the contract from its files once and lets the library parse it. `folder`: where the WSDL and XSD lie. Throws `data-file-invalid`. */
export async function openContract(folder: string): Promise<Contract> {
  const text = inlineSchema(readText(folder, "lienthong.wsdl"), readText(folder, "lienthong.xsd"));
  const library = new WSDL(text, `${folder}/`, { customDeserializer: DESERIALIZERS });
  await new Promise<void>((resolve, reject) => {
    library.onReady((error: Error | null) => (error === null || error === undefined ? resolve() : reject(new HouseError("data-file-invalid", "the WSDL cannot be read", {}, { cause: error }))));
  });
  return {
    wsdl: (address) => text.replaceAll(ADDRESS, () => `location="${address}"`),
    read: (envelope, operation) => {
      const { Body: body } = library.xmlToObject(envelope) as { readonly Body?: Readonly<Record<string, unknown>> };
      return present(body?.[operation] ?? {});
    },
    write: (version, element, value) => inEnvelope(version, String(library.objectToDocumentXML(element, present(value), "lt", NAMESPACE))),
  };
}

export function inEnvelope(version: SoapVersion, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<soap:Envelope xmlns:soap="${version.namespace}"><soap:Body>${body}</soap:Body></soap:Envelope>`;
}

function readText(folder: string, name: string): string {
  return readFileSync(join(folder, name), "utf8");
}

/** One file to download and to keep: generators of old systems do not follow includes. */
function inlineSchema(wsdl: string, xsd: string): string {
  const schema = xsd.slice(xsd.indexOf("<xs:schema"));
  return wsdl.replace(/<xs:schema[\s\S]*?<\/xs:schema>/, () => schema.trim());
}

/**
 * Where the library guesses, the text stays as it is and the command's own schema says what is wrong with it: its `boolean` makes false
 * of anything, its `int` cuts `12x` to 12, its `date` turns 2026-11-20+07:00 into the day before.
 */
const DESERIALIZERS: Readonly<Record<string, (text: string) => unknown>> = {
  boolean: (text) => (text === "true" || text === "1" ? true : text === "false" || text === "0" ? false : text),
  int: (text) => (/^[+-]?\d{1,9}$/.test(text) ? Number(text) : text),
  date: (text) => text.replace(/(?:Z|[+-]\d\d:\d\d)$/, ""),
};

/** Without what is empty (clients of this generation write empty elements for what they leave out) and without characters XML cannot hold. */
function present(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
  if (Array.isArray(value)) return value.filter((one) => !isEmpty(one)).map(present);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, present(one)] as const);
  return Object.fromEntries(entries.filter(([, one]) => !isEmpty(one)));
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}
