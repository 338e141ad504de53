import test from "ava";
import type { ExecutionContext } from "ava";
import type { ExchangeWorld } from "#test/contracts/exchange-adapter";
import { exchangeAdapterContract } from "#test/contracts/exchange-adapter";
import type { AxisFaultsInput } from "#adapters/axis/simulator/faults";
import { golden, openAxis, statusParcel } from "./support.ts";
import { parcelOf } from "#test/support/parcel";

async function axisWorld(t: ExecutionContext, faults: AxisFaultsInput, keepsBytes: boolean): Promise<ExchangeWorld> {
  const { simulator, sender, receiver } = await openAxis(t, { faults });
  const base = (await golden("doc-new")).toString("utf8").replace(/<edXML:To>\s*<edXML:OrganId>G17<.*?<\/edXML:To>/s, "");
  let number = 500;
  const document = async (to = "000.00.00.H41"): ReturnType<ExchangeWorld["document"]> => {
    number += 1;
    const bytes = Buffer.from(base.replaceAll("123/VPCP-KSTT", `${number}/VPCP-KSTT`).replace(">123<", `>${number}<`).replace("<edXML:OrganId>000.00.00.H41<", `<edXML:OrganId>${to}<`));
    return parcelOf(bytes, "document", "000.00.00.G22", [to], `000.00.00.G22,2024/05/20,${number}/VPCP-KSTT`);
  };
  return {
    sender,
    receiver,
    keepsBytes,
    document: () => document(),
    toNobody: () => document("000.00.00.H99"),
    status: () => statusParcel(),
    loseNextSendAnswer: async () => void simulator.control.setFaults({ rules: [{ operation: "sendEdoc", kind: "drop", when: "after", times: 1 }] }),
    garbleNextAnswer: async () => void simulator.control.setFaults({ rules: [{ operation: "*", kind: "html-502", times: 1 }] }),
    takeDown: () => simulator.close(),
  };
}

exchangeAdapterContract(test, "axis", (t) => axisWorld(t, {}, true));
exchangeAdapterContract(test, "axis that rewrites envelopes and lists everything twice", (t) => axisWorld(t, { reserialise: true, duplicateListing: true }, false));
