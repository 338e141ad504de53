import { mayActFor, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import { refuseHeld } from "../hold/conceal.ts";
import type { IncomingId } from "../ids.ts";
import type { Clock, Store } from "../ports.ts";
import type { IncomingDocument } from "./incoming-document.ts";

/** The QLVB says it has stored the document with all its files. Repeating it changes nothing. */
export async function markFetched(needs: { readonly store: Store; readonly clock: Clock }, id: IncomingId, access: Access): Promise<IncomingDocument> {
  return needs.store.write(async (tx) => {
    const document = await tx.lockIncoming(id);
    if (document === null || !mayActFor(access, document.receiverCode)) throw notFound("incoming document", id);
    refuseHeld(document);
    if (document.fetchedAt !== null) return document;
    const fetched = { ...document, fetchedAt: needs.clock.now() };
    await tx.updateIncoming(fetched);
    await tx.append({ kind: "incoming.fetched", at: fetched.fetchedAt, actor: access.actor, incomingId: id, facts: {} });
    return fetched;
  });
}
