import type { EntityManager, EntitySchema, EntitySchemaColumnOptions, ObjectLiteral } from "typeorm";
import { planned } from "./preparing-client.ts";

/** The records of one table by statements whose text stays the same however many rows there are: built once here, planned once by each connection. */
export interface Rows<Row> {
  /** `rest`: what follows FROM; the table is `r`. */
  find(db: EntityManager, rest: string, values: readonly unknown[]): Promise<Row[]>;
  /** The same with columns of what is joined to it, in SQL. */
  findWith<More extends object>(db: EntityManager, more: string, rest: string, values: readonly unknown[]): Promise<(Row & More)[]>;
  add(db: EntityManager, rows: readonly Addable<Row>[]): Promise<void>;
  /** The same, to be sent with others. */
  adding(rows: readonly Addable<Row>[]): Statement;
  /** Leaves out those of which a unique key is already taken, after waiting for a concurrent transaction that is about to take it; resolves to the ids of the others. */
  addNew(db: EntityManager, rows: readonly Addable<Row>[]): Promise<ReadonlySet<unknown>>;
}

/** Text and parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** What the database numbers itself is not given. */
type Addable<Row> = Row | Omit<Row, "position">;

interface Column {
  readonly property: string;
  readonly name: string;
  readonly generated: boolean;
  readonly revive: ((stored: unknown) => unknown) | null;
}

export function rowsOf<Row extends ObjectLiteral>(entity: EntitySchema<Row>): Rows<Row> {
  const table = entity.options.tableName ?? entity.options.name;
  const columns = Object.entries<EntitySchemaColumnOptions | undefined>(entity.options.columns).map(columnOf);
  const reviving = columns.filter(({ revive }) => revive !== null);
  const select = columns.map(({ name, property }) => `r.${name} AS "${property}"`).join(", ");
  const given = columns.filter(({ generated }) => !generated);
  const names = given.map(({ name }) => `"${name}"`).join(", ");
  const insert = planned(`INSERT INTO ${table} (${names}) SELECT ${names} FROM jsonb_populate_recordset(NULL::${table}, $1)`);
  const insertNew = planned(`${insert} ON CONFLICT DO NOTHING RETURNING id`);
  const texts = new Map<string, string>();

  const stored = (rows: readonly ObjectLiteral[]): string => JSON.stringify(rows.map((row) => Object.fromEntries(given.map(({ name, property }): [string, unknown] => [name, row[property]]))));
  async function found<Found extends Row>(db: EntityManager, more: string, rest: string, values: readonly unknown[]): Promise<Found[]> {
    const asked = more + rest;
    const text = texts.get(asked) ?? planned(`SELECT ${select}${more} FROM ${table} AS r ${rest}`);
    texts.set(asked, text);
    const rows: Found[] = await db.query(text, [...values]);
    for (const row of rows) for (const { property, revive } of reviving) Object.assign(row, { [property]: revive?.(row[property]) });
    return rows;
  }
  return {
    find: (db, rest, values) => found(db, "", rest, values),
    findWith: (db, more, rest, values) => found(db, `, ${more}`, rest, values),
    adding: (rows) => ({ text: insert, values: [stored(rows)] }),
    async add(db, rows) {
      if (rows.length > 0) await db.query(insert, [stored(rows)]);
    },
    async addNew(db, rows) {
      if (rows.length === 0) return new Set();
      const added: { id: unknown }[] = await db.query(insertNew, [stored(rows)]);
      return new Set(added.map(({ id }) => id));
    },
  };
}

function columnOf([property, options]: [string, EntitySchemaColumnOptions | undefined]): Column {
  const transformer = options?.transformer;
  const revive = transformer === undefined || Array.isArray(transformer) ? null : (stored: unknown): unknown => transformer.from(stored);
  return { property, name: options?.name ?? property, generated: options?.generated !== undefined, revive };
}
