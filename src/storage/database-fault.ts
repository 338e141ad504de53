import { HouseError } from "../core/fault.ts";
import type { HouseFaultCode } from "../core/fault.ts";

/** What a SQLSTATE means for the house; the longest matching prefix counts. Anything else is a bug of ours. */
const MEANING: Readonly<Record<string, HouseFaultCode>> = {
  "08": "database-unavailable", // connection exceptions
  "22P02": "request-invalid", // text that JSON or a type refuses, e.g. a lone surrogate
  "22P05": "request-invalid", // U+0000 in JSON
  "22021": "request-invalid", // U+0000 in text
  "25006": "database-unavailable", // read only: a standby that was not promoted yet
  "25P03": "database-unavailable", // idle in transaction for too long
  "28": "configuration-invalid", // wrong user or password
  "3D000": "configuration-invalid", // no such database
  "40": "database-unavailable", // serialization, deadlock: after the retries
  "53": "database-unavailable", // too many connections, out of memory
  "53100": "disk-full",
  "55P03": "database-unavailable", // lock not available in time
  "57": "database-unavailable", // shut down, terminated, statement timeout
  "58": "storage-unavailable", // input/output error below the database
};

/** What the driver, the pool or the socket says when there is no SQLSTATE. */
const CONNECTION_LOST = /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_AGAIN|ENOENT|EMFILE|ENFILE)$/;
const CONNECTION_TEXT = /connection terminated|connection ended|timeout exceeded when trying to connect|query read timeout|not queryable|connection error|timeout expired|client was closed|client has encountered/i;

/** The error of the database as one of the house; what is already ours passes through. */
export function houseErrorOf(error: unknown): HouseError {
  if (error instanceof HouseError) return error;
  const code = meaningOf(error);
  const state = sqlStateOf(error);
  return new HouseError(code, `${SENTENCE[code] ?? "the database refused a statement"}: ${textOf(error)}`, state === null ? {} : { sqlState: state, ...placeOf(error) }, {
    cause: error,
    ...(code === "configuration-invalid" ? { hint: "check DATABASE_URL" } : {}),
  });
}

const SENTENCE: Partial<Record<HouseFaultCode, string>> = {
  "database-unavailable": "the database cannot be used now",
  "disk-full": "the disk of the database is full",
  "configuration-invalid": "the database does not let us in",
  "request-invalid": "the database cannot store a text of the request",
  "storage-unavailable": "the database cannot reach its files",
};

function meaningOf(error: unknown): HouseFaultCode {
  const state = sqlStateOf(error);
  if (state !== null) return MEANING[state] ?? MEANING[state.slice(0, 2)] ?? "invariant-broken";
  return isConnectionLoss(error) ? "database-unavailable" : "invariant-broken";
}

/** Another try of the same transaction may pass: it lost against a concurrent one. */
export function isContention(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === "40001" || state === "40P01";
}

export function isConnectionLoss(error: unknown): boolean {
  return chain(error).some((link) => {
    if (/^QueryRunner\w*AlreadyReleasedError$/.test(link.name)) return true; // the pool took the broken connection away under us
    const code = "code" in link ? link.code : undefined;
    return (typeof code === "string" && CONNECTION_LOST.test(code)) || CONNECTION_TEXT.test(link.message);
  });
}

export function sqlStateOf(error: unknown): string | null {
  for (const link of chain(error)) {
    if ("code" in link && typeof link.code === "string" && /^[0-9A-Z]{5}$/.test(link.code) && "severity" in link) return link.code;
  }
  return null;
}

/** Table and constraint, never values. */
function placeOf(error: unknown): Record<string, string> {
  for (const link of chain(error)) {
    if ("severity" in link) {
      return {
        ...("table" in link && typeof link.table === "string" ? { table: link.table } : {}),
        ...("constraint" in link && typeof link.constraint === "string" ? { constraint: link.constraint } : {}),
      };
    }
  }
  return {};
}

/** The first line of the innermost message: the driver's own words. */
function textOf(error: unknown): string {
  const links = chain(error);
  const innermost = links.at(-1);
  return innermost === undefined ? String(error) : (innermost.message || innermost.name).split("\n", 1)[0] ?? "";
}

/** The error and what caused it; an AggregateError (IPv4 and IPv6 both refused) counts with its parts. */
function chain(error: unknown): Error[] {
  const links: Error[] = [];
  const walk = (link: unknown): void => {
    if (!(link instanceof Error) || links.includes(link) || links.length > 20) return;
    links.push(link);
    if (link instanceof AggregateError) link.errors.forEach(walk);
    if ("driverError" in link) walk(link.driverError);
    walk(link.cause);
  };
  walk(error);
  return links;
}
