import { once } from "node:events";
import { createConnection, createServer, type AddressInfo, type Socket } from "node:net";
import type { Teardown } from "./postgres.ts";

/** Stands before a server and takes it away: `refused` as when nobody is there, `starting` as PostgreSQL answers while it recovers. */
export interface Gate {
  readonly url: string;
  shut(how: "refused" | "starting"): void;
  open(): void;
  /** On the connections there are nothing moves any more, and neither side hears that the other left. New ones work. */
  silence(): void;
}

export async function openGate(t: Teardown, serverUrl: string): Promise<Gate> {
  const there = new URL(serverUrl);
  const sockets = new Set<Socket>();
  let away: "refused" | "starting" | null = null;
  const server = createServer((client) => {
    client.on("error", () => undefined);
    if (away === "refused") return void client.destroy();
    if (away === "starting") return void client.once("data", () => client.end(startingUp()));
    const behind = createConnection({ host: there.hostname, port: Number(there.port) });
    for (const socket of [client, behind]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => sockets.delete(socket));
    }
    client.on("close", () => behind.destroy());
    behind.on("close", () => client.destroy());
    client.pipe(behind).pipe(client);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  t.teardown(async () => {
    cut();
    server.close();
    await once(server, "close");
  });
  const url = new URL(serverUrl);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    shut: (how) => {
      away = how;
      cut();
    },
    open: () => (away = null),
    silence: () => {
      for (const socket of sockets) socket.unpipe().pause();
    },
  };
}

/** ErrorResponse of the PostgreSQL protocol. */
function startingUp(): Buffer {
  const fields = Buffer.from("SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0");
  const head = Buffer.alloc(5);
  head.write("E");
  head.writeUInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
}
