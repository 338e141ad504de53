import type { LocalDate } from "#edxml";
import { canonicalOrNull } from "../agency-code.ts";
import type { Access } from "../actor.ts";
import { FieldsRefused } from "../fault.ts";
import { notFound } from "../access.ts";
import type { IncomingState } from "../incoming/incoming-document.ts";
import type { DispatchState } from "../outgoing/dispatch.ts";
import type { Page, PageRequest, Reader } from "../ports.ts";
import type { RequestState } from "../status/request.ts";
import type { Outcome } from "./exchange-fact.ts";
import type { Direction } from "./report-ports.ts";
import { readScope } from "./scope.ts";

/** One exchange of the log: a dispatch of ours, or an incoming document. */
export interface LogEntry {
  readonly id: string;
  readonly direction: Direction;
  /** When it was handed to the gateway, or arrived. */
  readonly at: Date;
  readonly agencyCode: string;
  readonly agencyName: string;
  readonly peerCode: string;
  readonly peerName: string;
  readonly documentId: string;
  readonly code: string;
  /** Trích yếu; null while it must not be shown, as of one held for a stamp of secrecy. */
  readonly subject: string | null;
  readonly documentType: string;
  readonly issuedOn: LocalDate;
  readonly urgency: number;
  readonly state: DispatchState | IncomingState;
  readonly outcome: Outcome;
  readonly sentAt: Date | null;
  readonly sendDue: Date | null;
  readonly answeredAt: Date | null;
  readonly answerDue: Date | null;
  readonly answerMinutes: number | null;
  readonly decideMinutes: number | null;
  readonly late: boolean;
  readonly signed: boolean;
  readonly documentSigned: boolean;
  readonly electronicOnly: boolean;
  readonly recall: RequestState | null;
}

export interface LogQuestion {
  readonly agency?: string;
  readonly tree?: boolean;
  readonly peer?: string;
  readonly direction?: Direction;
  readonly outcome?: Outcome;
  readonly state?: DispatchState | IncomingState;
  readonly type?: string;
  readonly urgency?: number;
  readonly late?: boolean;
  readonly from?: Date;
  readonly to?: Date;
  /** As for outgoing documents. */
  readonly words?: string;
}

export interface LogFilter extends Omit<LogQuestion, "agency" | "tree"> {
  /** Agencies by their own code, and agencies with all below them. */
  readonly agencies: readonly string[] | "all";
  readonly trees: readonly string[];
  /** What is late is late at this moment. */
  readonly asOf: Date;
}

/** Place of the last change that was seen. */
export type LogTail = string;

export interface LogReader {
  /** Newest first. Throws `request-invalid` for a cursor that is not one of ours. */
  list(filter: LogFilter & PageRequest): Promise<Page<LogEntry>>;
  /** What is new or has moved since, in the order it did. */
  changedSince(filter: LogFilter & { readonly limit: number }, tail: LogTail): Promise<{ readonly rows: readonly LogEntry[]; readonly tail: LogTail }>;
  tail(): Promise<LogTail>;
}

/** Whose exchanges the caller asked for, and may see. Without an agency: of all it may read. Throws as `readScope`. */
export async function readLogFilter(reader: Reader, question: LogQuestion, access: Access, asOf: Date): Promise<LogFilter> {
  const { agency, tree, peer, ...rest } = question;
  const asked = { ...rest, ...(peer !== undefined && { peer: await peerCode(reader, peer) }), asOf };
  if (agency === undefined) {
    if (tree !== undefined) throw new FieldsRefused([{ field: "/query/tree", code: "field-invalid", message: "`tree` cần đi cùng `agency`", rule: "docs/registers.md" }]);
    return { ...asked, agencies: access.agencies, trees: access.supervises ?? [] };
  }
  const scope = await readScope(reader, { agency, tree }, access);
  return { ...asked, agencies: scope.tree ? [] : [scope.code], trees: scope.tree ? [scope.code] : [] };
}

async function peerCode(reader: Reader, given: string): Promise<string> {
  const code = canonicalOrNull(given);
  if (code === null) throw notFound("agency", given.slice(0, 50));
  return (await reader.agencies.byCode(code))?.code ?? code;
}
