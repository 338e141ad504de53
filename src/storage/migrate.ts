import { DataSource, MigrationExecutor } from "typeorm";
import type { MigrationInterface, QueryRunner } from "typeorm";
import { MIGRATE_LOCK } from "./advisory-locks.ts";
import { houseErrorOf } from "./database-fault.ts";
import { MIGRATIONS } from "./migrations/index.ts";

/** A migration of somebody else's tables (the database queue). `name` ends with the 13 digits of a JavaScript time, by which all are ordered. */
export interface ExtraMigration {
  readonly name: string;
  readonly sql: string;
}

/**
 * Brings the schema up to date, all or nothing. Several processes may do so at once: one works, the others wait for it.
 * `only`: the schema of an older version, for a backup that was made by it.
 * Works on a connection of its own, without the time limits of the pool. Throws `database-unavailable`, `configuration-invalid`.
 */
export async function migrate(url: string, extra: readonly ExtraMigration[], connectTimeoutMs: number, only?: ReadonlySet<string>): Promise<void> {
  const source = new DataSource({
    type: "postgres",
    url,
    synchronize: false,
    logging: false,
    installExtensions: false,
    migrations: [...MIGRATIONS, ...extra.map(classOf)].filter((migration) => only?.has(new migration().name ?? "") ?? true),
    migrationsTableName: "schema_migration",
    applicationName: "lienthong migrate",
    poolSize: 1,
    connectTimeoutMS: connectTimeoutMs,
    poolErrorHandler: () => undefined, // the statement that needed the connection reports it
    extra: { keepAlive: true },
  });
  try {
    await source.initialize();
    const runner = source.createQueryRunner();
    try {
      await runner.query("SELECT pg_advisory_lock($1, 0)", [MIGRATE_LOCK]);
      const executor = new MigrationExecutor(source, runner);
      executor.transaction = "all";
      await executor.executePendingMigrations();
    } finally {
      await runner.release();
    }
  } catch (error) {
    throw houseErrorOf(error);
  } finally {
    if (source.isInitialized) await source.destroy(); // ends the session, and with it the lock
  }
}

function classOf({ name, sql }: ExtraMigration): new () => MigrationInterface {
  return class implements MigrationInterface {
    readonly name = name;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(sql);
    }
    async down(): Promise<void> {
      // Its owner drops its own tables.
    }
  };
}
