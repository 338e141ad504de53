import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "ava";
import { peerAmqpAdapter, type PeerAmqpAdapter, type PeerAmqpOptions } from "#adapters/peer-amqp/peer-amqp-adapter";
import { brokerUrl } from "#test/support/rabbitmq";

export interface PeerEnd {
  readonly adapter: PeerAmqpAdapter;
  readonly spoolDirectory: string;
  readonly events: string[];
  /** What this end has taken into its house. */
  readonly taken: Map<string, Date>;
}

export async function openEnd(t: ExecutionContext, link: { readonly here: string; readonly there: string }, change: Partial<PeerAmqpOptions> = {}): Promise<PeerEnd> {
  const spoolDirectory = await mkdtemp(join(tmpdir(), "peer-spool-"));
  const events: string[] = [];
  const taken = new Map<string, Date>();
  const adapter = peerAmqpAdapter({
    channel: `peer:${link.there}`,
    urls: [brokerUrl()],
    link,
    spoolDirectory,
    reaches: () => true,
    known: (id) => Promise.resolve(taken.get(id) ?? null),
    refuse: () => Promise.resolve(null),
    ownAgencies: () => Promise.resolve([{ code: "G22", name: "Văn phòng Chính phủ" }]),
    onArrival: () => undefined,
    onEvent: ({ kind }) => events.push(kind),
    now: () => new Date(),
    answerMs: 5_000,
    ...change,
  });
  t.teardown(async () => {
    await adapter.close();
    await rm(spoolDirectory, { recursive: true, force: true });
  });
  return { adapter, spoolDirectory, events, taken };
}

export function never(): AbortSignal {
  return new AbortController().signal;
}
