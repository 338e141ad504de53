/** The only door of the format: bytes ⇄ values. No network, database, clock or environment behind it. */
export * from "./errors.ts";
export * from "./namespaces.ts";
export * from "./model/organ-id.ts";
export * from "./model/document-id.ts";
export * from "./model/dates.ts";
export * from "./model/document.ts";
export * from "./model/status-report.ts";
export * from "./signature/verdict.ts";
export * from "./signature/signer.ts";
