import { canonicalOrNull } from "../agency-code.ts";
import { notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import { covers } from "../calendar/scope.ts";
import { FieldsRefused, HouseError } from "../fault.ts";
import type { Reader } from "../ports.ts";

/** Whose books: one agency, or with everything below it in the tree of codes. */
export interface Scope {
  /** Canonical. */
  readonly code: string;
  readonly name: string;
  readonly tree: boolean;
}

export interface ScopeQuestion {
  readonly agency?: string | undefined;
  readonly tree?: boolean | undefined;
}

/** Whether the caller may read the books of this agency: its own, or one under an agency it supervises (QĐ 28/2018 Đ.11, Đ.15). */
export function mayRead(access: Access, code: string): boolean {
  return access.agencies === "all" || access.agencies.includes(code) || supervises(access, code);
}

/** Whether the caller may read everything below this agency. */
export function supervises(access: Access, code: string): boolean {
  return access.agencies === "all" || (access.supervises ?? []).some((root) => covers(root, code));
}

/**
 * Left out, the agency is the only one of the key; the tree is read by whoever may. Throws FieldsRefused, `not-found` for agencies
 * the caller may not read, `agency-not-yours` for a tree it may not read.
 */
export async function readScope(reader: Reader, question: ScopeQuestion, access: Access): Promise<Scope> {
  const code = await codeOf(reader, question, access);
  if (!mayRead(access, code)) throw notFound("agency", code);
  const mayTree = supervises(access, code);
  if (question.tree === true && !mayTree) throw new HouseError("agency-not-yours", `the key does not supervise ${code}`, { agency: code });
  const agency = await reader.agencies.byCode(code);
  return { code, name: agency?.organization.organName ?? code, tree: question.tree ?? mayTree };
}

async function codeOf(reader: Reader, { agency }: ScopeQuestion, access: Access): Promise<string> {
  if (agency !== undefined) {
    const code = canonicalOrNull(agency);
    if (code === null) throw notFound("agency", agency.slice(0, 50));
    return (await reader.agencies.byCode(code))?.code ?? code;
  }
  const own = access.agencies === "all" ? [] : [...access.agencies, ...(access.supervises ?? [])];
  const [only] = own;
  if (only !== undefined && new Set(own).size === 1) return only;
  throw new FieldsRefused([{ field: "/query/agency", code: "field-missing", message: "Hãy nêu mã cơ quan ở `agency`", rule: "docs/registers.md" }]);
}
