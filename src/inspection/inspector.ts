import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { HouseError } from "../core/fault.ts";
import type { FileFinding, FileToInspect, Inspector } from "../core/policy/file-finding.ts";
import type { SignatureTrust } from "./pdf/signature/chain.ts";
import { INSPECTOR, unreadFinding } from "./inspect-file.ts";

/** What a thread says of one file. */
export type Answer =
  | { readonly kind: "found"; readonly finding: FileFinding }
  | { readonly kind: "missing" }
  | { readonly kind: "unreachable"; readonly code: string }
  /** A file made the code of inspection itself fail. */
  | { readonly kind: "failed"; readonly reason: string };

export interface InspectionSettings {
  /** Where the bytes of a digest lie. */
  readonly pathOf: (sha256: string) => string;
  /** What signatures are judged by; asked for every document, so that a root put into the folder counts at once. */
  readonly trust: () => Promise<SignatureTrust>;
  /** Threads; default: one for two processors. They start with the first file. */
  readonly threads?: number;
  /** A file that takes longer is given up, in ms. */
  readonly timeLimitMs?: number;
  /** Heap of one thread, in MiB. */
  readonly heapMb?: number;
}

const TIME_LIMIT_MS = 10_000;
/** An honest file of 200 MB needs under 60. */
const HEAP_MB = 192;

/** Findings kept in memory; a few kilobytes each. */
const REMEMBERED = 500;

interface Job {
  readonly file: FileToInspect;
  readonly trust: SignatureTrust;
  readonly done: (answer: Answer) => void;
}

/** Inspects in threads, so that no file can stall the house: one that takes too long or too much ends its thread, and the finding says so. */
export function openInspector(settings: InspectionSettings): Inspector & { close(): Promise<void> } {
  const most = settings.threads ?? Math.max(1, Math.floor(availableParallelism() / 2));
  const timeLimitMs = settings.timeLimitMs ?? TIME_LIMIT_MS;
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const waiting: Job[] = [];
  const found = new Map<string, FileFinding>();
  let closed = false;

  function start(): Worker {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { resourceLimits: { maxOldGenerationSizeMb: settings.heapMb ?? HEAP_MB }, execArgv: [], env: {} });
    all.add(worker);
    worker.on("error", () => undefined); // told to the job by `run`; an idle thread that dies is replaced when it is needed
    worker.on("exit", () => {
      all.delete(worker);
      const at = idle.indexOf(worker);
      if (at >= 0) idle.splice(at, 1);
    });
    return worker;
  }

  function next(): void {
    const job = waiting[0];
    if (job === undefined) return;
    const worker = idle.pop() ?? (all.size < most ? start() : undefined);
    if (worker === undefined) return;
    waiting.shift();
    run(worker, job);
  }

  function run(worker: Worker, job: Job): void {
    worker.ref();
    const timer = setTimeout(() => end({ kind: "found", finding: unreadFinding(job.file, "too-long", `toàn bộ tệp: kiểm tra quá ${timeLimitMs / 1_000} giây`) }, false), timeLimitMs);
    const answered = (answer: Answer) => end(answer, true);
    // out of memory, or ended from outside
    const died = () => end({ kind: "found", finding: unreadFinding(job.file, "too-large", "toàn bộ tệp: vượt bộ nhớ dành cho kiểm tra") }, false);
    worker.once("message", answered).once("exit", died);
    worker.postMessage({ path: job.file.path ?? settings.pathOf(job.file.sha256), file: job.file, trust: job.trust }, []);

    function end(answer: Answer, alive: boolean): void {
      clearTimeout(timer);
      worker.off("message", answered).off("exit", died);
      if (alive) {
        worker.unref();
        idle.push(worker);
      } else {
        all.delete(worker);
        void worker.terminate();
      }
      job.done(answer);
      next();
    }
  }

  function inspectOne(file: FileToInspect, trust: SignatureTrust): Promise<FileFinding> {
    if (closed) return Promise.reject(new HouseError("shutting-down", "inspection is closed"));
    return new Promise((resolve, reject) => {
      const done = (answer: Answer) => {
        if (answer.kind === "found") resolve(answer.finding);
        else if (answer.kind === "failed") resolve(unreadFinding(file, "too-large", "toàn bộ tệp: không kiểm tra được"));
        else reject(storageFault(file, answer));
      };
      waiting.push({ file, trust, done });
      next();
    });
  }

  /** The same file comes again when one gateway is both ends of the road, and between a dry run and the sending. */
  async function inspectOnce(file: FileToInspect, trust: SignatureTrust): Promise<FileFinding> {
    const key = keyOf(file, trust);
    const known = found.get(key);
    if (known !== undefined) return known;
    const finding = await inspectOne(file, trust);
    // what was cut short may have been the machine's fault
    if (finding.unread.some(({ reason }) => reason === "too-long" || reason === "too-large")) return finding;
    if (found.size >= REMEMBERED) found.delete(found.keys().next().value ?? "");
    found.set(key, finding);
    return finding;
  }

  return {
    async inspect(files) {
      const trust = await settings.trust();
      return Promise.all(files.map((file) => inspectOnce(file, trust)));
    },
    async close() {
      closed = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}

/** Everything a finding depends on; certificates are judged by the minute. */
function keyOf({ sha256, name, size }: FileToInspect, { anchors, at, lists = [] }: SignatureTrust): string {
  return createHash("sha256").update([INSPECTOR, sha256, name, String(size), String(Math.floor(at.getTime() / 60_000)), ...anchors, ...lists.map((list) => list.sha256)].join("\0")).digest("base64");
}

function storageFault({ sha256 }: FileToInspect, answer: Extract<Answer, { kind: "missing" | "unreachable" }>): HouseError {
  return answer.kind === "missing"
    ? new HouseError("blob-missing", `blob ${sha256} is not in the store`, { sha256 })
    : new HouseError("storage-unavailable", `blob ${sha256} cannot be read`, { sha256, errno: answer.code });
}
