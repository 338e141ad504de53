import { createReadStream } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import { FieldsRefused } from "../core/fault.ts";
import type { OutgoingId } from "../core/ids.ts";
import type { DispatchState } from "../core/outgoing/dispatch.ts";
import type { SubmittedFile } from "../core/outgoing/send-command.ts";
import { notingSecrets } from "../core/policy/note-secrets.ts";
import { checkSubmission } from "../core/policy/check-submission.ts";
import type { OutgoingView } from "../core/service.ts";
import type { House } from "../house.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { findFiles, readMetadata, type GivenFile } from "./given-document.ts";
import { outgoingJson, outgoingText, STATE_WORDS } from "./say-outgoing.ts";
import type { Terminal } from "./terminal.ts";
import { UsageFault } from "./usage-fault.ts";
import { answering, verb, type Answer, type Run } from "./verb.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

interface SendOptions {
  readonly metadata: string;
  readonly file: readonly string[];
  readonly idempotencyKey?: string;
  readonly wait?: boolean;
  readonly timeout: string;
}

const METADATA_HELP = `Siêu dữ liệu (JSON) ít nhất gồm:
  {"sender": "G22", "receivers": [{"organId": "H48"}], "code": {"number": "123", "notation": "VPCP-KSTT"},
   "issuedOn": "2026-11-20", "issuedAt": "Hà Nội", "documentType": "Công văn", "subject": "V/v …", "signer": {"fullName": "Nguyễn Văn A"}}
Cổng đang chạy (serve) gửi văn bản đi; chưa chạy thì văn bản chờ trong cổng. Chạy lại cùng văn bản là vô hại.
Với --wait: mã thoát 0 khi mọi nơi nhận đã có văn bản, 3 khi có nơi gửi không thành công, 5 khi hết giờ chờ.`;

/** Sends beside a running server: same database, same blobs; the server delivers. */
export function sendVerb(run: Run): Command {
  const command = verb("send", "gửi một văn bản", ["send --metadata van-ban.json --file cong-van.pdf phu-luc.xlsx", "send --metadata van-ban.json --file cong-van.pdf --wait --timeout 120"], METADATA_HELP)
    .requiredOption("--metadata <tệp>", "siêu dữ liệu của văn bản, JSON")
    .requiredOption("--file <tệp...>", "văn bản chính (PDF) rồi các phụ lục")
    .option("--idempotency-key <khóa>", "khóa chống gửi trùng do bên gọi đặt")
    .option("--wait", "theo dõi tới khi mọi nơi nhận đã có văn bản")
    .option("--timeout <giây>", "chờ lâu nhất bao nhiêu giây", "300");
  return answering(run, command, async (terminal) => await send(command.opts<SendOptions>(), terminal, run.signal));
}

async function send(options: SendOptions, terminal: Terminal, signal: AbortSignal): Promise<Answer> {
  const seconds = Number(options.timeout);
  if (!(seconds > 0 && seconds <= 86_400)) throw new UsageFault("--timeout phải là số giây từ 1 tới 86400");
  const command = await readMetadata(options.metadata);
  const files = await findFiles(options.file);

  return await withHouse(async (house) => {
    // before a byte is stored: nothing is kept of a submission that would be refused
    await notingSecrets(house.service, "cli", operatorAccess, async () => {
      await house.policies.refresh();
      const [first, ...rest] = checkSubmission(command, files.map((file) => ({ ...file, sha256: "" })), house.limits);
      if (first !== undefined) throw new FieldsRefused([first, ...rest]);
    });
    const submitted: SubmittedFile[] = [];
    for (const file of files) {
      terminal.progress(`chép ${file.name} vào kho (${submitted.length + 1}/${files.length}) …`);
      submitted.push(await store(house, file));
    }
    terminal.progress("ký gói tin …");
    const sent = await house.service.sendDocument(command, submitted, operatorAccess(), options.idempotencyKey ?? null);
    if (options.wait !== true) return answer(sent, sent.created, EXIT.done);
    const view = await follow(house, sent.document.id, seconds * 1000, terminal, signal);
    return answer(view, sent.created, exitCodeFor(view));
  });
}

async function store(house: House, file: GivenFile): Promise<SubmittedFile> {
  const draft = house.blobs.draft();
  try {
    await pipeline(createReadStream(file.path), draft.sink);
  } catch (cause) {
    await draft.discard();
    throw cause;
  }
  return { name: file.name, ...(await draft.commit()) };
}

const ON_THE_WAY: ReadonlySet<DispatchState> = new Set(["queued", "sending", "unknown", "sent"]);

async function follow(house: House, id: OutgoingId, patienceMs: number, terminal: Terminal, signal: AbortSignal): Promise<OutgoingView> {
  for (const end = Date.now() + patienceMs; ; await sleep(500, undefined, { signal })) {
    const view = await house.service.outgoing(id, operatorAccess());
    const waiting = view.dispatches.filter((dispatch) => ON_THE_WAY.has(dispatch.state));
    const where = view.dispatches.map(({ receiverCode, state }) => `${receiverCode} ${STATE_WORDS[state]}`).join(", ");
    terminal.change(`đã tới ${view.dispatches.length - waiting.length}/${view.dispatches.length} nơi nhận: ${where}`);
    if (waiting.length === 0 || Date.now() > end) return view;
  }
}

function exitCodeFor({ dispatches }: OutgoingView): ExitCode {
  if (dispatches.some((dispatch) => dispatch.state === "failed")) return EXIT.partner;
  return dispatches.some((dispatch) => ON_THE_WAY.has(dispatch.state)) ? EXIT.infrastructure : EXIT.done;
}

function answer(view: OutgoingView, created: boolean, exitCode: ExitCode): Answer {
  const heading = created ? "Đã nhận văn bản để gửi" : "Văn bản này đã gửi từ trước";
  return { json: { created, ...outgoingJson(view) }, text: `${heading}\n${outgoingText(view)}\nTheo dõi: lienthong status ${view.document.id}`, exitCode };
}
