import { notFound, requireOperator, requireOverview } from "../access.ts";
import type { Access } from "../actor.ts";
import { FieldsRefused } from "../fault.ts";
import type { DirectorySyncId } from "../ids.ts";
import { channelOf, type Peer } from "../peers/peer.ts";
import type { Clock, Page, PageRequest, Store } from "../ports.ts";
import { closeAgencies, type CloseAgencies } from "./close-agencies.ts";
import type { AgencyChange } from "./entry.ts";
import { acceptHeldSync, rejectHeldSync } from "./sync-directory.ts";
import type { DirectorySync } from "./sync-report.ts";
import { requireReason } from "../reason.ts";

/** What operators do with the directory; auditors may look. Throws `role-missing`. */
export interface DirectoryAdminService {
  /** Newest first. */
  directorySyncs(page: PageRequest, access: Access): Promise<Page<DirectorySync>>;
  /** With what it changed, in the order of changing. Throws `not-found`. */
  directorySync(id: DirectorySyncId, page: PageRequest, access: Access): Promise<{ readonly sync: DirectorySync; readonly changes: Page<AgencyChange> }>;
  /** Takes a held list, or throws it away. Throws `move-illegal` when it is not held any more. */
  decideDirectorySync(id: DirectorySyncId, decision: "accept" | "reject", reason: string, access: Access): Promise<DirectorySync>;
  /** Has every partner that gives one asked for its list now; what comes of it is among the syncs soon. Throws FieldsRefused when none gives one, `reason-missing`. */
  askDirectorySync(reason: string, access: Access): Promise<readonly string[]>;
  closeAgencies(command: CloseAgencies, access: Access): Promise<readonly string[]>;
}

export interface DirectoryAdminNeeds {
  readonly store: Store;
  readonly clock: Clock;
  /** The connection that is set by environment variables. */
  readonly environmentAxis: Peer | null;
}

export function directoryAdminService(needs: DirectoryAdminNeeds): DirectoryAdminService {
  const { directory } = needs.store.reader;
  return {
    async directorySyncs(page, access) {
      requireOverview(access);
      return await directory.syncs(page);
    },
    async directorySync(id, page, access) {
      requireOverview(access);
      const sync = await directory.sync(id);
      if (sync === null) throw notFound("directory sync", id);
      return { sync, changes: await directory.changesOf(id, page) };
    },
    async decideDirectorySync(id, decision, reason, access) {
      requireOperator(access);
      requireReason(reason, "deciding about a held list", { syncId: id });
      return await (decision === "accept" ? acceptHeldSync : rejectHeldSync)(needs, id, reason.trim().slice(0, 1000), access);
    },
    async askDirectorySync(reason, access) {
      requireOperator(access);
      requireReason(reason, "a sync of the directory");
      const registered = (await needs.store.reader.peers.list()).filter(({ state, settings }) => state === "active" && settings.takesDirectory);
      const channels = [...(needs.environmentAxis === null ? [] : [needs.environmentAxis.code]), ...registered.map(({ code }) => channelOf(code))];
      if (channels.length === 0) throw new FieldsRefused([{ field: "/", code: "field-invalid", message: "Chưa có kết nối nào cho danh bạ: khai kết nối Trục, hoặc bật một kết nối theo giao thức của trục.", rule: "docs/directory.md" }]);
      await needs.store.write(async (tx) => {
        await tx.append({ kind: "agency.sync-asked", at: needs.clock.now(), actor: access.actor, facts: { channels, reason: reason.trim().slice(0, 500) } });
        await tx.wantDirectory();
      });
      return channels;
    },
    closeAgencies: (command, access) => closeAgencies(needs, command, access),
  };
}
