import { once } from "node:events";
import { createServer, type AddressInfo, type Server } from "node:net";
import { TestSetupError } from "./setup-error.ts";

/** Ports nobody listens on now, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, async () => await listening()));
  const ports = servers.map((server) => portOf(server.address()));
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
  return ports;
}

async function listening(): Promise<Server> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

function portOf(address: AddressInfo | string | null): number {
  if (address !== null && typeof address === "object") return address.port;
  throw new TestSetupError("no free port on 127.0.0.1");
}
