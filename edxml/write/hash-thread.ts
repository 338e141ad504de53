/** The thread of `thread-hash.ts`: SHA-256 of many texts at once, each fed in order. */
import { createHash, type Hash } from "node:crypto";
import { parentPort } from "node:worker_threads";
import type { Answer, Order } from "./thread-hash.ts";

const hashes = new Map<number, Hash>();

function obey({ hash: id, bytes }: Order): Uint8Array | null {
  const hash = hashes.get(id) ?? createHash("sha256");
  if (bytes !== null) {
    hashes.set(id, hash.update(bytes));
    return null;
  }
  hashes.delete(id);
  return hash.digest();
}

parentPort?.on("message", (order: Order) => parentPort?.postMessage({ ticket: order.ticket, digest: obey(order) } satisfies Answer, []));
