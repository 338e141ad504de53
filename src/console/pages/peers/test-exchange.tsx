import { Alert, Button, Form } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { faultOf, sayFault } from "../../api/fault.ts";
import { useAgain } from "../../api/use-again.ts";
import { useAsk } from "../../api/use-ask.ts";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Panel } from "../../parts/page.tsx";
import { Answered } from "../../parts/states.tsx";
import { DISPATCH_STATES } from "../../text/labels.ts";
import { Steps } from "../document/steps.tsx";

const ASK_AGAIN_MS = 2_000;

/** A marked document on the real road, followed from here to the receiver's answer. */
export function TestExchange({ peer, onSent }: { readonly peer: Schemas["Peer"]; readonly onSent?: () => void }): ReactNode {
  const [sent, setSent] = useState<Schemas["TestDocumentSent"] | null>(null);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ReturnType<typeof sayFault> | null>(null);
  const send = async ({ sender, receiver }: { readonly sender: string; readonly receiver: string }): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    try {
      setSent(await asked(api.POST("/api/v1/peers/{code}/test-document", { params: { path: { code: peer.code } }, body: { sender, receiver, reason: "Kiểm thử kết nối trên giao diện quản trị" } })));
      onSent?.();
    } catch (error) {
      setRefusal(sayFault(faultOf(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Panel title="Trao đổi văn bản kiểm thử">
      <p>Một văn bản thật, ghi rõ là kiểm thử ở số, trích yếu và trong trang, đi trọn đường tới bên nhận. Báo trước cho văn thư bên nhận: từ chối với lý do “văn bản kiểm thử”, hoặc tiếp nhận để thử đủ các bước.</p>
      {refusal !== null && <Alert className="gap-below" type="error" showIcon title={refusal.title} description={[refusal.advice, ...refusal.fields].map((line) => <span key={line} className="line">{line}</span>)} />}
      <Form<{ sender: string; receiver: string }> layout="vertical" requiredMark={false} onFinish={(entered) => void send(entered)}>
        <div className="two">
          <Form.Item name="sender" label="Bên gửi (cơ quan của cổng này)" rules={[{ required: true, message: "Chọn bên gửi" }]}><AgencyPicker label="Bên gửi" /></Form.Item>
          <Form.Item name="receiver" label="Bên nhận (qua kết nối này)" rules={[{ required: true, message: "Chọn bên nhận" }]}><AgencyPicker label="Bên nhận" /></Form.Item>
        </div>
        <Button type="primary" htmlType="submit" loading={busy}>{sent === null ? "Gửi văn bản kiểm thử" : "Gửi một văn bản khác"}</Button>
      </Form>
      {sent !== null && <Stages key={sent.documentId} sent={sent} />}
    </Panel>
  );
}

/** Each stage with its time, and why the next one is not there yet. */
function Stages({ sent: { documentId, code } }: { readonly sent: Schemas["TestDocumentSent"] }): ReactNode {
  const path = { id: documentId };
  const found = useAsk(`test:${documentId}`, async (signal) => {
    const [timeline, why] = await Promise.all([asked(api.GET("/api/v1/documents/{id}/timeline", { params: { path }, signal })), asked(api.GET("/api/v1/why/{id}", { params: { path }, signal }))]);
    return { one: timeline.items[0] ?? null, why: why.items[0] ?? null };
  });
  const { reload } = found;
  const over = found.data?.one !== null && found.data?.one !== undefined && ENDS.includes(found.data.one.state);
  useAgain(reload, ASK_AGAIN_MS, !over);
  return (
    <div className="test-stages" aria-live="polite">
      <Answered asked={found} rows={3}>
        {({ one, why }) =>
          one === null ? null : (
            <>
              <p><strong>{code}</strong> <Badge label={DISPATCH_STATES[one.state]} /></p>
              <Steps steps={one.steps.map(({ at, text, statusCode }) => ({ at, title: text, tone: statusCode === "02" ? "bad" : "done" }))} />
              {one.state === "refused" || one.state === "accepted" || one.state === "completed" ? (
                <Alert type="success" showIcon title="Hai chiều đều thông: văn bản đã tới và câu trả lời đã về." />
              ) : (
                why !== null && <Alert type={why.who === "nobody" ? "info" : "warning"} showIcon title={why.sentence} description={why.action?.text} />
              )}
            </>
          )
        }
      </Answered>
    </div>
  );
}

const ENDS: readonly Schemas["DispatchState"][] = ["refused", "accepted", "assigned", "processing", "completed", "failed", "expired", "withdrawn"];
