import { userInfo } from "node:os";
import { loadConfig } from "#config";
import type { Access } from "../core/actor.ts";
import type { House } from "../house.ts";
import { openLog } from "../log.ts";

/** Opens the house of this installation beside a server that may be running on the same data, and closes it again. */
export async function withHouse<Result>(act: (house: House) => Promise<Result>): Promise<Result> {
  // loaded here: helping with the command line or the calendar needs neither database nor web
  const { openHouse } = await import("../house.ts");
  const house = await openHouse(loadConfig(), { log: openLog({ level: "error", silent: true }), run: [] });
  try {
    return await act(house);
  } finally {
    await house.close();
  }
}

/** The person at the machine may act for every agency of it; the journal names the account. */
export function operatorAccess(): Access {
  return { actor: { kind: "operator", name: `${userInfo().username}@cli` }, agencies: "all" };
}
