import { z } from "zod";
import { agencyCode } from "./agency-code.ts";
import { notFound, requireOperator, requireOverview } from "./access.ts";
import type { Access, ApiKey } from "./actor.ts";
import { FieldsRefused, HouseError } from "./fault.ts";
import type { ApiKeyId } from "./ids.ts";
import { newApiKey } from "./new-api-key.ts";
import type { Clock, Store } from "./ports.ts";
import { requireReason } from "./reason.ts";

const MOST_AGENCIES = 500;

const codes = z
  .array(agencyCode)
  .max(MOST_AGENCIES)
  .default([])
  .transform((given) => [...new Set(given)]);

export const newApiKeySchema = z
  .strictObject({
    name: z.string().trim().min(1, { error: "Tên hệ thống: phải ghi rõ" }).max(200).meta({ description: "Hệ thống dùng khóa", example: "QLVB Quảng Ngãi" }),
    agencies: codes.meta({ description: "Cơ quan mà khóa được làm thay; cổng này phải phục vụ", override: { type: "array", items: { type: "string" }, example: ["H48"] } }),
    supervises: codes.meta({ description: "Chỉ đọc sổ, báo cáo của cơ quan này và mọi cơ quan trực thuộc", override: { type: "array", items: { type: "string" } } }),
    reason: z.string().trim().min(1, { error: "Lý do: phải ghi rõ" }).max(500).optional().meta({ description: "Ghi vào nhật ký" }),
  })
  .refine(({ agencies, supervises }) => agencies.length + supervises.length > 0, { error: "Chọn ít nhất một cơ quan", path: ["agencies"] })
  .meta({ id: "NewApiKey" });
export type NewApiKey = z.output<typeof newApiKeySchema>;

/** Khóa API của hệ thống QLVB. For operators; auditors may look. Throws `role-missing`. */
export interface ApiKeyService {
  /** Newest first, the revoked ones too. */
  apiKeys(access: Access): Promise<readonly ApiKey[]>;
  /** The secret is in this answer and nowhere else. Throws FieldsRefused for agencies this gateway does not serve. */
  addApiKey(command: NewApiKey, access: Access): Promise<{ readonly key: ApiKey; readonly secret: string }>;
  /** Counts at once, running streams end. Throws `not-found` for one that is none or was revoked. */
  revokeApiKey(id: ApiKeyId, reason: string, access: Access): Promise<void>;
}

export function apiKeyService({ store, clock }: { readonly store: Store; readonly clock: Clock }): ApiKeyService {
  return {
    async apiKeys(access) {
      requireOverview(access);
      return await store.reader.apiKeys.list();
    },
    async addApiKey({ name, agencies, supervises, reason }, access) {
      requireOperator(access);
      const hosted = new Set((await store.reader.agencies.hosted()).map(({ code }) => code));
      const strangers = agencies.filter((code) => !hosted.has(code));
      if (strangers.length > 0) throw new HouseError("agency-not-yours", `this gateway does not serve ${strangers.join(", ")}`, { agencies: strangers }, { hint: `lienthong agencies host ${strangers[0] ?? ""} --name <tên>` });
      const unknown = supervises.filter((code) => !hosted.has(code));
      const known = await store.reader.agencies.byCodes(unknown);
      const [missing, ...others] = unknown.filter((code) => !known.has(code)).map((code) => ({ field: "/supervises", code: "field-invalid" as const, message: `Không có cơ quan ${code} trong danh bạ`, rule: "docs/directory.md" }));
      if (missing !== undefined) throw new FieldsRefused([missing, ...others]);
      const made = newApiKey(name, agencies, clock.now());
      const key: ApiKey = { ...made.key, supervises };
      await store.write(async (tx) => {
        await tx.saveApiKey(key);
        await tx.append({ kind: "access.key-created", at: key.createdAt, actor: access.actor, facts: { keyId: key.id, name, door: "api", agencies, supervises, reason: reason ?? null } });
      });
      return { key, secret: made.secret };
    },
    async revokeApiKey(id, reason, access) {
      requireOperator(access);
      requireReason(reason, "revoking a key", { keyId: id });
      const at = clock.now();
      const revoked = await store.write(async (tx) => {
        if (!(await tx.revokeApiKey(id, at))) return false;
        await tx.append({ kind: "access.key-revoked", at, actor: access.actor, facts: { keyId: id, door: "api", reason: reason.trim().slice(0, 500) } });
        return true;
      });
      if (!revoked) throw notFound("API key", id);
    },
  };
}
