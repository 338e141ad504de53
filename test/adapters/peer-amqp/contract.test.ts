import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { otherDocument, statusParcel } from "#test/adapters/axis/support";
import { exchangeAdapterContract, type ExchangeWorld } from "#test/contracts/exchange-adapter";
import { openBrokerProxy } from "#test/support/broker-proxy";
import { parcelOf } from "#test/support/parcel";
import { brokerUrl } from "#test/support/rabbitmq";
import { newLink } from "#test/support/peers";
import { never, openEnd } from "./support.ts";

exchangeAdapterContract(test, "peer-amqp", async (t): Promise<ExchangeWorld> => {
  const { left: a, right: b } = newLink(t);
  const [before, behind] = [await openBrokerProxy(t, brokerUrl()), await openBrokerProxy(t, brokerUrl())];
  const reaches = (code: string): boolean => code !== "000.00.00.H99";
  const sender = await openEnd(t, { here: a, there: b }, { urls: [before.url], reaches });
  const receiver = await openEnd(t, { here: b, there: a }, { urls: [behind.url], reaches });
  for (const { adapter } of [sender, receiver]) await adapter.listPending(never());
  const document = async (to = "000.00.00.H41"): ReturnType<ExchangeWorld["document"]> => parcelOf(await otherDocument(), "document", "000.00.00.G22", [to], "000.00.00.G22,2024/05/20,123/VPCP-KSTT");
  return {
    sender: sender.adapter,
    receiver: receiver.adapter,
    keepsBytes: true,
    document: () => document(),
    toNobody: () => document("000.00.00.H99"),
    status: () => statusParcel(),
    loseNextSendAnswer: async () => Promise.resolve(before.cutAt('"outcome"')),
    garbleNextAnswer: async () => Promise.resolve(behind.garbleNext()),
    keepsArrivals: {
      spoilNextFetch: async () => {
        for (const name of await readdir(receiver.spoolDirectory)) if (name.endsWith(".part")) await rm(join(receiver.spoolDirectory, name));
      },
    },
    takeDown: async () => {
      await Promise.all([before.close(), behind.close()]);
    },
  };
});
