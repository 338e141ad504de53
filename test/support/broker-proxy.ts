import { createConnection, createServer, type AddressInfo, type Socket } from "node:net";
import type { Teardown } from "./postgres.ts";

/** Stands before a broker and spoils what it says. */
export interface BrokerProxy {
  readonly url: string;
  /** The connection ends the moment the broker says something with this text in it; once. */
  cutAt(text: string): void;
  /** The next thing the broker says is garbage. */
  garbleNext(): void;
  /** Nobody listens any more. */
  close(): Promise<void>;
}

/** Class and method as they stand in a frame (AMQP 0-9-1, 1.4 and 1.5): 20.41 and 10.51. */
export const CHANNEL_CLOSE_OK = "\0\x14\0\x29";
export const CONNECTION_CLOSE_OK = "\0\x0a\0\x33";

export async function openBrokerProxy(t: Teardown, brokerUrl: string): Promise<BrokerProxy> {
  const broker = new URL(brokerUrl);
  const open = new Set<Socket>();
  let cut: string | null = null;
  let garble = false;
  const server = createServer((client) => {
    const behind = createConnection({ host: broker.hostname, port: Number(broker.port || 5672) });
    for (const socket of [client, behind]) {
      open.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => open.delete(socket));
    }
    client.on("close", () => behind.destroy());
    behind.on("close", () => client.destroy());
    client.pipe(behind);
    behind.on("data", (chunk: Buffer) => {
      if (cut !== null && chunk.includes(cut)) {
        cut = null;
        return void client.destroy();
      }
      client.write(garble ? Buffer.alloc(chunk.length, 0x5a) : chunk);
      garble = false;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  t.teardown(close);
  const url = new URL(brokerUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cutAt: (text) => void (cut = text),
    garbleNext: () => void (garble = true),
    close,
  };
}
