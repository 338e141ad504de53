import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { AdapterError } from "../../errors.ts";
import type { DeliveryState } from "../server/desk.ts";
import { writeText } from "../server/reply.ts";
import { checkAxisFaults } from "./faults.ts";
import type { AxisFaults, AxisFaultsInput } from "./faults.ts";
import type { Workings } from "./workings.ts";

/** One delivery as an onlooker sees it. */
export interface DeliveryView {
  readonly senderDocId: string;
  readonly receiverDocId: string;
  readonly messageType: string;
  readonly documentId: string;
  readonly from: string;
  readonly to: string;
  readonly sentAt: string;
  readonly updatedAt: string;
  readonly state: DeliveryState;
  readonly description: string;
}

/** What a test, a demonstration or an operator may do behind the members' backs. */
export interface SimulatorControl {
  faults(): AxisFaults;
  /** Switches not named keep their value; `rules` replaces all rules. */
  setFaults(change: AxisFaultsInput): AxisFaults;
  /** All faults off, all choices at their default. */
  clearFaults(): AxisFaults;
  /** Oldest first. */
  deliveries(): readonly DeliveryView[];
  /** Puts an acknowledged delivery back into the pending list. Throws `partner-refused` for an unknown docId. */
  requeue(receiverDocId: string): Promise<void>;
}

export function simulatorControl(workings: Workings): SimulatorControl {
  const changed = (faults: AxisFaults): AxisFaults => {
    workings.emit("faults-changed", "_control", null, { rules: faults.rules.length });
    return faults;
  };
  return {
    faults: () => workings.faults.current,
    setFaults: (change) => changed(workings.faults.change(change)),
    clearFaults: () => changed(workings.faults.change(checkAxisFaults({}))),
    deliveries: () => [...workings.state.messages()].flatMap(viewsOf),
    requeue: async (docId) => {
      if (workings.state.delivery(docId) === null) throw new AdapterError("partner-refused", `the simulator knows no delivery ${docId}`, { docId });
      await workings.state.record({ entry: "delivery", docId, state: "initial", at: workings.now().toISOString(), description: "" });
    },
  };
}

function viewsOf(message: { readonly docId: string; readonly kind: string; readonly documentId: string; readonly from: string; readonly sentAt: string; readonly deliveries: readonly { readonly docId: string; readonly toCode: string; readonly updatedAt: string; readonly state: DeliveryState; readonly description: string }[] }): DeliveryView[] {
  const { docId: senderDocId, kind: messageType, documentId, from, sentAt } = message;
  return message.deliveries.map(({ docId, toCode, updatedAt, state, description }) => ({ senderDocId, receiverDocId: docId, messageType, documentId, from, to: toCode, sentAt, updatedAt, state, description }));
}

/** `/_control/…`, JSON in and out; 401 without the token, 400 with a reason for a wrong body, 404 otherwise. */
export async function handleControl(control: SimulatorControl, token: string | null, path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (token !== null && !sameToken(request.headers.authorization ?? "", `Bearer ${token}`)) return json(response, 401, { error: "a control token is needed" });
  try {
    const answer = await answerControl(control, `${request.method ?? "GET"} ${path}`, request);
    return answer === null ? json(response, 404, { error: `nothing at ${path}` }) : json(response, 200, answer);
  } catch (cause) {
    if (cause instanceof AdapterError) return json(response, cause.code === "partner-refused" ? 404 : 400, { error: cause.message });
    throw cause;
  }
}

async function answerControl(control: SimulatorControl, call: string, request: IncomingMessage): Promise<object | null> {
  if (call === "GET /_control/health") return { ok: true };
  if (call === "GET /_control/faults") return control.faults();
  if (call === "PATCH /_control/faults" || call === "PUT /_control/faults") {
    const change = checkedChange(await bodyOf(request));
    if (call.startsWith("PUT")) control.clearFaults();
    return control.setFaults(change);
  }
  if (call === "DELETE /_control/faults") return control.clearFaults();
  if (call === "GET /_control/deliveries") return control.deliveries();
  const requeued = /^POST \/_control\/deliveries\/([^/]+)\/requeue$/.exec(call)?.[1];
  if (requeued === undefined) return null;
  await control.requeue(requeued);
  return { ok: true };
}

function checkedChange(value: unknown): AxisFaultsInput {
  const complete = checkAxisFaults(value);
  const named = Object.keys(typeof value === "object" && value !== null ? value : {});
  return Object.fromEntries(Object.entries(complete).filter(([name]) => named.includes(name)));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8") as AsyncIterable<string>) {
    text += chunk;
    if (text.length > 1024 * 1024) throw new AdapterError("adapter-settings-invalid", "the body is longer than 1 MiB");
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AdapterError("adapter-settings-invalid", "the body is not JSON", {}, { cause });
  }
}

function sameToken(said: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(said), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function json(response: ServerResponse, status: number, value: object): void {
  writeText(response, JSON.stringify(value), status);
}
