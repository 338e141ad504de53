import type { EntityManager, SelectQueryBuilder } from "typeorm";
import type { IncomingFilter, OutgoingFilter } from "../core/ports.ts";
import { IncomingDocuments } from "./entities/incoming-document.ts";
import type { IncomingDocumentRow } from "./entities/incoming-document.ts";
import { OutgoingDocuments } from "./entities/outgoing-document.ts";
import type { OutgoingDocumentRow } from "./entities/outgoing-document.ts";
import { withWords } from "./search.ts";
import { notHeld } from "./not-held.ts";

/** Documents of the filter; receiver, state and recall are asked of the same dispatch. */
export function outgoingMatching(db: EntityManager, filter: OutgoingFilter): SelectQueryBuilder<OutgoingDocumentRow> {
  const query = db.createQueryBuilder(OutgoingDocuments, "r").where("true");
  if (filter.senders !== "all") query.andWhere("r.senderCode = ANY(:senders)", { senders: [...filter.senders] });
  if (filter.held === true) query.andWhere("r.hold->>'state' = 'held' AND r.purgedAt IS NULL");
  if (filter.code !== undefined) query.andWhere("r.code = :code", { code: filter.code });
  if (filter.submittedFrom !== undefined) query.andWhere("r.submittedAt >= :from", { from: filter.submittedFrom });
  if (filter.submittedTo !== undefined) query.andWhere("r.submittedAt < :to", { to: filter.submittedTo });
  if (filter.receiver !== undefined || filter.states !== undefined || filter.recall !== undefined) {
    const ofReceiver = filter.receiver === undefined ? "" : "AND d.receiver_code = :receiver";
    const inState = filter.states === undefined ? "" : filter.states.length === 1 ? "AND d.state = :state" : "AND d.state = ANY(:states)";
    // said twice, as the planner knows how few recalls there are only from the first
    const recalled = filter.recall === undefined ? "" : "AND d.recall IS NOT NULL AND d.recall->>'state' = :recall";
    query.andWhere(`EXISTS (SELECT FROM dispatch d WHERE d.document_id = r.id ${ofReceiver} ${inState} ${recalled})`, { receiver: filter.receiver, state: filter.states?.[0], states: [...(filter.states ?? [])], recall: filter.recall });
  }
  withWords(query, filter.words);
  return query;
}

export function incomingMatching(db: EntityManager, filter: IncomingFilter): SelectQueryBuilder<IncomingDocumentRow> {
  const query = db.createQueryBuilder(IncomingDocuments, "r").where("true");
  if (filter.receivers !== "all") query.andWhere("r.receiverCode = ANY(:receivers)", { receivers: [...filter.receivers] });
  query.andWhere(filter.held === true ? "r.hold->>'state' = 'held' AND r.purgedAt IS NULL" : `(${notHeld("r")} OR r.purgedAt IS NOT NULL)`);
  if (filter.sender !== undefined) query.andWhere("r.senderCode = :sender", { sender: filter.sender });
  if (filter.state !== undefined) query.andWhere("r.state = :state AND r.purgedAt IS NULL", { state: filter.state });
  if (filter.recall !== undefined) query.andWhere("r.recall->>'state' = :recall", { recall: filter.recall });
  if (filter.fetched !== undefined) query.andWhere(filter.fetched ? "r.fetchedAt IS NOT NULL" : "r.fetchedAt IS NULL AND r.purgedAt IS NULL");
  if (filter.receivedFrom !== undefined) query.andWhere("r.receivedAt >= :from", { from: filter.receivedFrom });
  if (filter.receivedTo !== undefined) query.andWhere("r.receivedAt < :to", { to: filter.receivedTo });
  withWords(query, filter.words);
  return query;
}
