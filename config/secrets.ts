import { readFileSync } from "node:fs";
import { ConfigError } from "./config-error.ts";
import type { Env } from "./env.ts";

/** The axis secret: from a file (preferred, e.g. a container secret) or from the variable; never both. */
export function axisSecret(env: Env): string | null {
  if (env.AXIS_SECRET !== undefined && env.AXIS_SECRET_FILE !== undefined) {
    throw new ConfigError(["AXIS_SECRET và AXIS_SECRET_FILE: chỉ đặt một trong hai"]);
  }
  if (env.AXIS_SECRET_FILE === undefined) return env.AXIS_SECRET ?? null;
  try {
    return readFileSync(env.AXIS_SECRET_FILE, "utf8").trim();
  } catch (cause) {
    throw new ConfigError([`AXIS_SECRET_FILE: không đọc được tệp ${env.AXIS_SECRET_FILE}`], cause);
  }
}
