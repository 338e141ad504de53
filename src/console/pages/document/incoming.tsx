import { Button, Select, Form } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { go } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { Agency } from "../../parts/agency.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { PersonFields, personOf, type PersonEntered } from "../../parts/person-fields.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Answered, Failed, Waiting } from "../../parts/states.tsx";
import { sayInstant } from "../../text/dates.ts";
import { INCOMING_STATES, REFUSAL_CODES, sayRefusalCode, URGENCIES } from "../../text/labels.ts";
import { Effect, Facts, HoldNote, RequestNote, Verdict } from "./facts.tsx";
import { Files } from "./files.tsx";
import { PaperPanel } from "./paper.tsx";
import { PolicyFindings } from "./policy-findings.tsx";
import { Steps, type Step } from "./steps.tsx";
import { ThreadPanel } from "./thread.tsx";
import { WhyNotYet } from "./why-not-yet.tsx";

type Incoming = Schemas["IncomingDocument"];

/** Văn bản đến, whole: files, the five instants, what it is worth, and what can be done with it now. */
export default function IncomingPage({ id }: { readonly id: string }): ReactNode {
  const path = { id };
  const found = useAsk(`incoming:${id}`, async (signal) => await asked(api.GET("/api/v1/incoming/{id}", { params: { path }, signal })), { live: ["incoming."] });
  const statuses = useAsk(`incoming:${id}:statuses`, async (signal) => await asked(api.GET("/api/v1/incoming/{id}/statuses", { params: { path }, signal })), { live: ["incoming."] });
  const whys = useAsk(`incoming:${id}:why`, async (signal) => await asked(api.GET("/api/v1/why/{id}", { params: { path }, signal })), { live: ["incoming."] });
  const thread = useAsk(`incoming:${id}:thread`, async (signal) => await asked(api.GET("/api/v1/incoming/{id}/thread", { params: { path }, signal })));
  const { data: document, fault, reload } = found;
  if (document === null) return <Page title="Văn bản đến">{fault === null ? <Waiting rows={10} /> : <Failed fault={fault} retry={reload} />}</Page>;

  const again = (): void => {
    found.reload();
    statuses.reload();
    whys.reload();
  };
  return (
    <Page
      title={`${document.documentType} ${document.code.text}`}
      note={
        <>
          <span className="wrap-row">
            {document.purgedAt === null ? <Badge label={INCOMING_STATES[document.state]} /> : <Badge label={{ text: "Đã thu hồi", tone: "plain" }} />}
            {document.urgency !== "thuong" && <Badge label={URGENCIES[document.urgency]} />}
            <span>
              Từ <Agency code={document.senderCode} name={document.sender.name} /> đến <Agency code={document.receiverCode} />
            </span>
          </span>
          <p className="subject">{document.subject}</p>
        </>
      }
      actions={<Actions document={document} done={again} />}
    >
      <HoldNote hold={document.hold} />
      {document.purgedAt === null && <WhyNotYet why={whys.data?.items[0]} />}
      <div className="main-and-side">
        <div>
          <Files key={document.id} files={document.files} purged={document.purgedAt !== null} held={document.hold?.state === "held"} />
          <Facts document={document} sender={<Agency code={document.senderCode} name={document.sender.name} showCode />} receivers={<Receivers document={document} />} />
        </div>
        <div>
          <RequestPanel document={document} />
          <Panel title="Diễn biến">
            <Answered asked={statuses} rows={3}>{({ items }) => <Steps steps={stepsOf(document, items)} />}</Answered>
          </Panel>
          <Effect effect={document.legalEffect} />
          <Verdict verdict={document.verdict} />
          {document.paperOriginal && document.purgedAt === null && <PaperPanel id={id} />}
          {document.purgedAt === null && <PolicyFindings id={id} />}
          <ThreadPanel asked={thread} id={id} />
          <Versions document={document} />
        </div>
      </div>
    </Page>
  );
}

function Receivers({ document }: { readonly document: Incoming }): ReactNode {
  return <>{document.receivers.map(({ organId, name }) => <span key={organId} className="line">{name ?? organId}</span>)}</>;
}

function RequestPanel({ document: { recall } }: { readonly document: Incoming }): ReactNode {
  if (recall === null) return null;
  return (
    <Panel title="Yêu cầu của bên gửi">
      <RequestNote what="Thu hồi văn bản" request={recall} />
    </Panel>
  );
}

/** The instants the gateway knows, with the reports to the sender between them. */
function stepsOf(document: Incoming, statuses: readonly Schemas["Status"][]): readonly Step[] {
  const own: Step[] = [
    { at: document.receivedAt, title: "Cổng nhận được văn bản", tone: "done" },
    { at: document.effectiveAt, title: "Thời điểm tiếp nhận được tính", note: `${document.effectiveExplanation}${document.effectiveProvisional ? " (tạm tính: lịch còn ngày chưa chốt)" : ""}`, tone: "done" },
    ...(document.fetchedAt === null ? [] : [{ at: document.fetchedAt, title: "QLVB đã lấy văn bản và đủ tệp", tone: "done" as const }]),
  ];
  const reported = statuses.map((status): Step => ({
    at: status.recordedAt,
    title: `Báo bên gửi: ${status.text} (${status.statusCode})`,
    note: [status.staff?.fullName, status.staff?.department, status.description].filter((part) => part !== null && part !== undefined && part !== "").join(" · "),
    tone: status.statusCode === "02" || status.statusCode === "16" ? "bad" : "done",
  }));
  const refusal = document.refusal === null ? [] : [`${sayRefusalCode(document.refusal.code)}: ${document.refusal.text}`];
  return [...own, ...reported].map((step) => (step.title.includes("(02)") && refusal.length > 0 ? { ...step, note: [step.note, ...refusal].join(" · ") } : step)).sort((a, b) => a.at.localeCompare(b.at));
}

type Action = "accept" | "refuse" | "assign" | "process" | "complete" | "agree" | "decline";
interface Entered {
  readonly person: PersonEntered;
  readonly code?: keyof typeof REFUSAL_CODES;
  readonly reason?: string;
  readonly note?: string;
}

const WORDS: Readonly<Record<Action, { readonly button: string; readonly title: string; readonly explanation: string; readonly done: string; readonly danger: boolean }>> = {
  accept: { button: "Tiếp nhận", title: "Tiếp nhận văn bản", explanation: "Cổng báo bên gửi trạng thái 03 (đã tiếp nhận).", done: "Đã tiếp nhận", danger: false },
  refuse: { button: "Từ chối", title: "Từ chối tiếp nhận", explanation: "Cổng báo bên gửi trạng thái 02 kèm lý do. Sau khi từ chối không tiếp nhận lại được; bên gửi phải gửi lại.", done: "Đã từ chối", danger: true },
  assign: { button: "Phân công", title: "Phân công xử lý", explanation: "Cổng báo bên gửi trạng thái 04 (đã phân công) với người được giao.", done: "Đã phân công", danger: false },
  process: { button: "Báo đang xử lý", title: "Báo đang xử lý", explanation: "Cổng báo bên gửi trạng thái 05 (đang xử lý).", done: "Đã báo đang xử lý", danger: false },
  complete: { button: "Báo hoàn thành", title: "Báo hoàn thành", explanation: "Cổng báo bên gửi trạng thái 06 (hoàn thành). Văn bản không đổi trạng thái được nữa.", done: "Đã báo hoàn thành", danger: false },
  agree: { button: "Đồng ý thu hồi", title: "Đồng ý thu hồi", explanation: "Cổng hủy văn bản cùng các tệp, chỉ giữ dấu vết, và báo bên gửi trạng thái 15. QLVB phải hủy bản của mình trước.", done: "Đã đồng ý thu hồi", danger: true },
  decline: { button: "Từ chối thu hồi", title: "Từ chối thu hồi", explanation: "Quy định là phải hủy văn bản khi bên gửi thu hồi (QĐ 28/2018 Đ.9.2); bên gửi và cơ quan quản lý sẽ thấy lời từ chối này.", done: "Đã trả lời", danger: true },
};

const NEXT: Readonly<Record<Schemas["IncomingState"], readonly Action[]>> = {
  arrived: ["accept", "refuse"],
  accepted: ["assign", "process", "complete"],
  assigned: ["process", "complete"],
  processing: ["complete"],
  completed: [],
  refused: [],
};

function Actions({ document, done }: { readonly document: Incoming; readonly done: () => void }): ReactNode {
  const account = useAccount();
  const [current, setCurrent] = useState<Action | null>(null);
  const [last, setLast] = useState<Action>("accept");
  if (!account.roles.includes("clerk") || document.purgedAt !== null || document.hold?.state === "held") return null;
  const recallAsked = document.recall?.state === "asked" || document.recall?.state === "unanswered";
  const actions: readonly Action[] = recallAsked ? ["agree", "decline"] : NEXT[document.state];
  const words = WORDS[last];
  const path = { id: document.id };
  const run = async ({ person, code, reason = "", note }: Entered): Promise<unknown> => {
    const by = personOf(person);
    const said = note !== undefined && note.trim() !== "" ? { note: note.trim() } : {};
    switch (last) {
      case "refuse":
        return await asked(api.POST("/api/v1/incoming/{id}/statuses", { params: { path }, body: { action: "refuse", person: by, code: code ?? "OTHER", reason } }));
      case "agree":
        return await asked(api.POST("/api/v1/incoming/{id}/recall-answer", { params: { path }, body: { answer: "agree", person: by, ...said } }));
      case "decline":
        return await asked(api.POST("/api/v1/incoming/{id}/recall-answer", { params: { path }, body: { answer: "decline", person: by, reason } }));
      case "accept":
      case "assign":
      case "process":
      case "complete":
        return await asked(api.POST("/api/v1/incoming/{id}/statuses", { params: { path }, body: { action: last, person: by, ...said } }));
    }
  };
  return (
    <>
      {actions.map((action, index) => (
        <Button key={action} type={index === 0 ? "primary" : "default"} danger={WORDS[action].danger && index > 0} onClick={() => { setLast(action); setCurrent(action); }}>
          {WORDS[action].button}
        </Button>
      ))}
      {document.state !== "refused" && document.recall?.state !== "agreed" && <Button onClick={() => go(`/soan?traloi=${document.id}`)}>Soạn trả lời</Button>}
      <ActionDialog<Entered>
        open={current !== null}
        title={words.title}
        explanation={words.explanation}
        confirm={words.button}
        danger={words.danger}
        done={words.done}
        initial={last === "assign" ? {} : { person: { fullName: account.fullName } }}
        run={run}
        onClose={(ran) => { setCurrent(null); if (ran) done(); }}
      >
        {last === "refuse" && (
          <Form.Item name="code" label="Lý do theo danh mục" rules={[{ required: true, message: "Chọn lý do" }]}>
            <Select options={Object.entries(REFUSAL_CODES).map(([value, label]) => ({ value, label }))} />
          </Form.Item>
        )}
        {last === "refuse" || last === "decline" ? <ReasonField {...(last === "refuse" && { label: "Nói rõ để bên gửi sửa", missing: "Hãy nói rõ để bên gửi biết phải sửa gì" })} /> : <ReasonField name="note" label="Ghi chú" required={false} />}
        <PersonFields label={last === "assign" ? "Giao cho" : "Người thực hiện"} />
      </ActionDialog>
    </>
  );
}

/** What the sender changed since it came. */
function Versions({ document }: { readonly document: Incoming }): ReactNode {
  const versions = useAsk(document.updates === 0 ? null : `incoming:${document.id}:versions:${document.updates}`, async (signal) => await asked(api.GET("/api/v1/incoming/{id}/versions", { params: { path: { id: document.id } }, signal })));
  if (document.updates === 0) return null;
  return (
    <Panel title={`Đã được bên gửi cập nhật ${document.updates} lần`} className="panel-flush">
      <Answered asked={versions} rows={2}>
        {({ items }) => (
          <ul className="cards">
            {items.map((version) => (
              <li key={version.replacedAt}>
                <div>Trước <Instant at={version.replacedAt} />: {version.subject}</div>
                <div className="card-foot">Lý do cập nhật: {version.reason}{version.statedAt !== null && ` (bên gửi ghi ${sayInstant(version.statedAt)})`}</div>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Panel>
  );
}
