import { STATUS_CODES } from "#edxml";
import { HouseError } from "#src/core/fault";
import { INCOMING_STATES } from "#src/core/incoming/incoming-document";
import { ACTIONS, decideIncomingMove } from "#src/core/incoming/incoming-moves";
import { DISPATCH_STATES } from "#src/core/outgoing/dispatch";
import { decideMove, ROAD_EVENTS } from "#src/core/outgoing/dispatch-moves";
import { decideRequest, REQUEST_EVENTS, REQUEST_STATES } from "#src/core/status/request";

const PROSE = `# The life of a document

This page is written from the tables in the code by \`npm run docs\`; a test fails when it is stale.

A document of ours has one **dispatch** for each receiver. A dispatch travels our own road until it is sent; from then on only its receiver moves it, by
status reports. Reports come in any order and any number of times: a later one implies the earlier ones and none goes back, so every order ends in the
same state. A refusal (02) after an acceptance, or the other way round, is kept as a contradiction and moves nothing.

A dispatch that could not be sent is \`failed\` when the partner will not have it and \`expired\` when it was tried for days; a person may resend either.
One that was recalled before a byte of it left is \`withdrawn\`.

Beside its state a dispatch has two **requests**: a recall (thu hồi) and an update (cập nhật). The receiver's incoming document has the same recall. A
request is asked, then agreed (15), declined (16) or unanswered by the end of the receiver's next working day; a late answer still counts.

## Recall (QĐ 28/2018 Đ.8.2, 9.2)

1. What has not left is stopped. Receivers of the same envelope who are not recalled get the document in a new one.
2. What is being sent, or may have been, has its outcome first: the recall is a transmission that follows it. Other documents flow past.
3. Everybody else is asked by an envelope of business type 1. Meanwhile the document is frozen: no resend, no update.
4. The receiver cancels by itself until a clerk has accepted the document; after that a clerk decides. An unsigned recall destroys nothing by itself.
5. Who agrees keeps a tombstone: digests, codes, times, reason, actor. Subject, people, file names and bytes go; bytes that belong to somebody else as
   well (the sender in the same gateway) stay theirs. Bytes are deleted an hour after they were written at the earliest, so that none is deleted under
   an upload that holds the same.
6. Who declines is shown as one who refuses although the law demands cancellation; \`?recall=declined\` lists these documents for a supervising body.
7. A recall that comes before its document leaves the tombstone at once, and the document does not enter the books when it comes. A status 13 is the
   same question without an envelope; it waits for its document.
8. Taking back (lấy lại, 13) is the light recall: of what nobody has accepted yet, told to each receiver by a status instead of an envelope. Where a receiver
   has accepted it is refused, because then the law's question (a recall) is the one to put. The answers are the same 15 and 16.
9. A recall put while a take back is still open takes its place (\`escalate\`): it goes out as an envelope after the 13, with its own reason and time to
   answer. A clerk's 16 to the 13 that comes afterwards is kept and answers nothing; a 15 to either ends both, for the document is gone. A take back while a
   recall is open is a repetition of it. The receiver sees one question, the later one: it cancels by itself what nobody has accepted, else asks its clerk.

## Update and replacement (NĐ 30/2020 Đ.18.3)

An update (business type 2) changes metadata or receivers, never a file, the number or the date. The latest statement of the sender holds, whatever came
first; earlier ones are kept as versions. One that brings a file the document did not have is quarantined. Added receivers get the document itself,
removed ones a recall. A content error takes a replacement (type 3): a new document of the same form with its own number and \`replaces\`.

15 and 16 answer both kinds of request and do not say which. Our own begin with words that do. An answer in other words goes to the update that is still
open before it goes to the recall, so that nothing is shown as cancelled that may not be.

## Threads

\`responseFor\` and \`replaces\` are links by identity, so either document may come first. A document that answers an incoming one completes it: 06 is
reported in the transaction that stores the answer, unless \`completes\` is false.

## Inside one gateway

A receiver that this gateway hosts is reached by the channel \`local\`: the same outbox, delivery, inbound envelope, signature check, states and journal,
without the axis. A document to receivers inside and outside makes two transmissions, each naming its own receivers.
`;

/** `docs/life-of-a-document.md`, from the tables of moves. */
export function lifePage(): string {
  return [
    PROSE,
    "## Moves of a dispatch",
    "",
    "Rows: the state before. Columns: what happens on our road, then what the receiver reports. `·` moves nothing, `!` is a contradiction, `–` cannot happen.",
    "",
    ...table(DISPATCH_STATES, [...ROAD_EVENTS, ...STATUS_CODES.slice(0, 6)], (state, event) => said(() => decideMove(state, event))),
    "",
    "## Moves of a request (recall, update), at both ends",
    "",
    ...table(["none", ...REQUEST_STATES] as const, REQUEST_EVENTS, (state, event) => said(() => decideRequest(state, event))),
    "",
    "## Moves of an incoming document",
    "",
    ...table(INCOMING_STATES, actions(), (state, action) => said(() => decideIncomingMove(state, action))),
    "",
    `Reports: ${actions().map((action) => `${action} ${ACTIONS[action].code}`).join(", ")}. A cancelled document takes none of these.`,
    "",
  ].join("\n");
}

function actions(): (keyof typeof ACTIONS)[] {
  return Object.keys(ACTIONS) as (keyof typeof ACTIONS)[];
}

function table<Row extends string, Column extends string>(rows: readonly Row[], columns: readonly Column[], cell: (row: Row, column: Column) => string): string[] {
  return [`| | ${columns.join(" | ")} |`, `|---|${columns.map(() => "---").join("|")}|`, ...rows.map((row) => `| **${row}** | ${columns.map((column) => cell(row, column)).join(" | ")} |`)];
}

function said(decide: () => { readonly kind: string; readonly to?: string }): string {
  try {
    const { kind, to } = decide();
    return to ?? (kind === "contradiction" ? "!" : "·");
  } catch (error) {
    if (error instanceof HouseError && error.code === "move-illegal") return "–";
    throw error;
  }
}
