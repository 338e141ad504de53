import type { Facts } from "#edxml";
import { z } from "zod";
import { actorName, mayActFor, notFound } from "../../access.ts";
import type { Access } from "../../actor.ts";
import { FieldsRefused, HouseError } from "../../fault.ts";
import { newId, type WebhookId } from "../../ids.ts";
import type { Clock, Store, Transaction } from "../../ports.ts";
import { EVENT_TYPES } from "../event.ts";
import { placeOf } from "../place-of.ts";
import { urlRefusal, type AddressRules } from "./address.ts";
import type { SecretSealer } from "../../secret-sealer.ts";
import { newWebhookSecret } from "./sign.ts";
import type { Webhook, WebhookView } from "./webhook.ts";
import { requireReason } from "../../reason.ts";

const reason = z.string({ error: "Lý do: phải ghi rõ" }).trim().min(1, { error: "Lý do: phải ghi rõ" }).max(500, { error: "Lý do: tối đa 500 ký tự" }).meta({ description: "Ghi vào nhật ký" });

export const newWebhookSchema = z
  .strictObject({
    name: z.string({ error: "Tên: cần là chuỗi ký tự" }).trim().min(1, { error: "Tên: không được để trống" }).max(200, { error: "Tên: tối đa 200 ký tự" }).meta({ example: "QLVB Quảng Ngãi" }),
    url: z.string({ error: "Địa chỉ: cần là URL" }).trim().max(2000).meta({ description: "https; cổng kiểm tra cả địa chỉ IP mà tên miền trỏ tới", example: "https://qlvb.example.gov.vn/lienthong/su-kien" }),
    agencies: z.array(z.string().trim().min(1).max(50)).min(1, { error: "Cơ quan: cần ít nhất một" }).max(1000).optional().meta({ description: "Chỉ sự kiện của các cơ quan này; bỏ trống: mọi cơ quan gắn với khóa" }),
    types: z.array(z.enum(EVENT_TYPES)).min(1).optional().meta({ description: "Chỉ các loại này; bỏ trống: mọi loại" }),
    after: z.string().max(50).default("end").meta({ description: "Con trỏ để bắt đầu; `end` (mặc định): từ bây giờ; `start`: từ sự kiện cũ nhất còn giữ" }),
    reason: reason.optional(),
  })
  .meta({ id: "NewWebhook" });
export type NewWebhook = z.output<typeof newWebhookSchema>;

export const webhookReasonSchema = z.strictObject({ reason }).meta({ id: "WebhookReason" });

const { name, url, agencies, types } = newWebhookSchema.shape;
export const changeWebhookSchema = z
  .strictObject({
    reason,
    name: name.optional(),
    url: url.optional(),
    agencies: agencies.nullable().meta({ description: "null: mọi cơ quan gắn với khóa" }),
    types: types.nullable().meta({ description: "null: mọi loại" }),
  })
  .refine((change) => Object.keys(change).length > 1, { error: "Cần ít nhất một trong: name, url, agencies, types" })
  .meta({ id: "ChangeWebhook", description: "Trường nào không nêu thì giữ nguyên" });
export type ChangeWebhook = z.output<typeof changeWebhookSchema>;

export interface WebhookService {
  /** The secret is shown this once. Throws FieldsRefused, `agency-not-yours`. */
  addWebhook(command: NewWebhook, access: Access): Promise<{ readonly view: WebhookView; readonly secret: string }>;
  webhooks(access: Access): Promise<readonly WebhookView[]>;
  webhook(id: WebhookId, access: Access): Promise<WebhookView>;
  /** Another name, address or choice of events, from here on; what waits and is no longer chosen is dropped. Throws FieldsRefused, `agency-not-yours`. */
  changeWebhook(id: WebhookId, command: ChangeWebhook, access: Access): Promise<WebhookView>;
  /** Holds it until it is resumed; events wait. Repeating is harmless. As all of these: throws `reason-missing`. */
  pauseWebhook(id: WebhookId, reason: string, access: Access): Promise<WebhookView>;
  resumeWebhook(id: WebhookId, reason: string, access: Access): Promise<WebhookView>;
  /** Sends every event after the cursor (again), with the ids it had. */
  replayWebhook(id: WebhookId, after: string, reason: string, access: Access): Promise<WebhookView>;
  /** A new secret; the older ones go on signing beside it for so many hours. */
  rotateWebhookSecret(id: WebhookId, keepHours: number, reason: string, access: Access): Promise<{ readonly view: WebhookView; readonly secret: string }>;
  removeWebhook(id: WebhookId, reason: string, access: Access): Promise<void>;
}

export interface WebhookNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly sealer: SecretSealer;
  readonly webhookRules: AddressRules;
}

const HOUR = 3_600_000;

export function webhookService(needs: WebhookNeeds): WebhookService {
  const { store, clock, sealer } = needs;

  async function view(id: WebhookId, access: Access): Promise<WebhookView> {
    const found = await store.reader.webhooks.byId(id);
    if (found === null || !mayManage(access, found.webhook)) throw notFound("webhook", id);
    return found;
  }

  /** Changes it, leaves a line in the journal, and shows what became of it. */
  async function change(id: WebhookId, access: Access, what: string, reason: string, work: (tx: Transaction, webhook: Webhook) => Promise<Facts | void>): Promise<void> {
    requireReason(reason, "changing a webhook");
    await store.write(async (tx) => {
      const webhook = await tx.lockWebhook(id);
      if (webhook === null || !mayManage(access, webhook)) throw notFound("webhook", id);
      const facts = await work(tx, webhook);
      await tx.append({ kind: "access.webhook-changed", at: clock.now(), actor: access.actor, facts: { webhookId: id, change: what, name: webhook.name, reason: reason.trim().slice(0, 500), ...facts } });
    });
  }

  async function secretFor(id: WebhookId): Promise<{ readonly secret: string; readonly sealed: string }> {
    const secret = newWebhookSecret();
    return { secret, sealed: await sealer.seal(secret, secretPurpose(id)) };
  }

  return {
    async addWebhook(command, access) {
      const webhook = await compose(needs, command, access);
      const { secret, sealed } = await secretFor(webhook.id);
      await store.write(async (tx) => {
        await tx.addWebhook(webhook);
        await tx.addWebhookSecret({ webhookId: webhook.id, sealed, createdAt: webhook.createdAt, expiresAt: null });
        await tx.append({ kind: "access.webhook-changed", at: webhook.createdAt, actor: access.actor, facts: { webhookId: webhook.id, change: "added", name: webhook.name, agencies: webhook.agencies, reason: command.reason ?? null } });
      });
      return { view: await view(webhook.id, access), secret };
    },
    async webhooks(access) {
      return (await store.reader.webhooks.list()).filter(({ webhook }) => mayManage(access, webhook));
    },
    webhook: view,
    async changeWebhook(id, { reason, ...wanted }, access) {
      if (wanted.url !== undefined) refuseAddress(needs, wanted.url);
      const chosen = wanted.agencies === undefined ? {} : { agencies: ownAgencies(wanted.agencies ?? access.agencies, access) };
      await change(id, access, "changed", reason, async (tx, webhook) => {
        const after: Webhook = { ...webhook, ...chosen, name: wanted.name ?? webhook.name, url: wanted.url ?? webhook.url, types: wanted.types === undefined ? webhook.types : wanted.types };
        await tx.changeWebhook(after, clock.now());
        return { changed: Object.keys(wanted), agencies: after.agencies, types: after.types, host: new URL(after.url).host };
      });
      return view(id, access);
    },
    async pauseWebhook(id, reason, access) {
      if ((await view(id, access)).webhook.pausedAt === null) await change(id, access, "paused", reason, (tx) => tx.setWebhookPaused(id, clock.now()));
      return view(id, access);
    },
    async resumeWebhook(id, reason, access) {
      if ((await view(id, access)).webhook.pausedAt !== null) await change(id, access, "resumed", reason, (tx) => tx.setWebhookPaused(id, null));
      return view(id, access);
    },
    async replayWebhook(id, after, reason, access) {
      await change(id, access, "replayed", reason, async (tx) => {
        const extent = await tx.events.extent();
        const place = placeOf(after, extent);
        if (after === "end" || BigInt(place) > BigInt(extent.head)) throw new HouseError("request-invalid", "a replay starts at a cursor of the past", {}, { hint: "`start` is the oldest event that is kept" });
        await tx.replayWebhook(id, place);
        return { after };
      });
      return view(id, access);
    },
    async rotateWebhookSecret(id, keepHours, reason, access) {
      await view(id, access);
      const { secret, sealed } = await secretFor(id);
      const now = clock.now();
      await change(id, access, "secret-changed", reason, async (tx) => {
        await tx.endWebhookSecrets(id, new Date(now.getTime() + keepHours * HOUR));
        await tx.addWebhookSecret({ webhookId: id, sealed, createdAt: now, expiresAt: null });
        return { keepHours };
      });
      return { view: await view(id, access), secret };
    },
    async removeWebhook(id, reason, access) {
      await change(id, access, "removed", reason, (tx) => tx.removeWebhook(id));
    },
  };
}

/** Binds a sealed secret to its webhook. */
export function secretPurpose(id: WebhookId): string {
  return `webhook ${id}`;
}

function refuseAddress({ webhookRules }: WebhookNeeds, address: string): void {
  const refusal = urlRefusal(address, webhookRules);
  if (refusal !== null) throw new FieldsRefused([{ field: "/url", code: "field-invalid", message: `Địa chỉ webhook: ${refusal}.`, rule: "docs/events.md" }]);
}

function ownAgencies(chosen: Webhook["agencies"], access: Access): Webhook["agencies"] {
  const strangers = chosen === "all" ? [] : chosen.filter((code) => !mayActFor(access, code));
  if (strangers.length > 0) throw new HouseError("agency-not-yours", `the caller may not act for ${strangers.join(", ")}`, { agencies: strangers });
  return chosen;
}

async function compose(needs: WebhookNeeds, command: NewWebhook, access: Access): Promise<Webhook> {
  const { store, clock } = needs;
  refuseAddress(needs, command.url);
  return {
    id: newId<WebhookId>(),
    name: command.name,
    url: command.url,
    agencies: ownAgencies(command.agencies ?? access.agencies, access),
    types: command.types ?? null,
    keyId: access.actor.kind === "system-key" ? access.actor.keyId : null,
    createdAt: clock.now(),
    createdBy: actorName(access.actor),
    pausedAt: null,
    place: await startOf(store, command.after),
    health: { failures: 0, probeAt: null, lastSuccessAt: null, lastFailureAt: null, lastError: null },
  };
}

async function startOf(store: Store, after: string): Promise<string> {
  await store.sortJournal();
  const extent = await store.reader.events.extent();
  const place = placeOf(after, extent);
  return BigInt(place) > BigInt(extent.head) ? extent.head : place;
}

function mayManage(access: Access, { agencies }: Webhook): boolean {
  return agencies === "all" ? access.agencies === "all" : agencies.every((code) => mayActFor(access, code));
}
