import type { Request } from "../status/request.ts";
import type { Dispatch } from "../outgoing/dispatch.ts";

/** What a receiver is asked, as its answer names it. */
export type Question = "recall" | "take-back" | "update";

const WORDS = {
  "take-back": { agree: "Đồng ý lấy lại", decline: "Từ chối lấy lại" },
  recall: { agree: "Đồng ý thu hồi", decline: "Từ chối thu hồi" },
  update: { agree: "Đồng ý cập nhật", decline: "Từ chối cập nhật" },
} as const;

/** 15 and 16 answer a recall as well as an update and do not say which; ours begins with words that do, for a peer's clerk and for our own side. */
export function writeAnswer(question: Question, answer: "agree" | "decline", text: string | null): string {
  const words = WORDS[question][answer];
  return text === null || text === "" ? words : `${words}: ${text}`;
}

/**
 * Which question a receiver's 15 or 16 answers. Without our words, the update that is still open goes before the recall: a document must
 * never be shown as cancelled because of an answer that was meant for something else. Null: nothing was asked.
 */
export function answeredRequest(dispatch: Pick<Dispatch, "recall" | "update">, answer: "agree" | "decline", description: string | null): "recall" | "update" | null {
  const named = namedQuestion(answer, description);
  const said = named === "take-back" ? "recall" : named;
  if (said !== null && dispatch[said] !== null) return said;
  if (isOpen(dispatch.update)) return "update";
  return dispatch.recall !== null ? "recall" : dispatch.update !== null ? "update" : null;
}

/** The question an answer names in our words; null: in words of somebody else's. */
export function namedQuestion(answer: "agree" | "decline", description: string | null): Question | null {
  return (["recall", "take-back", "update"] as const).find((question) => description?.startsWith(WORDS[question][answer]) === true) ?? null;
}

/** What the receiver wrote besides our words. */
export function readAnswer(answer: "agree" | "decline", description: string | null): string | null {
  const named = namedQuestion(answer, description);
  if (description === null || named === null) return description;
  const words = WORDS[named][answer];
  if (description === words) return null;
  return description.startsWith(`${words}: `) ? description.slice(words.length + 2) : description;
}

function isOpen(request: Request | null): boolean {
  return request?.state === "asked" || request?.state === "unanswered";
}
