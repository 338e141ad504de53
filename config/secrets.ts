import { readFileSync } from "node:fs";
import { ConfigError } from "./config-error.ts";
import type { Env } from "./env.ts";

/** From a file (preferred, e.g. a container secret) or from the variable; never both. */
export function secretOf(env: Env, name: "AXIS_SECRET" | "LIENTHONG_OIDC_SECRET"): string | null {
  const { [name]: given, [`${name}_FILE` as const]: file } = env;
  if (given !== undefined && file !== undefined) {
    throw new ConfigError([`${name} và ${name}_FILE: chỉ đặt một trong hai`]);
  }
  if (file === undefined) return given ?? null;
  try {
    return readFileSync(file, "utf8").trim();
  } catch (cause) {
    throw new ConfigError([`${name}_FILE: không đọc được tệp ${file}`], cause);
  }
}
