import { canonicalOrNull } from "../../core/agency-code.ts";
import type { Agency } from "../../core/agency.ts";
import { mayActFor } from "../../core/access.ts";
import type { Store } from "../../core/ports.ts";
import type { DoorAccount } from "./account.ts";

export interface AgencyNeeds {
  readonly store: Store;
}

/** The agency of the account with this code, in either generation or by an alias; null when it is not one of its own, or not ours. */
export async function ownAgency({ store }: AgencyNeeds, account: DoorAccount, code: string): Promise<Agency | null> {
  const canonical = canonicalOrNull(code);
  const agency = canonical === null ? null : await store.reader.agencies.byCode(canonical);
  return agency !== null && agency.hosting !== null && mayActFor(account.access, agency.code) ? agency : null;
}
