import { dirname, join, relative } from "node:path";
import { sayInstant } from "../../core/calendar/say.ts";
import { columns, heading } from "../layout.ts";
import { DOCUMENT } from "./cast.ts";
import type { DemoOutcome, ReceiverOutcome } from "./outcome.ts";

const STATES: Readonly<Record<string, string>> = { accepted: "ĐÃ TIẾP NHẬN", refused: "TỪ CHỐI", arrived: "ĐÃ ĐẾN", sent: "ĐÃ GỬI" };

/** The outcome for a person, narrow enough for a terminal. */
export function printOutcome(outcome: DemoOutcome, problems: readonly string[], seconds: number): string {
  const { document } = outcome;
  return [
    heading(`Công văn ${DOCUMENT.code.number}/${DOCUMENT.code.notation} của ${document.sender.name} (${document.sender.code})`),
    document.subject,
    columns(document.files.map(({ name, size }) => [name, `${(size / 1024).toLocaleString("vi-VN", { maximumFractionDigits: 1 })} KB`])),
    `Gói tin đã ký: ${here(outcome.envelope)}`,
    "",
    ...outcome.receivers.flatMap((receiver, i) => [...printReceiver(receiver, i + 1), ""]),
    ...(problems.length === 0 ? [`Mọi bước đúng như mong đợi, ${seconds.toFixed(1)} giây; không còn tiến trình nào chạy.`] : ["KẾT QUẢ SAI:", ...problems.map((problem) => `  ${problem}`)]),
    "Mã cấp 1 (G22, H48) là mã thật; mã của Sở (H48.06), người và văn bản chỉ để minh họa.",
    "",
    ...nextSteps(outcome),
  ].join("\n");
}

function printReceiver({ receiver, state, instants, sent, timeline, signature, envelope, effectiveProvisional }: ReceiverOutcome, number: number): string[] {
  const time = (instant: string | null) => (instant === null ? "–" : sayInstant(new Date(instant)));
  return [
    heading(`${number}. ${receiver.name} (${receiver.code}): ${STATES[state] ?? state}`),
    columns([
      ["t0 giao cho cổng", time(instants.submittedAt)],
      ["t1 gửi", `${time(sent?.at ?? null)}  ${sent?.rule ?? ""}`],
      ["t2 nhận", time(instants.receivedAt)],
      ["t3 tính là nhận", `${time(instants.effectiveAt)}${effectiveProvisional ? " (tạm tính)" : ""}`],
      ["t4 báo đã đến", time(instants.acknowledgedAt)],
      ["t5 quyết định", time(instants.decidedAt)],
    ]),
    `  ${instants.effectiveExplanation ?? ""}`,
    "",
    columns([
      ...timeline.filter((step) => step.kind === "status").map((step, i) => [i === 0 ? "Báo về" : "", `${time(step.at)}  ${step.text}`]),
      ["Chữ ký", signature.text],
      ["", `ký bởi ${commonName(signature.signer?.subject ?? "?")}`],
      ["Gói tin nhận", here(envelope)],
    ]),
  ];
}

/** `CN=…` of a name written in one line, whose commas are escaped. */
function commonName(subject: string): string {
  return /CN=((?:\\.|[^,\\])+)/.exec(subject)?.[1]?.replaceAll("\\", "") ?? subject;
}

function nextSteps(outcome: DemoOutcome): string[] {
  const file = here(outcome.envelope);
  const folder = dirname(dirname(outcome.envelope));
  const [certificate, root] = [join(folder, "vpcp", "keys", "G22", "certificate.pem"), join(folder, "ca", "certificate.pem")].map(here);
  return [
    "Xem tiếp:",
    columns([
      [`npx lienthong edxml read ${file} --certificate ${certificate} --anchor ${root}`, "nội dung gói tin và chữ ký"],
      ["npx lienthong calendar effective 2026-11-13T17:42 --agency H48", "giải thích thời điểm nhận"],
      ["npm start", "chạy cổng thật, tài liệu API ở /api/docs"],
      ["docs/cli.md, docs/architecture.md", "mọi lệnh; hai đường đi của văn bản"],
    ]),
  ];
}

function here(path: string): string {
  const local = relative(process.cwd(), path);
  return local.startsWith("..") ? path : local;
}
