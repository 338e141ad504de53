import { mayActFor, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import { conceal } from "../hold/conceal.ts";
import type { IncomingId, OutgoingId } from "../ids.ts";
import type { IncomingDocument } from "../incoming/incoming-document.ts";
import type { OutgoingDocument } from "../outgoing/outgoing-document.ts";
import type { Reader } from "../ports.ts";
import type { DocumentLink, Mention } from "./links.ts";

/** Luồng văn bản: a document with those it answers or replaces and those that answer or replace it, however far. */
export interface Thread {
  readonly entries: readonly ThreadEntry[];
  /** There was more than one thread should hold; what is shown is what was found first. */
  readonly truncated: boolean;
}

export type ThreadEntry = { readonly identityKey: string; readonly at: Date; readonly mentions: readonly Mention[] } & (
  | { readonly direction: "outgoing"; readonly document: OutgoingDocument }
  | { readonly direction: "incoming"; readonly document: IncomingDocument }
);

const LONGEST = 200;

/** Oldest first; only what the caller may see. Throws `not-found`. */
export async function threadOf(reader: Reader, id: OutgoingId | IncomingId, access: Access): Promise<Thread> {
  const start = (await reader.outgoing.byId(id as OutgoingId)) ?? (await reader.incoming.byId(id as IncomingId));
  if (start === null || !mayActFor(access, "submittedAt" in start ? start.senderCode : start.receiverCode)) throw notFound("document", id);

  const found = new Map<string, ThreadEntry>();
  const asked = new Set<string>();
  let keys: readonly string[] = [start.identityKey];
  while (keys.length > 0 && found.size < LONGEST) {
    for (const key of keys) asked.add(key);
    const visible = (await documentsOf(reader, keys)).filter((entry) => mayActFor(access, ownerOf(entry)));
    const links = [...(await reader.links.of(visible.map(({ document }) => document.id))), ...(await reader.links.to(keys))];
    for (const entry of visible) found.set(entry.document.id, { ...entry, mentions: mentionsAmong(links, entry.document.id) });
    const pointing = await documentsPointing(reader, links, access);
    keys = [...links.filter((link) => found.has(link.documentId)).map((link) => link.identityKey), ...pointing].filter((key) => !asked.has(key));
    keys = [...new Set(keys)];
  }
  const entries = [...found.values()].toSorted((a, b) => a.at.getTime() - b.at.getTime() || a.document.id.localeCompare(b.document.id));
  return { entries: entries.slice(0, LONGEST), truncated: keys.length > 0 };
}

async function documentsOf(reader: Reader, keys: readonly string[]): Promise<readonly ThreadEntry[]> {
  const [outgoing, incoming] = await Promise.all([reader.outgoing.ofIdentities(keys), reader.incoming.ofIdentities(keys)]);
  return [
    ...outgoing.map((document): ThreadEntry => ({ direction: "outgoing", document, identityKey: document.identityKey, at: document.submittedAt, mentions: [] })),
    ...incoming.map((document): ThreadEntry => ({ direction: "incoming", document: conceal(document), identityKey: document.identityKey, at: document.receivedAt, mentions: [] })),
  ];
}

/** Identities of documents the caller may see that mention one of the thread. */
async function documentsPointing(reader: Reader, links: readonly DocumentLink[], access: Access): Promise<readonly string[]> {
  const documents = await Promise.all(links.map((link) => (link.direction === "outgoing" ? reader.outgoing.byId(link.documentId) : reader.incoming.byId(link.documentId))));
  return documents.flatMap((document) => (document !== null && mayActFor(access, "submittedAt" in document ? document.senderCode : document.receiverCode) ? [document.identityKey] : []));
}

function ownerOf(entry: ThreadEntry): string {
  return entry.direction === "outgoing" ? entry.document.senderCode : entry.document.receiverCode;
}

function mentionsAmong(links: readonly DocumentLink[], id: string): readonly Mention[] {
  const own = links.filter((link) => link.documentId === id).map(({ relation, identityKey }) => ({ relation, identityKey }));
  return own.filter((mention, index) => own.findIndex((other) => other.relation === mention.relation && other.identityKey === mention.identityKey) === index);
}
