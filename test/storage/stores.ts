import type { ExecutionContext } from "ava";
import type { Store } from "#src/core/ports";
import { openStore } from "#src/storage/open-store";
import type { StoreOptions } from "#src/storage/open-store";
import { testDatabase } from "#test/support/postgres";
import type { Template } from "#test/support/postgres";

/** The newest schema, made once per run. */
export const SCHEMA: Template = {
  name: "storage_schema",
  build: async (databaseUrl) => {
    const store = await openStore({ databaseUrl, onEvent: () => undefined });
    await store.close();
  },
};

export interface TestStore {
  readonly store: Store;
  readonly databaseUrl: string;
  readonly events: { readonly kind: string; readonly message: string }[];
  /** A second store on the same database, like another process. */
  readonly another: (options?: Partial<StoreOptions>) => Promise<Store>;
}

/** A store on a database of its own, closed and dropped after the test. */
export async function testStore(t: ExecutionContext, options: Partial<StoreOptions> = {}): Promise<TestStore> {
  const databaseUrl = await testDatabase(t, SCHEMA);
  const events: { kind: string; message: string }[] = [];
  const opened: Store[] = [];
  const another = async (more: Partial<StoreOptions> = {}): Promise<Store> => {
    const store = await openStore({ databaseUrl, onEvent: (event) => events.push(event), ...options, ...more });
    opened.push(store);
    return store;
  };
  t.teardown(async () => {
    await Promise.all(opened.map((store) => store.close()));
  });
  return { store: await another(), databaseUrl, events, another };
}
