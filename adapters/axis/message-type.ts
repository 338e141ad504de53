import type { EdxmlMessageKind } from "#edxml";

/** `messagetype` as the axis writes it. */
export type AxisMessageType = "edoc" | "status";

export function messageTypeOf(kind: EdxmlMessageKind): AxisMessageType {
  return kind === "document" ? "edoc" : "status";
}

/** What the axis says when it says something known, else what was asked for. */
export function messageKindOf(said: string | null, asked: AxisMessageType): EdxmlMessageKind {
  const type = said?.toLowerCase();
  return (type === "edoc" || type === "status" ? type : asked) === "edoc" ? "document" : "status";
}
