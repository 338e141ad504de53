import { AdapterError } from "../errors.ts";

/** The two ends of a link at one broker, as both sides agreed to call them. */
export interface PeerLinkEnds {
  readonly here: string;
  readonly there: string;
}

/** What one end reads from: an exchange only the other end writes to, and the queues behind it. */
export interface EndNames {
  readonly exchange: string;
  readonly inbox: string;
  /** A queue for the answers to one connection of ours; `mark` is the routing key as well. */
  answers(mark: string): string;
}

const NAMESPACE = "lienthong.peer";
const END = /^[a-z0-9][a-z0-9-]{0,39}$/;

/** The end of `reader` that `writer` writes to. */
export function endNames(reader: string, writer: string): EndNames {
  for (const end of [reader, writer]) if (!END.test(end)) throw new AdapterError("adapter-settings-invalid", "the name of a link's end has other signs than a-z, 0-9 and -", { setting: "link" });
  if (reader === writer) throw new AdapterError("adapter-settings-invalid", "both ends of the link have the same name", { setting: "link" });
  const exchange = `${NAMESPACE}.${reader}.from.${writer}`;
  return { exchange, inbox: `${exchange}.inbox`, answers: (mark) => `${exchange}.${mark}` };
}

export const INBOX_KEY = "inbox";
const ANSWERS_KEY = /^answers\.[a-z0-9-]{1,40}$/;

/** Where an answer may go: into the asker's own exchange, and only to a queue for answers. */
export function answersKey(replyTo: unknown): string | null {
  return typeof replyTo === "string" && ANSWERS_KEY.test(replyTo) ? replyTo : null;
}
