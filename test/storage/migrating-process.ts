import { openStore } from "#src/storage/open-store";

/* A process that opens the store, says so, and goes. */
const store = await openStore({ databaseUrl: process.argv[2] ?? "", onEvent: () => undefined, extraMigrations: [{ name: "Extra1763800000099", sql: "CREATE TABLE extra (id int)" }] });
await store.ping();
await store.close();
process.send?.("open");
process.disconnect();
