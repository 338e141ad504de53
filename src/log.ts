import winston from "winston";

/** One line of JSON per event: ids and instants, never content or secrets. */
export interface Log {
  info(message: string, facts?: Readonly<Record<string, unknown>>): void;
  warn(message: string, facts?: Readonly<Record<string, unknown>>): void;
  /** An error with its code, blame, facts and causes. */
  fault(message: string, error: unknown, facts?: Readonly<Record<string, unknown>>): void;
  /** For the web, which speaks winston. */
  readonly winston: winston.Logger;
}

export function openLog(options: { readonly level: "error" | "warn" | "info" | "debug"; readonly silent?: boolean }): Log {
  const logger = winston.createLogger({
    level: options.level,
    silent: options.silent ?? false,
    format: winston.format.combine(winston.format.timestamp(), winston.format.json()),
    transports: [new winston.transports.Console({ stderrLevels: ["error", "warn", "info", "debug"] })], // stdout belongs to the answers of the CLI
  });
  return {
    info: (message, facts = {}) => void logger.info(message, facts),
    warn: (message, facts = {}) => void logger.warn(message, facts),
    fault: (message, error, facts = {}) => void logger.error(message, { ...facts, fault: describe(error) }),
    winston: logger,
  };
}

const DEEPEST_CAUSE = 5;

/** What a log may say of an error. */
export function describe(error: unknown, depth = 0): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { message: String(error) };
  const known = error as Error & { code?: unknown; blame?: unknown; retry?: unknown; facts?: unknown; hint?: unknown };
  return {
    name: error.name,
    message: error.message,
    code: known.code,
    blame: known.blame,
    retry: known.retry,
    facts: known.facts,
    hint: known.hint,
    ...(known.blame === undefined && { stack: error.stack?.split("\n").slice(0, 6).join("\n") }),
    ...(error.cause !== undefined && depth < DEEPEST_CAUSE && { cause: describe(error.cause, depth + 1) }),
  };
}
