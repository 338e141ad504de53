/** Lịch làm việc: office hours, days off and what follows from them. Pure; times are instants, days are Vietnamese days. */
export * from "./data.ts";
export * from "./build.ts";
export { Calendar, type Cause, type Day, type Doubt } from "./calendar.ts";
export * from "./corrections.ts";
export * from "./duty-deadline.ts";
export * from "./effective-receipt.ts";
export * from "./explain.ts";
export * from "./explain-time.ts";
export { addDays, instantAt, localDateOf, weekdayOf } from "./local-time.ts";
export * from "./live.ts";
export * from "./send-deadline.ts";
export type { Session } from "./sessions.ts";
export * from "./working-time.ts";
