import { parseArgs } from "node:util";
import { HouseError } from "#src/core/fault";

/** One road of the measurement. */
export interface Load {
  readonly name: string;
  /** Bytes of the one file of a document. */
  readonly bytes: number;
  readonly documents: number;
  /** Of a document, by its number. */
  receivers(number: number): number;
}

export interface Options {
  readonly loads: readonly Load[];
  /** The queue in the database instead of RabbitMQ. */
  readonly embedded: boolean;
  /** Documents in the database of each gateway before it begins. */
  readonly stored: number;
  /** Copies on their way to receivers at most. */
  readonly window: number;
  readonly floor: boolean;
}

/** `--documents N --size 100KB[,5MB] --mix --receivers N --embedded --stored N --window N --no-floor`. */
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
      "no-floor": { type: "boolean", default: false },
    },
  });
  const [documents, receivers] = [Number(values.documents), Number(values.receivers)];
  const sized = values.size.split(",").map((name): Load => ({ name: receivers === 1 ? name : `${name} to ${receivers}`, bytes: bytesOf(name), documents: fewer(documents, bytesOf(name)), receivers: () => receivers }));
  const mix: readonly Load[] = values.mix ? [{ name: "mix", bytes: 100_000, documents, receivers: (number) => (number % 20 === 0 ? 30 : 1) }] : [];
  return { loads: [...sized, ...mix], embedded: values.embedded, stored: Number(values.stored), window: Number(values.window), floor: !values["no-floor"] };
}

/** Large documents take as long as small ones when there are fewer of them. */
function fewer(documents: number, bytes: number): number {
  return Math.max(10, Math.min(documents, Math.ceil((documents * 400_000) / Math.max(400_000, bytes))));
}

function bytesOf(text: string): number {
  const [, number = "", unit = ""] = /^(\d+)(KB|MB)$/.exec(text) ?? [];
  if (number === "") throw new HouseError("request-invalid", `not a size: ${text}`, {}, { hint: "for example 10KB or 5MB" });
  return Number(number) * (unit === "KB" ? 1_000 : 1_000_000);
}
