import { once } from "node:events";
import { createConnection, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Reader } from "./crossings.ts";

/** Springs once, at the first crossing that is one of its own: before it reaches the server, or when the answer is there and the asker has not seen it. */
export interface Trap {
  isAt(crossing: string): boolean;
  readonly side: "before" | "after";
  spring(crossing: string): void;
}

/** A wire between one process and one server that can be watched, cut, slowed, and that kills at a named crossing. */
export interface Wire {
  readonly port: number;
  set(trap: Trap | null): void;
  /** Ends every connection now, as a switch that was turned off. */
  cut(): void;
  /** Milliseconds every chunk waits from now on. */
  slow(ms: number): void;
  close(): Promise<void>;
}

export async function openWire(to: { readonly host: string; readonly port: number }, makeReader: () => Reader, onCrossing: (name: string) => void): Promise<Wire> {
  const sockets = new Set<Socket>();
  let trap: Trap | null = null;
  let delay = 0;
  const server = createServer((client) => {
    const behind = createConnection(to);
    const reader = makeReader();
    let awaited: (() => void) | null = null;
    const end = (): void => {
      client.destroy();
      behind.destroy();
    };
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.on("error", end);
      socket.on("close", () => {
        sockets.delete(socket);
        end();
      });
    }
    client.on("data", (chunk: Buffer) => {
      for (const crossing of reader.asked(chunk)) {
        onCrossing(crossing);
        if (trap?.isAt(crossing) !== true) continue;
        const sprung = trap;
        trap = null;
        if (sprung.side === "before") {
          sprung.spring(crossing);
          return end(); // the rest of the chunk never left the process
        }
        awaited = () => sprung.spring(crossing);
      }
      pass(client, behind, chunk);
    });
    behind.on("data", (chunk: Buffer) => {
      const answered = reader.answered(chunk);
      if (awaited !== null && answered) {
        awaited();
        return end();
      }
      pass(behind, client, chunk);
    });
  });
  const waiting = new Map<Socket, Promise<void>>();
  const pass = (from: Socket, into: Socket, chunk: Buffer): void => {
    const write = (): void => {
      if (into.destroyed || into.write(chunk)) return;
      from.pause();
      into.once("drain", () => from.resume());
    };
    const before = waiting.get(into);
    if (delay === 0 && before === undefined) return write();
    const turn = (before ?? Promise.resolve()).then(() => sleep(delay)).then(write);
    waiting.set(into, turn); // one after the other, also when the wire becomes quick again
    void turn.then(() => waiting.get(into) === turn && waiting.delete(into));
  };
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    set: (next) => (trap = next),
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    slow: (ms) => (delay = ms),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
