import { Collapse } from "antd";
import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk, type Asked } from "../../api/use-ask.ts";
import { useAccount } from "../../app/session.tsx";
import { Agency } from "../../parts/agency.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { Answered, Failed, Waiting } from "../../parts/states.tsx";
import { CHANNELS, sayRefusalCode, URGENCIES } from "../../text/labels.ts";
import { Receipts, standingOf } from "../documents/receipts.tsx";
import { Effect, Facts, HoldNote, RequestNote } from "./facts.tsx";
import { Files } from "./files.tsx";
import { OutgoingActions } from "./outgoing-actions.tsx";
import { Steps, type Step } from "./steps.tsx";
import { ThreadPanel } from "./thread.tsx";
import { WhyNotYet } from "./why-not-yet.tsx";

type Outgoing = Schemas["Document"];

/** Văn bản đi, whole: how it stands at each receiver with the five instants, and what can be done with it now. */
export default function OutgoingPage({ id }: { readonly id: string }): ReactNode {
  const { roles } = useAccount();
  const path = { id };
  const live = { live: ["document.", "dispatch.", "transmission."] };
  const found = useAsk(`document:${id}`, async (signal) => await asked(api.GET("/api/v1/documents/{id}", { params: { path }, signal })), live);
  const timelines = useAsk(`document:${id}:timeline`, async (signal) => await asked(api.GET("/api/v1/documents/{id}/timeline", { params: { path }, signal })), live);
  const whys = useAsk(`document:${id}:why`, async (signal) => await asked(api.GET("/api/v1/why/{id}", { params: { path }, signal })), live);
  const thread = useAsk(`document:${id}:thread`, async (signal) => await asked(api.GET("/api/v1/documents/{id}/thread", { params: { path }, signal })));
  const amendments = useAsk(`document:${id}:amendments`, async (signal) => await asked(api.GET("/api/v1/documents/{id}/amendments", { params: { path }, signal })), live);
  const { data: document, fault, reload } = found;
  if (document === null) return <Page title="Văn bản đi">{fault === null ? <Waiting rows={10} /> : <Failed fault={fault} retry={reload} />}</Page>;

  const again = (): void => [found, timelines, whys, amendments].forEach((one) => one.reload());
  return (
    <Page
      title={`${document.documentType} ${document.code.text}`}
      note={
        <>
          <span className="wrap-row">
            <Receipts dispatches={document.dispatches} />
            {document.urgency !== "thuong" && <Badge label={URGENCIES[document.urgency]} />}
            <span>
              <Agency code={document.sender.organId} name={document.sender.name} /> gửi <Instant at={document.submittedAt} />
            </span>
          </span>
          <p className="subject">{document.subject}</p>
        </>
      }
      actions={roles.includes("clerk") && document.purgedAt === null ? <OutgoingActions document={document} done={again} /> : undefined}
    >
      <HoldNote hold={document.hold} />
      <div className="main-and-side">
        <div>
          <Receivers document={document} timelines={timelines} whys={whys.data?.items ?? []} />
          <Files key={document.id} files={document.files} purged={document.purgedAt !== null} held={document.hold?.state === "held"} />
        </div>
        <div>
          <Effect effect={document.legalEffect} />
          <Facts document={document} sender={<Agency code={document.sender.organId} name={document.sender.name} showCode />} receivers={`${document.dispatches.length} nơi nhận`} />
          <Amendments asked={amendments} />
          <ThreadPanel asked={thread} id={id} />
          <Panel title="Gói tin đã ký">
            <a href={document.envelope.href} download>Tải gói tin edXML</a>
            <div className="card-foot">SHA-256: <code>{document.envelope.sha256}</code></div>
          </Panel>
        </div>
      </div>
    </Page>
  );
}

/** From so many receivers on, the list is to be scanned. */
const MANY = 8;
const SETTLED: readonly Schemas["DispatchState"][] = ["accepted", "assigned", "processing", "completed", "withdrawn"];

/** One line per receiver; those that need somebody are open from the start. */
function Receivers({ document, timelines, whys }: { readonly document: Outgoing; readonly timelines: Asked<Schemas["Timelines"]>; readonly whys: readonly Schemas["Why"][] }): ReactNode {
  const many = document.dispatches.length > MANY;
  const open = document.dispatches.filter(({ state }) => !SETTLED.includes(state)).map(({ id }) => id).slice(0, many ? 1 : 3);
  const first = document.dispatches[0]?.id;
  return (
    <Panel title={`Nơi nhận (${document.dispatches.length})`} className={many ? "panel-flush many-receivers" : "panel-flush"}>
      <Collapse
        ghost
        defaultActiveKey={open.length > 0 ? open : first === undefined ? [] : [first]}
        items={document.dispatches.map((dispatch) => ({
          key: dispatch.id,
          label: (
            <span className="dispatch-head">
              <strong>{dispatch.receiver.name}</strong> <Badge label={standingOf(dispatch)} />
              <span className="faint">{CHANNELS[dispatch.channel] ?? dispatch.channel}</span>
            </span>
          ),
          children: <OneReceiver dispatch={dispatch} timelines={timelines} why={whys.find(({ dispatchId }) => dispatchId === dispatch.id)} />,
        }))}
      />
    </Panel>
  );
}

function OneReceiver({ dispatch, timelines, why }: { readonly dispatch: Schemas["Dispatch"]; readonly timelines: Asked<Schemas["Timelines"]>; readonly why: Schemas["Why"] | undefined }): ReactNode {
  const { instants, refusal, recall, update } = dispatch;
  return (
    <>
      <WhyNotYet why={why} />
      {refusal !== null && (
        <div className="request">
          <strong>Từ chối: {sayRefusalCode(refusal.code)}</strong>
          <div className="card-foot">
            {refusal.text} {refusal.person !== "" && `(${refusal.person})`}
          </div>
        </div>
      )}
      <RequestNote what="Yêu cầu thu hồi" request={recall} />
      <RequestNote what="Cập nhật" request={update} />
      <FiveInstants instants={instants} />
      <Answered asked={timelines} rows={3}>
        {({ items }) => {
          const timeline = items.find(({ dispatchId }) => dispatchId === dispatch.id);
          if (timeline === undefined) return null;
          const steps = timeline.steps.map((step): Step => ({ at: step.at, title: step.text, tone: step.statusCode === "02" ? "bad" : "done" }));
          return (
            <>
              <h3>Nhật ký</h3>
              <Steps steps={steps} />
              {timeline.sent !== null && <p className="card-foot snug">Thời điểm gửi theo quy định: <Instant at={timeline.sent.at} /> ({timeline.sent.rule}).</p>}
            </>
          );
        }}
      </Answered>
    </>
  );
}

/** Năm thời điểm of one receiver, those still to come shown as such. */
function FiveInstants({ instants }: { readonly instants: Schemas["Dispatch"]["instants"] }): ReactNode {
  const sent = instants.enteredAt ?? instants.leftAt;
  const rows: readonly { readonly title: string; readonly at: string | null }[] = [
    { title: "Gửi", at: sent },
    { title: "Nhận", at: instants.receivedAt },
    { title: "Tiếp nhận được tính", at: instants.effectiveAt },
    { title: "Báo đã nhận", at: instants.acknowledgedAt },
    { title: "Quyết định", at: instants.decidedAt },
  ];
  return (
    <>
      <dl className="five">
        {rows.map(({ title, at }) => (
          <div key={title} className={at === null ? "five-open" : ""}>
            <dt>{title}</dt>
            <dd>{at === null ? "chưa có" : <Instant at={at} />}</dd>
          </div>
        ))}
      </dl>
      {instants.effectiveExplanation !== null && (
        <p className="card-foot snug explained">
          {instants.effectiveExplanation}
          {instants.effectiveProvisional === true && " (tạm tính: lịch còn ngày chưa chốt)"}
        </p>
      )}
    </>
  );
}

const AMENDMENTS: Readonly<Record<Schemas["Amendment"]["kind"], string>> = { recall: "Yêu cầu thu hồi", "take-back": "Lấy lại", update: "Cập nhật" };

function Amendments({ asked: found }: { readonly asked: Asked<Schemas["Amendments"]> }): ReactNode {
  if (found.data === null || found.data.items.length === 0) return null;
  return (
    <Panel title="Thu hồi, cập nhật" className="panel-flush">
      <ul className="cards">
        {found.data.items.map((amendment) => (
          <li key={amendment.id}>
            <div className="card-top">
              <strong>{AMENDMENTS[amendment.kind]}</strong>
              <span className="faint"><Instant at={amendment.askedAt} /></span>
            </div>
            <div>{amendment.reason}</div>
            <div className="card-foot">{amendment.receivers.length} nơi nhận</div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
