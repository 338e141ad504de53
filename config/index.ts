/** The settings: environment, calendars, agencies. The only reader of process.env. */
export * from "./config-error.ts";
export * from "./config.ts";
