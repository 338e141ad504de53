import type { EntityManager } from "typeorm";
import { agencyOf, type AgencySearch, type DirectoryReader } from "../core/directory/index.ts";
import { HouseError } from "../core/fault.ts";
import type { Page, PageRequest } from "../core/ports.ts";
import type { Run } from "./database.ts";
import { Agencies, AgencyChanges, changeRecord, DirectorySyncs, entryRecord, type AgencyRow } from "./entities/agency.ts";
import { pageOf } from "./pages.ts";
import { searchAgencies } from "./search-agencies.ts";

/** All reads of the directory beyond the one by code that the roads make. */
export function directoryReads(run: Run): DirectoryReader {
  return {
    entry: (code) => run(async (db) => (await entriesIn(db, [code])).map(entryRecord)[0] ?? null),
    entries: (codes) => run(async (db) => (await entriesIn(db, codes)).map(entryRecord)),
    search: (request) => run((db) => search(db, request)),
    list: (page) =>
      run(async (db) => {
        const query = db.createQueryBuilder(Agencies, "r").where("r.code > :after", { after: page.after ?? "" });
        return pageFrom((await query.orderBy("r.code", "ASC").limit(page.limit + 1).getMany()).map(entryRecord), page, ({ code }) => code);
      }),
    history: (code, page) =>
      run(async (db) => {
        const query = db.createQueryBuilder(AgencyChanges, "r").where("r.code = :code", { code });
        if (page.after !== undefined) query.andWhere("r.position < :after", { after: positionOf(page.after) });
        return pageFrom((await query.orderBy("r.position", "DESC").limit(page.limit + 1).getMany()).map(changeRecord), page, ({ position }) => position);
      }),
    syncs: (page) => run(async (db) => await pageOf(db.createQueryBuilder(DirectorySyncs, "r").where("true"), page, (row) => row)),
    sync: (id) => run(async (db) => await db.findOneBy(DirectorySyncs, { id })),
    changesOf: (id, page) =>
      run(async (db) => {
        const query = db.createQueryBuilder(AgencyChanges, "r").where("r.syncId = :id", { id });
        if (page.kind !== undefined) query.andWhere("r.kind = :kind", { kind: page.kind });
        if (page.after !== undefined) query.andWhere("r.position > :after", { after: positionOf(page.after) });
        return pageFrom((await query.orderBy("r.position", "ASC").limit(page.limit + 1).getMany()).map(changeRecord), page, ({ position }) => position);
      }),
  };
}

async function search(db: EntityManager, request: AgencySearch): ReturnType<DirectoryReader["search"]> {
  const { codes, next } = await searchAgencies(db, request);
  const byCode = new Map((await entriesIn(db, codes)).map((row) => [row.code, agencyOf(entryRecord(row))]));
  return { rows: codes.flatMap((code) => byCode.get(code) ?? []), next };
}

async function entriesIn(db: EntityManager, codes: readonly string[]): Promise<AgencyRow[]> {
  return codes.length === 0 ? [] : await db.createQueryBuilder(Agencies, "r").where("r.code = ANY(:codes)", { codes: [...codes] }).getMany();
}

function pageFrom<Row>(rows: readonly Row[], page: PageRequest, cursorOf: (row: Row) => string): Page<Row> {
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return { rows: shown, next: rows.length > shown.length && last !== undefined ? cursorOf(last) : null };
}

/** A cursor that is no position would be a fault of the database. */
function positionOf(cursor: string): string {
  if (/^\d{1,18}$/.test(cursor)) return cursor;
  throw new HouseError("request-invalid", "the cursor is not one of ours", {}, { hint: "pass `next` of the previous page unchanged" });
}
