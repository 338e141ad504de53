import { createHash } from "node:crypto";
import { HouseError } from "../../core/fault.ts";
import type { Terminal } from "../terminal.ts";
import { ACCEPTANCE, DEPARTMENT, DOCUMENT, INSTANTS, PROVINCE, REFUSAL, SENDER, type DemoAgency } from "./cast.ts";
import { makeCongVan } from "./cong-van.ts";
import { makePhuLuc } from "./phu-luc.ts";
import type { IncomingView, SentDocument } from "./qlvb.ts";
import type { Stage } from "./stage.ts";

interface Step {
  readonly title: string;
  readonly at: Date;
  /** Gateways that are on from here. */
  readonly on: readonly DemoAgency[];
  /** Does its part and waits until all it causes is over. Repeating it changes nothing. */
  play(stage: Stage): Promise<void>;
}

const STEPS: readonly Step[] = [
  { title: "chuẩn bị khóa ký, chứng thư, ba cổng và trục mô phỏng", at: INSTANTS.start, on: [], play: async (stage) => await stage.prepare() },
  { title: "VPCP gửi công văn kèm phụ lục tới hai nơi nhận", at: INSTANTS.sent, on: [SENDER], play: send },
  { title: "cổng của UBND tỉnh nhận từ trục, báo 01", at: INSTANTS.provincePulls, on: [PROVINCE], play: async (stage) => await untilState(stage, PROVINCE, "arrived") },
  { title: "UBND tỉnh tiếp nhận (03)", at: INSTANTS.provinceAccepts, on: [], play: async (stage) => await decide(stage, PROVINCE, ACCEPTANCE, "accepted") },
  { title: "cổng của Sở bật lại, nhận từ trục sau giờ làm việc, báo 01", at: INSTANTS.departmentPulls, on: [DEPARTMENT], play: async (stage) => await untilState(stage, DEPARTMENT, "arrived") },
  { title: "Sở từ chối (02) sáng thứ Hai", at: INSTANTS.departmentRefuses, on: [], play: async (stage) => await decide(stage, DEPARTMENT, REFUSAL, "refused") },
];

/** Plays what is left of the run; afterwards all three gateways are on and the clock shows the last instant. */
export async function play(stage: Stage, terminal: Terminal): Promise<void> {
  for (const [i, step] of STEPS.entries()) {
    if (i < stage.run.stepsDone) continue;
    stage.signal.throwIfAborted();
    terminal.progress(`[${i + 1}/${STEPS.length}] ${step.title} …`);
    stage.clock.set(step.at);
    // those who were on before are on again after an interruption
    for (const agency of STEPS.slice(0, i + 1).flatMap((earlier) => earlier.on)) await stage.switchOn(agency);
    await step.play(stage);
    await stage.note({ stepsDone: i + 1 });
  }
  stage.clock.set(INSTANTS.senderLooks);
  for (const agency of [SENDER, PROVINCE, DEPARTMENT]) await stage.switchOn(agency);
}

async function send(stage: Stage): Promise<void> {
  const [congVan, phuLuc] = await Promise.all([makeCongVan(), makePhuLuc()]);
  const [first, second] = DOCUMENT.files;
  const files = [
    { name: first.name, content: congVan },
    { name: second.name, content: phuLuc },
  ];
  await stage.qlvb(SENDER).send(DOCUMENT, files, `demo-${stage.run.id}`);
  await stage.settled("VPCP's document enters the axis", async () => {
    const dispatches = await stage.dispatches();
    return dispatches.length === 2 && dispatches.every((dispatch) => dispatch.instants.enteredAt !== null) ? true : null;
  });
}

async function untilState(stage: Stage, receiver: DemoAgency, state: string): Promise<void> {
  await stage.settled(`VPCP learns that ${receiver.code} is "${state}"`, async () => {
    const dispatch = (await stage.dispatches()).find((one) => one.receiverCode === receiver.code);
    return dispatch?.state === state ? true : null;
  });
}

/** The receiver's QLVB takes the document with its files over, compares them, and reports. */
async function decide(stage: Stage, receiver: DemoAgency, command: object, state: string): Promise<void> {
  const qlvb = stage.qlvb(receiver);
  const incoming = await theIncoming(stage, receiver);
  for (const file of incoming.files) {
    const content = await qlvb.download(file.href ?? "");
    const sha256 = createHash("sha256").update(content).digest("hex");
    if (sha256 !== file.sha256) throw new HouseError("blob-corrupt", `${file.name} came out of ${receiver.code} changed`, { name: file.name });
  }
  await qlvb.acknowledge(incoming.id);
  await qlvb.report(incoming.id, command);
  await untilState(stage, receiver, state);
}

/** The one document of the run, as its sender sees it. */
export async function theDocument(stage: Stage): Promise<SentDocument> {
  return one(await stage.qlvb(SENDER).documents(), "document of VPCP");
}

/** The one document of the run in a receiver's inbox. */
export async function theIncoming(stage: Stage, receiver: DemoAgency): Promise<IncomingView> {
  return one(await stage.qlvb(receiver).inbox(), `incoming document of ${receiver.code}`);
}

function one<Found>(found: readonly Found[], what: string): Found {
  const [first] = found;
  if (first === undefined || found.length > 1) throw new HouseError("invariant-broken", `${found.length} where there must be one ${what}`, { what, found: found.length });
  return first;
}
