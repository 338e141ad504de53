import type { EntitySchemaColumnOptions } from "typeorm";

/** Kinds of columns. The schema itself is written in `../migrations`; these only say how values travel. */
export const uuid = { type: "uuid" } as const satisfies EntitySchemaColumnOptions;
export const text = { type: "text" } as const satisfies EntitySchemaColumnOptions;
export const integer = { type: "integer" } as const satisfies EntitySchemaColumnOptions;
export const flag = { type: "boolean" } as const satisfies EntitySchemaColumnOptions;
export const instant = { type: "timestamptz", precision: 3 } as const satisfies EntitySchemaColumnOptions;
export const json = { type: "jsonb" } as const satisfies EntitySchemaColumnOptions;
/** A byte count: bigint in the database, number here (exact to 8 PiB). */
export const bytes = { type: "bigint", transformer: { to: (size: number) => size, from: (size: string) => Number(size) } } as const satisfies EntitySchemaColumnOptions;

export function orNull<Options extends EntitySchemaColumnOptions>(column: Options): Options & { readonly nullable: true } {
  return { ...column, nullable: true };
}

/** The same column under the snake-case name SQL uses. */
export function named<Options extends EntitySchemaColumnOptions>(name: string, column: Options): Options & { readonly name: string } {
  return { ...column, name };
}

/** JSON has no dates: `revive` gives back those inside the value. */
export function jsonWith<Value>(revive: (stored: Value) => Value): EntitySchemaColumnOptions {
  return { type: "jsonb", transformer: { to: (value: Value | null) => value, from: (stored: Value | null) => (stored === null ? null : revive(stored)) } };
}
