import type { Writable } from "node:stream";
import { EdxmlError } from "../errors.ts";

/**
 * Resolves when the stream takes more. One that failed or was closed, also before it was asked, rejects with its error or `sink-failed`: it never
 * drains, and whoever waits for that waits for ever.
 */
export async function roomIn(stream: Writable, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted();
  if (stream.destroyed || stream.errored !== null) throw failureOf(stream);
  if (!stream.writableNeedDrain) return;
  await new Promise<void>((resolve, reject) => {
    const end = (settle: () => void): void => {
      stream.off("drain", drained).off("close", gone).off("error", gone);
      signal?.removeEventListener("abort", aborted);
      settle();
    };
    const drained = (): void => end(resolve);
    const gone = (): void => end(() => reject(failureOf(stream)));
    const aborted = (): void => end(() => reject(signal?.reason as Error));
    stream.on("drain", drained).on("close", gone).on("error", gone);
    signal?.addEventListener("abort", aborted);
  });
}

function failureOf(stream: Writable): Error {
  return stream.errored ?? new EdxmlError("sink-failed", "the sink was closed while it was written");
}
