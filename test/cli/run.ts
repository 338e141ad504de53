import { Writable } from "node:stream";
import { runCli } from "#src/cli/run-cli";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs one command line inside this process. */
export async function run(...args: readonly string[]): Promise<Ran> {
  const out = new Collected();
  const err = new Collected();
  const code = await runCli(args, { out, err }, new AbortController().signal);
  return { code, out: out.text, err: err.text };
}

class Collected extends Writable {
  text = "";
  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
