/** The settings: environment, calendars, agencies. The only reader of process.env. */
export * from "./config-error.ts";
export * from "./config.ts";
export * from "./data-file-error.ts";
export { loadLevelOne } from "./agencies/level-one.ts";
export { loadCalendarData } from "./calendars/calendar-data.ts";
export { loadPolicyData } from "./policies/policy-data.ts";
export { loadDocumentTypes, type DocumentTypeRow } from "./document-types.ts";
export { loadFlowSettings } from "./flow.ts";
export { packageRoot, packageVersion } from "./package-root.ts";
