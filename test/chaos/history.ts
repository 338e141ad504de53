/** What happened, as the people at the doors, the axis and the databases tell it. Written down without the code under test. */
export interface History {
  /** What a door answered with success, by the QLVB that asked. */
  readonly accepted: readonly Accepted[];
  /** What a receiver's QLVB fetched, every time it fetched it. */
  readonly taken: readonly Taken[];
  /** What a receiver's QLVB was told is decided. */
  readonly decided: readonly Decided[];
  readonly axis: readonly AxisDelivery[];
  readonly places: Readonly<Record<string, PlaceBooks>>;
}

export interface Accepted {
  readonly place: string;
  readonly key: string;
  readonly id: string;
  readonly documentId: string;
  readonly receivers: readonly string[];
  /** Of the one file of the document. */
  readonly sha256: string;
}

export interface Taken {
  readonly place: string;
  readonly incomingId: string;
  readonly receiver: string;
  readonly documentId: string;
  readonly sha256: string;
}

export interface Decided {
  readonly incomingId: string;
  readonly state: "accepted" | "refused" | "completed";
}

export interface AxisDelivery {
  readonly senderDocId: string;
  readonly receiverDocId: string;
  readonly messageType: string;
  readonly documentId: string;
  readonly from: string;
  readonly to: string;
  readonly state: string;
}

/** The rows of one place's database, as its own SQL reads them. */
export interface PlaceBooks {
  readonly outgoing: readonly { readonly id: string; readonly documentId: string; readonly key: string | null }[];
  readonly dispatches: readonly DispatchRow[];
  readonly transmissions: readonly { readonly id: string; readonly state: string }[];
  readonly inbound: readonly { readonly id: string; readonly partnerMessageId: string; readonly state: string }[];
  readonly incoming: readonly { readonly id: string; readonly documentId: string; readonly receiver: string; readonly state: string; readonly receivedAt: number; readonly effectiveAt: number; /** There is a status 01 about it. */ readonly reported: boolean }[];
  readonly outbox: readonly { readonly id: string; readonly topic: string; readonly ref: string }[];
  readonly journal: readonly JournalRow[];
}

export interface DispatchRow {
  readonly id: string;
  readonly documentId: string;
  readonly receiver: string;
  readonly state: string;
  /** Submitted, left, entered, received, decided; milliseconds, null when it has not happened. */
  readonly instants: readonly (number | null)[];
}

export interface JournalRow {
  readonly position: number;
  readonly kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
}
