import { writeStatusReport } from "#edxml";
import type { TransmissionId } from "../ids.ts";
import type { StoredEnvelope } from "../stored-file.ts";
import { addressed, dialectFor, type DialectNeeds } from "./amending.ts";
import type { Amendment } from "./amendment.ts";
import type { Dispatch } from "./dispatch.ts";
import { keepEnvelope } from "./keep-envelope.ts";
import { newTransmission, type Transmission } from "./transmission.ts";
import { writeEnvelope, type WritingNeeds } from "./write-envelope.ts";

/** How receivers are asked to cancel: thu hồi by an envelope of business type 1, lấy lại by a status 13. */
export type AskingKind = Exclude<Amendment["kind"], "update">;

/** What asks these receivers, whom one transmission reached: one envelope for all of them, or a status 13 for each. */
export async function writeRequests(needs: WritingNeeds & DialectNeeds, amendment: Amendment, carried: Transmission, asked: readonly Dispatch[], after: TransmissionId | null): Promise<readonly Transmission[]> {
  const carries = { kind: "amendment", id: amendment.id, documentId: amendment.documentId } as const;
  if (amendment.kind !== "take-back") {
    const to = asked.map(({ receiver }) => receiver);
    const { envelope } = await writeEnvelope(needs, { ...amendment.message, to: addressed(amendment.message, to) }, [], await dialectFor(needs, asked));
    return [newTransmission({ ...sameWayAs(carried), to, envelope, carries, after })];
  }
  const requests: Transmission[] = [];
  for (const dispatch of asked) {
    const { receiver } = dispatch;
    const envelope = await writeTakeBack(needs, amendment, dispatch);
    requests.push(newTransmission({ ...sameWayAs(carried), messageKind: "status", to: [receiver], envelope, carries, after }));
  }
  return requests;
}

export function sameWayAs({ channel, from, documentId, urgency }: Transmission) {
  return { messageKind: "document" as const, channel, from, documentId, urgency };
}

/** A 13 names the receiver it asks, not the sender, in ResponseFor (edXML §3). */
async function writeTakeBack(needs: WritingNeeds & DialectNeeds, { message, reason, askedAt }: Amendment, dispatch: Dispatch): Promise<StoredEnvelope> {
  const { from, code, documentId, promulgation, business } = message;
  const staff = business.staff[0];
  const signer = await needs.keys.signerFor(from.organId);
  const dialect = await dialectFor(needs, [dispatch]);
  const { envelope } = await keepEnvelope(needs.blobs, 0, (file) =>
    writeStatusReport(
      {
        kind: "status",
        from,
        responseFor: { organId: dispatch.receiver, code: `${code.number}/${code.notation}`, documentId, promulgationDate: promulgation.date },
        ...(staff !== undefined && { staff }),
        statusCode: "13",
        description: reason,
        timestamp: askedAt,
      },
      file,
      { signer, scratchDirectory: needs.blobs.scratchDirectory, dialect },
    ),
  );
  return envelope;
}
