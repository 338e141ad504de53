import type { Dispatch } from "./dispatch.ts";

/** The legal time of sending by one test, and by which text. */
export interface SentBy {
  readonly at: Date;
  readonly rule: string;
}

/** Thời điểm gửi by both tests; both are kept because the answer depends on when, and on who controls the gateway. */
export interface LegalSending extends SentBy {
  /** Luật GDĐT 2023 Đ.15.1: it leaves the system the sender controls; where that is not the gateway, it enters the gateway. */
  readonly leaving: SentBy;
  /** Luật GDĐT 2005 Đ.17.1, NĐ 64/2007 Đ.36.1, QĐ 57/2014 Đ.11.1: it enters a system outside the sender's control. */
  readonly entering: SentBy;
}

/** Luật GDĐT 20/2023 is in force from this instant; before, the test of the law of 2005 decides. */
const LAW_OF_2023 = new Date("2024-07-01T00:00:00+07:00");

/**
 * When one receiver's copy counts as sent, by the control model frozen with the dispatch; null while it is not sent.
 * Under `shared` the gateway itself is outside the sender's control, so an outage of the axis makes nobody late; under `sender_owned` it does,
 * and leaving alone proves nothing until the other side has confirmed the entry.
 */
export function legalSending({ controlModel, instants }: Pick<Dispatch, "controlModel" | "instants">): LegalSending | null {
  const both = controlModel === "shared" ? sharedTests(instants.submittedAt) : ownTests(instants.leftAt, instants.enteredAt);
  if (both === null) return null;
  return { ...(both.leaving.at < LAW_OF_2023 ? both.entering : both.leaving), ...both };
}

function sharedTests(submittedAt: Date): Pick<LegalSending, "leaving" | "entering"> {
  return {
    leaving: { at: submittedAt, rule: "Đ.15.1 Luật GDĐT 2023: vào hệ thống dùng chung, ngoài tầm kiểm soát của cơ quan gửi" },
    entering: { at: submittedAt, rule: "Đ.17.1 Luật GDĐT 2005, Đ.11.1 QĐ 57/2014: vào hệ thống dùng chung, ngoài sự kiểm soát của người khởi tạo" },
  };
}

function ownTests(leftAt: Date | null, enteredAt: Date | null): Pick<LegalSending, "leaving" | "entering"> | null {
  if (enteredAt === null) return null;
  return {
    leaving: { at: leftAt ?? enteredAt, rule: "Đ.15.1 Luật GDĐT 2023: rời hệ thống do cơ quan gửi kiểm soát" },
    entering: { at: enteredAt, rule: "Đ.17.1 Luật GDĐT 2005, Đ.11.1 QĐ 57/2014: vào hệ thống ngoài sự kiểm soát của người khởi tạo" },
  };
}
