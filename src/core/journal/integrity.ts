import { actorName } from "../access.ts";
import { HouseError } from "../fault.ts";
import type { Access } from "../actor.ts";
import type { Clock, Reader, Store } from "../ports.ts";
import { FIRST_DIGEST, sealDigest, type Seal, type SealedLine } from "./seal.ts";

/** What is wrong with one block. `entries`: some were added or taken away; `content`: one was changed, or its seal. */
export interface BrokenSeal {
  readonly number: string;
  readonly afterPosition: string;
  readonly lastPosition: string;
  readonly what: "entries" | "content";
}

export interface Verification {
  readonly at: Date;
  readonly seals: number;
  readonly entries: number;
  /** The first ones. */
  readonly broken: readonly BrokenSeal[];
  /** Of the last seal looked at. */
  readonly digest: string;
}

export interface Integrity {
  readonly head: Seal | null;
  readonly unsealed: number;
  /** The last look through the whole journal; null: there was none yet. */
  readonly lastCheck: { readonly at: Date; readonly by: string; readonly seals: number; readonly entries: number; readonly broken: number } | null;
}

/** Whether the journal is as it was written. For supervisors, operators and auditors. Throws `role-missing`. */
export interface IntegrityService {
  integrity(access: Access): Promise<Integrity>;
  /** Looks through the newest so many seals, or all. */
  verifyJournal(newest: number | "all", access: Access): Promise<Verification>;
}

const MOST_BROKEN = 20;
const SEALS_AT_ONCE = 100;
export const LINES_OF_A_SEAL = 1_000;

export function integrityService({ store, clock }: { readonly store: Store; readonly clock: Clock }): IntegrityService {
  const { reader } = store;
  return {
    async integrity(access) {
      mayLook(access);
      const [head, unsealed, [last]] = await Promise.all([reader.journal.seals.head(), reader.journal.seals.unsealed(), reader.journal.upkeep(["journal.verified"], 1)]);
      const count = (name: string): number => Number(last?.facts[name] ?? 0);
      return { head, unsealed, lastCheck: last === undefined ? null : { at: last.at, by: actorName(last.actor), seals: count("seals"), entries: count("entries"), broken: count("broken") } };
    },
    async verifyJournal(newest, access) {
      mayLook(access);
      return await verifySeals(reader, newest, clock.now());
    },
  };
}

/** Reads the journal again, block by block, and compares. */
export async function verifySeals(reader: Reader, newest: number | "all", at: Date, signal?: AbortSignal): Promise<Verification> {
  const { seals } = reader.journal;
  const head = await seals.head();
  if (head === null) return { at, seals: 0, entries: 0, broken: [], digest: FIRST_DIGEST };
  const first = newest === "all" ? 0n : BigInt(head.number) - BigInt(newest);
  const start = first <= 0n ? null : await seals.byNumber(String(first));
  let before = { number: start?.number ?? "0", lastPosition: start?.lastPosition ?? "0", digest: start?.digest ?? FIRST_DIGEST };
  const broken: BrokenSeal[] = [];
  const isOver = (): boolean => signal?.aborted === true;
  let [looked, entries] = [0, 0];
  for (let some = await seals.after(before.number, SEALS_AT_ONCE); some.length > 0 && !isOver(); some = await seals.after(before.number, SEALS_AT_ONCE)) {
    for (const seal of some) {
      const lines = await seals.lines(before.lastPosition, seal.lastPosition, seal.entries + 1);
      const what = BigInt(seal.number) !== BigInt(before.number) + 1n ? "content" : faultOf(seal, before.digest, lines);
      if (what !== null && broken.length < MOST_BROKEN) broken.push({ number: seal.number, afterPosition: before.lastPosition, lastPosition: seal.lastPosition, what });
      looked += 1;
      entries += seal.entries;
      before = seal;
    }
  }
  return { at, seals: looked, entries, broken, digest: before.digest };
}

function faultOf(seal: Seal, before: string, lines: readonly SealedLine[]): BrokenSeal["what"] | null {
  if (lines.length !== seal.entries || lines.at(-1)?.position !== seal.lastPosition) return "entries";
  return sealDigest(before, lines) === seal.digest ? null : "content";
}

function mayLook({ actor, person }: Access): void {
  if (actor.kind === "operator" || actor.kind === "gateway") return;
  if (person?.roles.some((role) => role === "supervisor" || role === "operator" || role === "auditor") === true) return;
  throw new HouseError("role-missing", "the state of the journal is for those who watch over the gateway", { needed: ["supervisor", "operator", "auditor"] });
}
