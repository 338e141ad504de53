/**
 * What crosses a wire, by name. A process can only lose or double something between two of these crossings, so killing it before and
 * after each of them is killing it at every await point that matters; the code under test needs no hooks for it.
 */
export interface Reader {
  /** The crossings that begin in this chunk of the client's. */
  asked(chunk: Buffer): readonly string[];
  /** Whether what was asked last is answered with this chunk of the server's. */
  answered(chunk: Buffer): boolean;
}

/** A length-prefixed protocol may split its messages over chunks: keeps the place, and the first bytes of each message. */
class Messages {
  #head = Buffer.alloc(0);
  #skip = 0;
  readonly #headBytes: number;
  readonly #measure: (head: Buffer) => number;
  readonly #keep: number;

  constructor(headBytes: number, keep: number, measure: (head: Buffer) => number) {
    this.#headBytes = headBytes;
    this.#keep = keep;
    this.#measure = measure;
  }

  /** Calls back with the beginning (up to `keep` bytes) of every message whose beginning is complete. */
  read(chunk: Buffer, each: (begin: Buffer) => void): void {
    for (let rest = chunk; rest.length > 0; ) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, rest.length);
        this.#skip -= skipped;
        rest = rest.subarray(skipped);
        continue;
      }
      const earlier = this.#head.length;
      this.#head = Buffer.concat([this.#head, rest.subarray(0, this.#keep - earlier)]);
      if (this.#head.length < this.#headBytes) return;
      const total = this.#measure(this.#head);
      const wanted = Math.min(total, this.#keep);
      if (this.#head.length < wanted) return;
      each(this.#head.subarray(0, wanted));
      rest = rest.subarray(wanted - earlier);
      this.#skip = total - wanted;
      this.#head = Buffer.alloc(0);
    }
  }
}

const STATEMENT = 16_384;
/** Reads like a write and is none. */
const LOCKING = /\bfor\s+(?:no\s+key\s+)?update(?:\s+of\s+\w+)?|\bon\s+conflict[\s\S]*?do\s+update\s+set/gi;

/** PostgreSQL: every statement that writes, and every COMMIT by the tables its transaction wrote. */
export function postgresReader(): Reader {
  let begun = false;
  let written = new Set<string>();
  const prepared = new Map<string, string>();
  const requests = new Messages(5, STATEMENT, (head) => 1 + head.readUInt32BE(1));
  const answers = new Messages(5, 5, (head) => 1 + head.readUInt32BE(1));
  return {
    asked: (chunk) => {
      const names: string[] = [];
      let rest = chunk;
      if (!begun) {
        begun = true;
        rest = chunk.subarray(chunk.readUInt32BE(0)); // the start-up message has no letter
      }
      requests.read(rest, (message) => {
        const letter = String.fromCharCode(message[0] ?? 0);
        if (letter !== "P" && letter !== "Q" && letter !== "B") return;
        const [first = "", second = ""] = message.subarray(5).toString("utf8").split("\0", 2);
        if (letter === "P" && first !== "") return void prepared.set(first, second); // named: it runs whenever it is bound
        const sql = letter === "Q" ? first : letter === "P" ? second : (prepared.get(second) ?? "");
        if (/^\s*(start transaction|begin)/i.test(sql)) written = new Set();
        else if (/^\s*commit/i.test(sql)) {
          if (written.size > 0) names.push(`commit ${[...written].sort().join("+")}`);
        } else {
          const tables = new Set(Array.from(sql.replaceAll(LOCKING, "").matchAll(/\b(?:insert\s+into|update|delete\s+from)\s+"?([a-z_]+)"?/gi), ([, table = ""]) => table));
          for (const table of tables) written.add(table);
          if (tables.size > 0) names.push(`write ${[...tables].sort().join("+")}`);
        }
      });
      return names;
    },
    answered: (chunk) => {
      let ready = false;
      answers.read(chunk, (message) => (ready ||= message[0] === 0x5a));
      return ready;
    },
  };
}

/** The axis: every call of the interface by its operation. */
export function axisReader(): Reader {
  return {
    asked: (chunk) => {
      const operation = /^(?:GET|POST) [^ ]*\/([A-Za-z]+)(?:\?[^ ]*)? HTTP/.exec(chunk.subarray(0, 300).toString("latin1"))?.[1];
      return operation === undefined ? [] : [`axis ${operation}`];
    },
    answered: () => true,
  };
}

const METHOD = 1;
const BASIC = 60;
const PUBLISH = 40;
const ACK = 80;
/** "AMQP" and the version, before the first frame. */
const HEADER = 8;

/** RabbitMQ: publishing and acknowledging. What the broker answers to a publish is its confirm. */
export function amqpReader(): Reader {
  let begun = false;
  const requests = new Messages(7, 11, (head) => 7 + head.readUInt32BE(3) + 1);
  return {
    asked: (chunk) => {
      const names: string[] = [];
      let rest = chunk;
      if (!begun) {
        begun = true;
        rest = chunk.subarray(HEADER);
      }
      requests.read(rest, (frame) => {
        if (frame.length < 11 || frame[0] !== METHOD || frame.readUInt16BE(7) !== BASIC) return;
        const method = frame.readUInt16BE(9);
        if (method === PUBLISH) names.push("broker publish");
        if (method === ACK) names.push("broker ack");
      });
      return names;
    },
    answered: () => true,
  };
}
