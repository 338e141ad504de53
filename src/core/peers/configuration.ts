import { createHash } from "node:crypto";
import { FieldsRefused, type FieldProblem } from "../fault.ts";
import type { PeerFile } from "./commands.ts";
import { claimProblems, descriptionOf, readDescription, type Described } from "./describe.ts";
import type { Peer, PeerKind } from "./peer.ts";

/** What a file changes about one peer. `missing`: it is registered but not in the file, and stays as it is. */
export interface PeerDifference {
  readonly code: string;
  readonly change: "added" | "changed" | "missing";
  readonly fields: readonly { readonly field: string; readonly before: string; readonly after: string }[];
}

export interface PlannedPeer {
  readonly code: string;
  readonly kind: PeerKind;
  readonly described: Described;
  /** null: it is new. */
  readonly before: Peer | null;
}

export interface ConfigurationPlan {
  readonly differences: readonly PeerDifference[];
  readonly planned: readonly PlannedPeer[];
  readonly review: string;
}

/** The registry as a file people review: sorted, without secrets and states, retired ones left out. */
export function fileOf(peers: readonly Peer[]): PeerFile {
  const living = peers.filter(({ state }) => state !== "retired").toSorted((a, b) => a.code.localeCompare(b.code, "en"));
  return { version: 1, peers: living.map((peer) => ({ code: peer.code, kind: peer.kind, ...descriptionOf(peer) })) };
}

/** What it takes to make the registry as the file says. Throws FieldsRefused with everything wrong with the file. */
export function planConfiguration(file: PeerFile, peers: readonly Peer[], profileExists: (id: string) => boolean): ConfigurationPlan {
  const problems: FieldProblem[] = [];
  const planned: PlannedPeer[] = [];
  const seen = new Set<string>();
  for (const [index, { code, kind, ...description }] of file.peers.entries()) {
    const at = `/file/peers/${index}`;
    const before = peers.find((peer) => peer.code === code) ?? null;
    const refuse = (field: string, message: string): void => void problems.push({ field: `${at}/${field}`, code: "field-invalid", message, rule: "docs/peers.md" });
    if (seen.has(code)) refuse("code", `Mã ${code} có hai lần trong tệp.`);
    seen.add(code);
    if (before !== null && before.kind !== kind) refuse("kind", `Kết nối ${code} thuộc loại ${before.kind}, không đổi được loại.`);
    if (before?.state === "retired") refuse("code", `Kết nối ${code} đã ngừng hẳn; hãy đặt mã khác.`);
    const read = readDescription(kind, description, profileExists, at);
    problems.push(...read.problems);
    planned.push({ code, kind, described: read.described, before });
  }
  const after = peers.map((peer) => ({ ...peer, ...planned.find(({ code }) => code === peer.code)?.described }));
  for (const [index, plan] of planned.entries()) {
    if (plan.before?.state === "active" || plan.before?.state === "paused") problems.push(...claimProblems({ code: plan.code, settings: plan.described.settings }, after, `/file/peers/${index}`));
  }
  const [first, ...rest] = problems;
  if (first !== undefined) throw new FieldsRefused([first, ...rest]);
  const present = fileOf(peers);
  const review = createHash("sha256").update(JSON.stringify([present, file])).digest("hex");
  const missing = present.peers.filter(({ code }) => !seen.has(code)).map(({ code }): PeerDifference => ({ code, change: "missing", fields: [] }));
  return { planned, review, differences: [...planned.flatMap(differenceOf), ...missing] };
}

function differenceOf({ code, kind, described, before }: PlannedPeer): PeerDifference[] {
  const after: Readonly<Record<string, unknown>> = { kind, ...descriptionOf(described) };
  const was: Readonly<Record<string, unknown>> = before === null ? {} : { kind: before.kind, ...descriptionOf(before) };
  const fields = Object.keys(after)
    .filter((field) => JSON.stringify(was[field]) !== JSON.stringify(after[field]))
    .map((field) => ({ field, before: said(was[field]), after: said(after[field]) }));
  return fields.length === 0 ? [] : [{ code, change: before === null ? "added" : "changed", fields }];
}

function said(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Names of what differs, for the journal. */
export function changedFields(before: Described, after: Described): string[] {
  const [was, is]: [Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>] = [{ ...descriptionOf(before) }, { ...descriptionOf(after) }];
  return Object.keys(is).filter((field) => JSON.stringify(was[field]) !== JSON.stringify(is[field]));
}

