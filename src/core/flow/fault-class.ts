/**
 * Why a hand-over did not end in "entered", as far as the flow cares. Each class has its own pauses and its own span before a person is asked.
 * unreachable: nothing left. timeout: no answer in time. busy: the partner said to come again. broken: it answered, but not sensibly.
 * credentials: it does not let us in. unconfigured: no such channel on this gateway. paused: a person holds the channel. unclear: this one message is in doubt. ours: our own trouble.
 */
export const FAULT_CLASSES = ["unreachable", "timeout", "busy", "broken", "credentials", "unconfigured", "paused", "unclear", "ours"] as const;
export type FaultClass = (typeof FAULT_CLASSES)[number];

/** Codes of outcomes and of AdapterError. A code nobody listed is an answer we do not understand. */
const CLASSES: Readonly<Record<string, FaultClass>> = {
  "partner-unreachable": "unreachable",
  "partner-timeout": "timeout",
  "partner-busy": "busy",
  "partner-answer-unreadable": "broken",
  "partner-failed": "broken",
  "no-message-id": "unclear",
  "damaged-on-the-way": "broken",
  "credentials-refused": "credentials",
  "partner-credentials-refused": "credentials",
  "partner-cannot-be-asked": "broken",
  "channel-not-configured": "unconfigured",
  "peer-paused": "paused",
  "peer-inbox-missing": "broken",
  "sent-before": "unclear",
  "attempt-broke": "ours",
  aborted: "ours",
  "work-dead": "ours",
};

export function faultClassOf(code: string): FaultClass {
  return CLASSES[code] ?? "broken";
}

/** Whether it says something about the partner as a whole, so that enough of them in a row pause the channel. */
export function tellsOfChannel(faultClass: FaultClass): boolean {
  return faultClass !== "unclear" && faultClass !== "ours";
}

/** Whether fewer hand-overs at once would help the partner. */
export function isCongestion(faultClass: FaultClass): boolean {
  return faultClass === "timeout" || faultClass === "busy";
}
