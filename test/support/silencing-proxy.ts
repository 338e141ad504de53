import { createConnection, createServer, type AddressInfo, type Socket } from "node:net";
import type { Teardown } from "./postgres.ts";

export interface SilencingProxy {
  readonly url: string;
  /** How many there have been. */
  connections: number;
}

const FRAME_HEAD = 7;

/** Stands before a broker. On the first connection nothing comes back any more once a channel was asked for: no answer, and no end. */
export async function openSilencingProxy(t: Teardown, brokerUrl: string): Promise<SilencingProxy> {
  const broker = new URL(brokerUrl);
  const open = new Set<Socket>();
  const server = createServer((client) => {
    proxy.connections += 1;
    const first = proxy.connections === 1;
    const behind = createConnection({ host: broker.hostname, port: Number(broker.port || 5672) });
    for (const socket of [client, behind]) {
      open.add(socket);
      socket.on("error", () => undefined);
    }
    client.on("close", () => behind.destroy());
    behind.on("close", () => client.destroy());
    client.pipe(behind);
    let silent = false;
    behind.on("data", (chunk: Buffer) => {
      silent = silent || (first && answersAChannel(chunk));
      if (!silent) client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = new URL(brokerUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  const proxy: SilencingProxy = { url: url.href, connections: 0 };
  return proxy;
}

/** Frames are: type, channel (two bytes), size (four), payload, end. Channel 0 is the connection itself. */
function answersAChannel(chunk: Buffer): boolean {
  for (let at = 0; at + FRAME_HEAD <= chunk.length; at += FRAME_HEAD + chunk.readUInt32BE(at + 3) + 1) if (chunk.readUInt16BE(at + 1) !== 0) return true;
  return false;
}
