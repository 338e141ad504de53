import { parseArgs } from "node:util";
import { HouseError } from "#src/core/fault";

/** One road of the measurement. */
export interface Load {
  readonly name: string;
  /** Bytes of the one file of a document. */
  readonly bytes: number;
  readonly documents: number;
  /** Copies on their way to receivers at most. */
  readonly window: number;
  /** Of a document, by its number. */
  receivers(number: number): number;
}

export interface Options {
  readonly loads: readonly Load[];
  /** The queue in the database instead of RabbitMQ. */
  readonly embedded: boolean;
  /** Documents in the database of each gateway before it begins; several, growing: the loads are measured with each. */
  readonly stored: readonly number[];
  readonly floor: boolean;
  /** Goes the same road before anything is measured: V8 compiles what is hot during the first thousand documents, and a gateway runs day and night. */
  readonly warmUp: Load;
}

/** `--documents N --size 100KB[,5MB] --receivers N[,60] --mix --embedded --stored N[,10000] --window N --warm N --no-floor`. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      documents: { type: "string", default: "600" },
      size: { type: "string", default: "100KB" },
      receivers: { type: "string", default: "1" },
      mix: { type: "boolean", default: false },
      embedded: { type: "boolean", default: false },
      stored: { type: "string", default: "0" },
      window: { type: "string", default: "48" },
      warm: { type: "string", default: "1000" },
      "no-floor": { type: "boolean", default: false },
    },
  });
  const [documents, window] = [Number(values.documents), Number(values.window)];
  const load = (name: string, bytes: number, most: number, receivers: (number: number) => number): Load => ({ name, bytes, documents: fewer(documents, bytes, receivers(1)), window: Math.max(window, 4 * most), receivers });
  const sizes = values.size === "none" ? [] : values.size.split(",");
  const plain = sizes.flatMap((name) => values.receivers.split(",").map(Number).map((receivers) => load(receivers === 1 ? name : `${name} to ${receivers}`, bytesOf(name), receivers, () => receivers)));
  const mix = values.mix ? [load("mix", 100_000, 30, (number) => (number % 20 === 0 ? 30 : 1))] : [];
  return { loads: [...plain, ...mix], embedded: values.embedded, stored: values.stored.split(",").map(Number), floor: !values["no-floor"], warmUp: { name: "warm-up", bytes: 100_000, documents: Number(values.warm), window, receivers: () => 1 } };
}

/** Large documents, and those to many, take as long as small ones when there are fewer of them. */
function fewer(documents: number, bytes: number, receivers: number): number {
  return Math.max(10, Math.min(documents, Math.ceil(documents / Math.max(1, bytes / 400_000) / (1 + (receivers - 1) / 6))));
}

function bytesOf(text: string): number {
  const [, number = "", unit = ""] = /^(\d+)(KB|MB)$/.exec(text) ?? [];
  if (number === "") throw new HouseError("request-invalid", `not a size: ${text}`, {}, { hint: "for example 10KB or 5MB" });
  return Number(number) * (unit === "KB" ? 1_000 : 1_000_000);
}
