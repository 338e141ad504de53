import { canonicalOrganId, type OrganId } from "#edxml";
import { actorName, notFound, requireOperator, requireOverview } from "../access.ts";
import type { Access } from "../actor.ts";
import { HouseError } from "../fault.ts";
import type { TransmissionId } from "../ids.ts";
import { resend } from "../outgoing/resend.ts";
import type { Transmission } from "../outgoing/transmission.ts";
import { channelOf, type Peer } from "../peers/peer.ts";
import type { Clock, Page, PageRequest, Store } from "../ports.ts";
import { newFlow, type ChannelFlow, type ChannelHold } from "./channel-flow.ts";
import type { FlowSettings } from "./flow-settings.ts";
import { requireReason } from "../reason.ts";

/** Orders of one lane: a channel, and whether the envelopes are large. `in:` before a channel: what came by it and is to be processed; empty: orders about neither. */
export interface LaneLoad {
  readonly channel: string;
  readonly large: boolean;
  readonly waiting: number;
  /** Of those that wait, khẩn and above. */
  readonly urgent: number;
  readonly underWay: number;
  readonly oldestAt: Date;
  /** When the next of those that wait is due; null: none waits. */
  readonly nextAt: Date | null;
}

/** One channel as an operator sees it. */
export interface QueueView {
  readonly flow: ChannelFlow;
  readonly lanes: readonly LaneLoad[];
  readonly failed: number;
  readonly retrying: number;
}

/** Thư chết: a transmission that was refused or tried long enough, kept with its envelope until a person decides. */
export interface DeadLetter {
  readonly transmission: Transmission;
  /** Số, ký hiệu of the document it carries or is about. */
  readonly code: string;
  readonly sender: NamedAgency;
  readonly receivers: readonly NamedAgency[];
}

/** As the directory names it today; an empty name when it does not know it. */
export interface NamedAgency {
  readonly code: string;
  readonly name: string;
}

export interface ResendMany {
  /** Absent: all that have failed, at this channel if one is named. */
  readonly ids?: readonly TransmissionId[] | undefined;
  readonly channel?: string | undefined;
  readonly reason: string;
}

export interface Resent {
  readonly resent: number;
  /** Those that could not be sent again, and why. */
  readonly refused: readonly { readonly id: TransmissionId; readonly code: string }[];
  /** More have failed than one call takes: call again. */
  readonly more: boolean;
}

/** Queues and what became stuck in them. For operators; auditors may look. Throws `role-missing`. */
export interface QueueService {
  queues(access: Access): Promise<readonly QueueView[]>;
  /** Newest first. */
  deadLetters(page: PageRequest & { readonly channel?: string }, access: Access): Promise<Page<DeadLetter>>;
  /** Each one as `resend` does, so what is not failed any more is told and left alone. Throws `reason-missing`. */
  resendMany(command: ResendMany, access: Access): Promise<Resent>;
  /** Nothing leaves by the channel until it is let go; what is under way ends. Repeating is harmless. Throws `not-found` for a channel that is neither connected nor was ever used. */
  holdChannel(channel: string, reason: string, access: Access): Promise<QueueView>;
  letChannelGo(channel: string, reason: string, access: Access): Promise<QueueView>;
}

export interface QueueNeeds {
  readonly store: Store;
  readonly clock: Clock;
  readonly flow: FlowSettings;
  /** The connection that is set by environment variables. */
  readonly environmentAxis: Peer | null;
}

const MOST_AT_ONCE = 500;

export function queueService(needs: QueueNeeds): QueueService {
  const { store, clock } = needs;
  const { reader } = store;

  async function views(): Promise<QueueView[]> {
    const [flows, lanes, counts, peers] = await Promise.all([reader.flow.all(), reader.flow.lanes(), reader.flow.counts(), reader.peers.list()]);
    // one that has nothing to do is still there to be held
    const open = peers.filter(({ state }) => state === "active" || state === "paused").map(({ code }) => channelOf(code));
    const channels = new Set([...(needs.environmentAxis === null ? [] : [needs.environmentAxis.code]), ...open, ...flows.map(({ channel }) => channel), ...lanes.map(({ channel }) => channel), ...counts.keys()]);
    return [...channels].toSorted().map((channel) => ({
      flow: flows.find((flow) => flow.channel === channel) ?? newFlow(channel, needs.flow.of(channel)),
      lanes: lanes.filter((lane) => lane.channel === channel),
      failed: counts.get(channel)?.failed ?? 0,
      retrying: counts.get(channel)?.retrying ?? 0,
    }));
  }

  async function setHold(channel: string, hold: ChannelHold | null, reason: string, access: Access): Promise<QueueView> {
    requireOperator(access);
    requireReason(reason, "holding a channel or letting it go", { channel });
    if (!(await views()).some((view) => view.flow.channel === channel) || channel.startsWith("in:") || channel === "") throw notFound("channel", channel.slice(0, 100));
    const at = clock.now();
    await store.write(async (tx) => {
      const { flow } = await tx.lockFlow(newFlow(channel, needs.flow.of(channel)));
      if (!(await tx.holdChannel(channel, hold))) return;
      const facts = { channel, code: "held", reason: reason.trim().slice(0, 500), since: (flow.held?.at ?? at).toISOString() };
      await tx.append({ kind: hold === null ? "channel.let-go" : "channel.held", at, actor: access.actor, facts });
      if (hold === null) await tx.bringForward(channel);
    });
    const view = (await views()).find(({ flow }) => flow.channel === channel);
    if (view === undefined) throw notFound("channel", channel);
    return view;
  }

  async function lettersOf(transmissions: readonly Transmission[]): Promise<DeadLetter[]> {
    const known = await reader.agencies.byCodes([...new Set(transmissions.flatMap(({ from, to }) => [from, ...to]).map(canonicalOrganId))]);
    const named = (organId: OrganId): NamedAgency => {
      const code = canonicalOrganId(organId);
      return { code, name: known.get(code)?.organization.organName ?? "" };
    };
    return await Promise.all(transmissions.map(async (transmission) => ({ transmission, code: await codeOf(transmission), sender: named(transmission.from), receivers: transmission.to.map(named) })));
  }

  async function codeOf({ carries }: Transmission): Promise<string> {
    const document = carries.kind === "status" ? await reader.incoming.byId(carries.incomingId) : await reader.outgoing.byId(carries.kind === "document" ? carries.id : carries.documentId);
    return document === null || document.message.code === undefined ? "" : `${document.message.code.number}/${document.message.code.notation}`;
  }

  return {
    async queues(access) {
      requireOverview(access);
      return await views();
    },
    async deadLetters(page, access) {
      requireOverview(access);
      const { rows, next } = await reader.transmissions.list({ ...page, states: ["failed"] });
      return { next, rows: await lettersOf(rows) };
    },
    async resendMany({ ids, channel, reason }, access) {
      requireOperator(access);
      requireReason(reason, "a resend");
      const found = ids === undefined ? await reader.transmissions.list({ states: ["failed"], limit: MOST_AT_ONCE, ...(channel !== undefined && { channel }) }) : { rows: ids.map((id) => ({ id })), next: null };
      const refused: { id: TransmissionId; code: string }[] = [];
      let resent = 0;
      for (const { id } of found.rows) {
        try {
          await resend(needs, id, reason, access);
          resent += 1;
        } catch (error) {
          if (!(error instanceof HouseError) || error.blame !== "caller") throw error;
          refused.push({ id, code: error.code });
        }
      }
      return { resent, refused, more: found.next !== null };
    },
    holdChannel: (channel, reason, access) => setHold(channel, { by: actorName(access.actor), reason: reason.trim().slice(0, 500), at: clock.now() }, reason, access),
    letChannelGo: (channel, reason, access) => setHold(channel, null, reason, access),
  };
}
