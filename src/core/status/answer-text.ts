import type { Request } from "../status/request.ts";
import type { Dispatch } from "../outgoing/dispatch.ts";

const WORDS = {
  recall: { agree: "Đồng ý thu hồi", decline: "Từ chối thu hồi" },
  update: { agree: "Đồng ý cập nhật", decline: "Từ chối cập nhật" },
} as const;

/** 15 and 16 answer a recall as well as an update and do not say which; ours begins with words that do, for a peer's clerk and for our own side. */
export function writeAnswer(request: "recall" | "update", answer: "agree" | "decline", text: string | null): string {
  const words = WORDS[request][answer];
  return text === null || text === "" ? words : `${words}: ${text}`;
}

/**
 * Which question a receiver's 15 or 16 answers. Without our words, the update that is still open goes before the recall: a document must
 * never be shown as cancelled because of an answer that was meant for something else. Null: nothing was asked.
 */
export function answeredRequest(dispatch: Pick<Dispatch, "recall" | "update">, answer: "agree" | "decline", description: string | null): "recall" | "update" | null {
  const said = (["recall", "update"] as const).find((request) => dispatch[request] !== null && description?.startsWith(WORDS[request][answer]) === true);
  if (said !== undefined) return said;
  if (isOpen(dispatch.update)) return "update";
  return dispatch.recall !== null ? "recall" : dispatch.update !== null ? "update" : null;
}

/** What the receiver wrote besides our words. */
export function readAnswer(request: "recall" | "update", answer: "agree" | "decline", description: string | null): string | null {
  const words = WORDS[request][answer];
  if (description === null || description === words) return null;
  return description.startsWith(`${words}: `) ? description.slice(words.length + 2) : description;
}

function isOpen(request: Request | null): boolean {
  return request?.state === "asked" || request?.state === "unanswered";
}
