import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { TestSetupError } from "./setup-error.ts";

/** Ports nobody listens on now, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  const ports: number[] = [];
  for (const server of servers) {
    await once(server, "listening");
    ports.push(portOf(server.address()));
  }
  for (const server of servers) {
    server.close();
    await once(server, "close");
  }
  return ports;
}

function portOf(address: AddressInfo | string | null): number {
  if (address !== null && typeof address === "object") return address.port;
  throw new TestSetupError("no free port on 127.0.0.1");
}
