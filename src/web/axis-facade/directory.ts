import type { AxisAgency } from "#adapters/axis/server/desk";
import { legacyOrganId, type LocalDate, type OrganId } from "#edxml";
import { localDateOf } from "../../core/calendar/index.ts";
import { factsOf, isClosed, type DirectoryEntry } from "../../core/directory/index.ts";
import type { Clock, Store } from "../../core/ports.ts";

const PAGE = 1000;

/** The whole directory in the order of its codes, page by page: it is a hundred thousand agencies on the real axis. */
export async function* listDirectory({ store, clock }: { readonly store: Store; readonly clock: Clock }): AsyncIterable<AxisAgency> {
  const today = localDateOf(clock.now());
  let after: string | null = null;
  do {
    const page: Awaited<ReturnType<Store["reader"]["directory"]["list"]>> = await store.reader.directory.list({ limit: PAGE, ...(after !== null && { after }) });
    yield* page.rows.map((entry) => listedAgency(entry, today));
    after = page.next;
  } while (after !== null);
}

function listedAgency(entry: DirectoryEntry, today: LocalDate): AxisAgency {
  const { code } = entry;
  const facts = factsOf(entry);
  const other = [facts.organId, legacyOrganId(code as OrganId), ...facts.aliases].find((one) => one !== null && one !== code);
  return {
    code,
    name: facts.name ?? code,
    mail: facts.email ?? "",
    parentCode: facts.parent ?? (code.includes(".") ? code.slice(0, code.lastIndexOf(".")) : ""),
    otherCode: other ?? "",
    centerCode: "",
    version: 1,
    modifiedAt: null,
    deleted: isClosed({ facts }, today),
  };
}
