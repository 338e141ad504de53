import { Worker } from "node:worker_threads";
import { EdxmlError } from "../errors.ts";

/** Bytes for one hash; null ends it. */
export interface Order {
  readonly ticket: number;
  readonly hash: number;
  readonly bytes: Uint8Array | null;
}

export interface Answer {
  readonly ticket: number;
  /** Of an ended hash. */
  readonly digest: Uint8Array | null;
}

interface Asked {
  readonly resolve: (digest: Uint8Array | null) => void;
  readonly reject: (cause: EdxmlError) => void;
}

/** A thread costs some 10 MB and 20 ms to start: it waits a while for the next message, not for ever. */
const IDLE_MS = 10_000;

/** One thread for all messages of the process: SHA-256 is quicker than what feeds it. */
let current: HashThread | null = null;
let hashes = 0;

class HashThread {
  readonly #worker = new Worker(new URL("./hash-thread.js", import.meta.url), { execArgv: [], env: {}, resourceLimits: { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 4 } });
  readonly #asked = new Map<number, Asked>();
  readonly #open = new Set<number>();
  #tickets = 0;
  #failure: EdxmlError | null = null;
  #idle: NodeJS.Timeout | undefined;

  constructor() {
    this.#worker.on("message", (answer: Answer) => this.#answered(answer));
    this.#worker.on("error", (cause) => this.#ended(cause));
    this.#worker.on("exit", (code) => this.#ended({ code }));
    this.#worker.unref();
  }

  begin(hash: number): void {
    clearTimeout(this.#idle);
    this.#open.add(hash);
  }

  ask(hash: number, bytes: Uint8Array | null): Promise<Uint8Array | null> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (bytes === null) this.#open.delete(hash);
    const ticket = (this.#tickets += 1);
    // The process lives as long as somebody waits for an answer.
    this.#worker.ref();
    const answer = new Promise<Uint8Array | null>((resolve, reject) => this.#asked.set(ticket, { resolve, reject }));
    this.#worker.postMessage({ ticket, hash, bytes } satisfies Order, []);
    return answer;
  }

  #answered({ ticket, digest }: Answer): void {
    this.#asked.get(ticket)?.resolve(digest);
    this.#asked.delete(ticket);
    if (this.#asked.size > 0) return;
    this.#worker.unref();
    if (this.#open.size === 0) this.#idle = setTimeout(() => this.#leave(), IDLE_MS).unref();
  }

  #leave(): void {
    if (current === this) current = null;
    void this.#worker.terminate();
  }

  #ended(cause: unknown): void {
    if (current === this) current = null;
    const failure = (this.#failure ??= new EdxmlError("signing-failed", "the thread that digests the message ended", {}, { cause }));
    for (const { reject } of this.#asked.values()) reject(failure);
    this.#asked.clear();
  }
}

/** SHA-256 taken beside everything else. What it is fed must lie in shared memory. Throws `signing-failed` when the thread ends. */
export class ThreadHash {
  readonly #thread: HashThread;
  readonly #id: number;

  constructor() {
    try {
      this.#thread = current ??= new HashThread();
    } catch (cause) {
      throw new EdxmlError("signing-failed", "no thread can be started to digest the message", {}, { cause });
    }
    this.#id = hashes += 1;
    this.#thread.begin(this.#id);
  }

  /** Resolves when the bytes may change again. */
  async update(bytes: Uint8Array): Promise<void> {
    await this.#thread.ask(this.#id, bytes);
  }

  /** Nothing may follow. */
  async digest(): Promise<Buffer> {
    return Buffer.from((await this.#thread.ask(this.#id, null)) ?? []);
  }
}
