import type { components } from "./schema.ts";

export type Problem = components["schemas"]["Problem"];

/**
 * Why the gateway did not do what a page asked. `lost`: nobody answered; `expired`: the session is over; `forbidden`: not for this role;
 * `missing`: no such thing; `refused`: the caller is to change something; `busy`: later; `broken`: a fault of the gateway, with a reference.
 */
export type FaultKind = "lost" | "expired" | "forbidden" | "missing" | "refused" | "busy" | "broken";

export class Fault extends Error {
  override readonly name = "Fault";
  readonly kind: FaultKind;
  readonly problem: Problem | null;

  constructor(kind: FaultKind, problem: Problem | null, options?: ErrorOptions) {
    super(problem?.code ?? kind, options);
    this.kind = kind;
    this.problem = problem;
  }
}

export function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error;
  return new Fault("lost", null, { cause: error });
}

export function faultOfAnswer(status: number, body: unknown): Fault {
  const problem = isProblem(body) ? body : null;
  if (problem === null && status >= 502) return new Fault("lost", null);
  return new Fault(kindOf(status), problem);
}

function kindOf(status: number): FaultKind {
  if (status === 401) return "expired";
  if (status === 403) return "forbidden";
  if (status === 404 || status === 410) return "missing";
  if (status === 429 || status === 503) return "busy";
  return status >= 500 ? "broken" : "refused";
}

function isProblem(body: unknown): body is Problem {
  return typeof body === "object" && body !== null && "code" in body && "title" in body;
}

/** What a person reads: title, what to do, and every field that was refused. */
export function sayFault(fault: Fault): { readonly title: string; readonly advice: string; readonly fields: readonly string[]; readonly reference: string | null } {
  const { problem } = fault;
  const own = OWN_WORDS[fault.kind];
  // what is said to callers of the API speaks of keys; a person has an account
  const forPrograms = problem?.code === "credentials-missing";
  return {
    title: forPrograms ? own.title : (problem?.title ?? own.title),
    advice: forPrograms || problem?.code === "not-found" ? own.advice : (problem?.detail ?? own.advice),
    fields: problem?.problems?.map(({ message }) => message) ?? [],
    reference: problem?.reference ?? null,
  };
}

const OWN_WORDS: Readonly<Record<FaultKind, { readonly title: string; readonly advice: string }>> = {
  lost: { title: "Mất kết nối với cổng", advice: "Kiểm tra mạng. Trang sẽ tự tải lại khi kết nối trở lại." },
  expired: { title: "Phiên làm việc đã hết", advice: "Hãy đăng nhập lại để tiếp tục." },
  forbidden: { title: "Tài khoản này không được xem mục này", advice: "Nếu cần, hãy đề nghị quản trị giao thêm vai trò." },
  missing: { title: "Không tìm thấy", advice: "Nội dung không có, hoặc không thuộc cơ quan của tài khoản này." },
  refused: { title: "Cổng không nhận yêu cầu này", advice: "Kiểm tra lại các mục đã nhập." },
  busy: { title: "Cổng đang bận", advice: "Hãy thử lại sau ít phút." },
  broken: { title: "Cổng gặp lỗi", advice: "Hãy thử lại; nếu vẫn lỗi, báo quản trị kèm mã tham chiếu." },
};
