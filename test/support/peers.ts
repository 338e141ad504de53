import { randomBytes } from "node:crypto";
import { connect } from "amqplib";
import { endNames } from "#adapters/peer-amqp/names";
import type { ChangePeer } from "#src/core/peers/commands";
import { newPeerSchema } from "#src/core/peers/commands";
import type { PeerTest } from "#src/core/peers/service";
import type { Teardown } from "./postgres.ts";
import { brokerUrl } from "./rabbitmq.ts";
import { eventually, type TownGateway } from "./town.ts";

export interface PeerSide {
  readonly gateway: TownGateway;
  /** What the other gateway registers it for. */
  readonly reaches: readonly string[];
}

export interface Paired {
  /** Code of the left gateway in the registry of the right one, and the other way round; also their names at the broker. */
  readonly left: string;
  readonly right: string;
}

/** Two names nobody else uses; what they leave at the broker is taken away with the test. Ask for them first: what is opened later closes earlier. */
export function newLink(t: Teardown): Paired {
  const mark = randomBytes(5).toString("hex");
  const names = { left: `trai-${mark}`, right: `phai-${mark}` };
  t.teardown(() => removeLink(names.left, names.right));
  return names;
}

/** Two gateways register each other over the broker of the tests, try each other and are made active, as operators do it. */
export async function pairGateways(names: Paired, left: PeerSide, right: PeerSide, change: Partial<ChangePeer> = {}): Promise<void> {
  const { endpoint, account, secret } = brokerAccount();
  const register = async (own: PeerSide, here: string, other: PeerSide, there: string): Promise<void> => {
    const wanted = newPeerSchema.parse({ code: there, kind: "amqp", name: `Cổng ${there}`, endpoint, account, secret, reaches: other.reaches, link: { here, there }, pullSeconds: 1, reason: "kết nối thử nghiệm", ...change });
    await own.gateway.house.service.addPeer(wanted, own.gateway.operator);
  };
  await register(left, names.left, right, names.right);
  await register(right, names.right, left, names.left);
  for (const [{ gateway }, code] of [[left, names.right], [right, names.left]] as const) {
    await eventually("the peer passes its test", async () => (await testOf(gateway, code)).passed);
    await gateway.house.service.movePeer(code, "activate", "đã kiểm tra", gateway.operator);
  }
}

export function testOf(gateway: TownGateway, code: string): Promise<PeerTest> {
  return gateway.house.service.testPeer(code, gateway.operator, new AbortController().signal);
}

export function brokerAccount(): { readonly endpoint: string; readonly account: string; readonly secret: string } {
  const url = new URL(brokerUrl());
  const [account, secret] = [decodeURIComponent(url.username), decodeURIComponent(url.password)];
  url.username = "";
  url.password = "";
  url.search = "";
  return { endpoint: url.href, account, secret };
}

async function removeLink(a: string, b: string): Promise<void> {
  const connection = await connect(brokerUrl());
  const channel = await connection.createChannel();
  for (const [reader, writer] of [[a, b], [b, a]] as const) {
    const { inbox, exchange } = endNames(reader, writer);
    await channel.deleteQueue(inbox);
    await channel.deleteExchange(exchange);
  }
  await connection.close();
}
