import type { AxisMessageType } from "../message-type.ts";
import type { DeliveryState } from "../server/desk.ts";
import type { AxisUnit } from "./members.ts";

/** One message for one receiver, with a docId of its own. Times are ISO 8601. */
export interface Delivery {
  readonly docId: string;
  readonly toCode: string;
  readonly systemId: string;
  readonly createdAt: string;
  state: DeliveryState;
  updatedAt: string;
  description: string;
}

/** One accepted sendEdoc: the sender's docId and its deliveries. */
export interface SentMessage {
  readonly docId: string;
  readonly systemId: string;
  readonly kind: AxisMessageType;
  readonly from: string;
  readonly documentId: string;
  readonly title: string;
  readonly notation: string;
  /** Of the bytes as sent; the file that receivers get may differ (re-serialised). */
  readonly sha256: string;
  readonly sentAt: string;
  /** Size of the file that receivers get. */
  readonly size: number;
  readonly deliveries: readonly Delivery[];
}

/** A unit that members registered or deleted at run time. */
export interface AgencyRecord {
  readonly systemId: string;
  readonly unit: AxisUnit;
  readonly version: number;
  readonly modifiedAt: string;
  readonly deleted: boolean;
}

/** One line of the journal. Applying a line twice changes nothing. */
export type JournalEntry =
  | { readonly entry: "message"; readonly message: SentMessage }
  | { readonly entry: "delivery"; readonly docId: string; readonly state: DeliveryState; readonly at: string; readonly description: string }
  | { readonly entry: "agency"; readonly agency: AgencyRecord }
  | { readonly entry: "forget"; readonly docId: string };
