/** Danh bạ: agencies with all that is said of them, and the catalogue of level 1: which codes live, which are closed and who took over. */
export * from "./level-one.ts";
export * from "./say-code.ts";
export * from "./say-agency.ts";
export * from "./facts.ts";
export * from "./entry.ts";
export * from "./capability.ts";
export * from "./search-terms.ts";
export * from "./directory-ports.ts";
export * from "./listed-agency.ts";
export * from "./sync-report.ts";
