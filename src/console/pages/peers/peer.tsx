import { Alert, Button, Checkbox, Descriptions, Form, Input, InputNumber, Select } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { faultOf, type Fault } from "../../api/fault.ts";
import { useAsk } from "../../api/use-ask.ts";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { AgenciesField } from "../../parts/agencies-field.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Answered, Failed, Nothing, Waiting } from "../../parts/states.tsx";
import { sayDay, sayInstant } from "../../text/dates.ts";
import { useAccount } from "../../app/session.tsx";
import { sayAct } from "../admin/acts.ts";
import { Checks } from "./checks.tsx";
import { TestExchange } from "./test-exchange.tsx";
import { DIALECTS, KINDS, sayReaches, STATES, type Peer } from "./words.ts";

type Action = "activate" | "pause" | "resume" | "retire" | "keys" | "change";
interface Entered {
  readonly reason: string;
  readonly secret?: string;
  readonly keepHours?: number;
  readonly promoteCertificate?: boolean;
  readonly name?: string;
  readonly endpoint?: string;
  readonly account?: string;
  readonly reaches?: readonly string[];
  readonly dialect?: Schemas["ChangePeer"]["dialect"];
  readonly pullSeconds?: number;
  readonly whenPaused?: "wait" | "fall-back";
  readonly policyProfile?: string | null;
  readonly nextCertificate?: string;
}

const WORDS: Readonly<Record<Action, { readonly button: string; readonly title: string; readonly text?: string; readonly done: string; readonly danger?: boolean }>> = {
  activate: { button: "Bật", title: "Bật kết nối", text: "Từ lúc này văn bản được gửi và nhận qua kết nối.", done: "Đã bật" },
  pause: { button: "Tạm dừng", title: "Tạm dừng kết nối", text: "Văn bản chờ lại hoặc đi đường khác, theo cài đặt của kết nối.", done: "Đã tạm dừng" },
  resume: { button: "Chạy lại", title: "Chạy lại kết nối", done: "Đã chạy lại" },
  retire: { button: "Gỡ", title: "Gỡ kết nối", text: "Kết nối không dùng lại được; nhật ký vẫn còn.", done: "Đã gỡ", danger: true },
  keys: { button: "Đổi khóa", title: "Đổi khóa", text: "Khóa cũ còn được nhận trong thời gian gối để hai bên đổi mà không gián đoạn.", done: "Đã đổi khóa" },
  change: { button: "Sửa", title: "Sửa kết nối", done: "Đã lưu" },
};

const POSSIBLE: Readonly<Record<Peer["state"], readonly Action[]>> = {
  draft: ["change", "keys", "retire"],
  tested: ["activate", "change", "keys", "retire"],
  active: ["pause", "change", "keys", "retire"],
  paused: ["resume", "change", "keys", "retire"],
  retired: [],
};

/** What is to be done now, of a connection that does not exchange yet, or no more. */
const NEXT: Readonly<Partial<Record<Peer["state"], string>>> = {
  draft: "Kết nối chưa trao đổi văn bản nào. Bấm Kiểm tra kết nối; mọi kiểm tra đạt thì bật được.",
  tested: "Mọi kiểm tra đã đạt. Bấm Bật để bắt đầu trao đổi, rồi gửi một văn bản kiểm thử.",
  paused: "Đang tạm dừng: văn bản mới không đi qua đây cho tới khi bấm Chạy lại.",
};

/** One connection: how it stands, its checks, and everything that can be done with it. */
export default function PeerPage({ code }: { readonly code: string }): ReactNode {
  const path = { code };
  const found = useAsk(`peer:${code}`, async (signal) => await asked(api.GET("/api/v1/peers/{code}", { params: { path }, signal })));
  const history = useAsk(`peer:${code}:history`, async (signal) => await asked(api.GET("/api/v1/peers/{code}/history", { params: { path, query: { limit: 50 } }, signal })));
  const [test, setTest] = useState<Schemas["PeerTest"] | null>(null);
  const [testing, setTesting] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const [action, setAction] = useState<Action>("pause");
  const [open, setOpen] = useState(false);
  const [exchanging, setExchanging] = useState(false);
  const operator = useAccount().roles.includes("operator");
  const profiles = useAsk(operator && action === "change" && open ? "policies" : null, async (signal) => await asked(api.GET("/api/v1/policies", { signal })));
  const peer = found.data;
  if (peer === null) return <Page title="Kết nối">{found.fault === null ? <Waiting /> : <Failed fault={found.fault} retry={found.reload} />}</Page>;

  const again = (): void => {
    found.reload();
    history.reload();
  };
  const runTest = async (): Promise<void> => {
    setTesting(true);
    setFault(null);
    try {
      setTest(await asked(api.POST("/api/v1/peers/{code}/test", { params: { path } })));
    } catch (error) {
      setFault(faultOf(error));
    }
    setTesting(false);
    again();
  };
  const words = WORDS[action];
  return (
    <Page
      title={peer.name}
      note={<span className="wrap-row"><Badge label={STATES[peer.state]} /> {KINDS[peer.kind].text}{peer.waiting > 0 && ` · ${peer.waiting} văn bản đang chờ`}</span>}
      actions={
        operator && <>
          {peer.state === "active" && <Button onClick={() => setExchanging(true)}>Gửi văn bản kiểm thử</Button>}
          {peer.state !== "retired" && peer.source === "registry" && <Button type={peer.state === "draft" ? "primary" : "default"} loading={testing} onClick={() => void runTest()}>Kiểm tra kết nối</Button>}
          {(peer.source === "registry" ? POSSIBLE[peer.state] : []).map((one) => (
            <Button key={one} type={one === "activate" || one === "resume" ? "primary" : "default"} danger={WORDS[one].danger ?? false} onClick={() => { setAction(one); setOpen(true); }}>{WORDS[one].button}</Button>
          ))}
        </>
      }
    >
      {operator && test === null && peer.source === "registry" && NEXT[peer.state] !== undefined && <Alert className="gap-below" type="info" showIcon title={NEXT[peer.state]} />}
      {fault !== null && <Failed fault={fault} />}
      {test !== null && <Checks test={test} />}
      {exchanging && <TestExchange peer={peer} onSent={history.reload} />}
      <div className="main-and-side">
        <Panel title="Cài đặt" className="panel-flush">
          <Descriptions
            column={1}
            size="small"
            bordered
            styles={{ label: { width: 190 } }}
            items={[
              { key: "code", label: "Mã", children: <code>{peer.code}</code> },
              { key: "endpoint", label: "Địa chỉ", children: <code>{peer.endpoint}</code> },
              { key: "account", label: "Tài khoản", children: peer.account },
              { key: "secret", label: "Khóa bí mật", children: peer.hasSecret ? `Đã có${peer.overlapUntil === null ? "" : `, khóa cũ dùng được đến ${sayInstant(peer.overlapUntil)}`}` : "Chưa có" },
              { key: "reaches", label: "Cơ quan gửi qua đây", children: sayReaches(peer.reaches) },
              { key: "dialect", label: "Phương ngữ", children: DIALECTS.find(({ value }) => value === peer.dialect)?.label ?? "Theo chuẩn" },
              { key: "profile", label: "Bộ quy định", children: peer.policyProfile ?? "Theo cơ quan nhận" },
              { key: "paused", label: "Khi tạm dừng", children: peer.whenPaused === "wait" ? "Văn bản chờ" : "Đi đường khác nếu có" },
              { key: "pull", label: "Hỏi văn bản mới", children: `mỗi ${peer.pullSeconds} giây` },
              ...(peer.certificate === null ? [] : [{ key: "certificate", label: "Chứng thư ghim", children: certificateText(peer.certificate) }]),
              ...(peer.nextCertificate === null ? [] : [{ key: "next", label: "Chứng thư kế tiếp", children: certificateText(peer.nextCertificate) }]),
              { key: "tested", label: "Kiểm tra đạt lần cuối", children: <Instant at={peer.testedAt} /> },
            ]}
          />
        </Panel>
        <Panel title="Nhật ký" className="panel-flush">
          <Answered asked={history} rows={3}>
            {({ items }) =>
              items.length === 0 ? <Nothing text="Chưa có gì." /> : (
                <ul className="cards">
                  {items.map((entry) => (
                    <li key={entry.at + entry.kind}>
                      <div className="card-top"><strong>{sayEntry(entry)}</strong><span className="faint"><Instant at={entry.at} /></span></div>
                      <div className="card-foot">{entry.actor}{typeof entry.facts["reason"] === "string" && `: ${entry.facts["reason"]}`}</div>
                    </li>
                  ))}
                </ul>
              )
            }
          </Answered>
        </Panel>
      </div>
      <ActionDialog<Entered>
        open={open}
        title={`${words.title}: ${peer.name}`}
        explanation={words.text}
        confirm={words.button}
        danger={words.danger ?? false}
        done={words.done}
        width={action === "change" ? 640 : 520}
        initial={action === "change" ? { name: peer.name, endpoint: peer.endpoint, account: peer.account, reaches: peer.reaches, pullSeconds: peer.pullSeconds, whenPaused: peer.whenPaused, policyProfile: peer.policyProfile, ...dialectOf(peer) } : action === "keys" ? { keepHours: 24 } : {}}
        run={async (values) => await act(peer, action, values)}
        onClose={(ran) => { setOpen(false); if (ran) again(); }}
      >
        {action === "keys" && (
          <>
            <Form.Item name="secret" label="Khóa mới (bỏ trống nếu chỉ đổi chứng thư)"><Input.Password autoComplete="new-password" /></Form.Item>
            <Form.Item name="keepHours" label="Giữ khóa cũ (giờ)"><InputNumber min={0} max={720} /></Form.Item>
            {peer.nextCertificate !== null && <Form.Item name="promoteCertificate" valuePropName="checked"><Checkbox>Dùng chứng thư kế tiếp từ bây giờ</Checkbox></Form.Item>}
          </>
        )}
        {action === "change" && (
          <>
            <div className="two">
              <Form.Item name="name" label="Tên" rules={[{ required: true, message: "Nhập tên" }]}><Input /></Form.Item>
              <Form.Item name="endpoint" label="Địa chỉ" rules={[{ required: true, message: "Nhập địa chỉ" }]}><Input /></Form.Item>
              <Form.Item name="account" label="Tài khoản" rules={[{ required: true, message: "Nhập tài khoản" }]}><Input /></Form.Item>
              <Form.Item name="dialect" label="Phương ngữ"><Select placeholder="Theo chuẩn" options={[...DIALECTS]} /></Form.Item>
              <Form.Item name="pullSeconds" label="Hỏi mỗi (giây)"><InputNumber min={1} max={3600} /></Form.Item>
              <Form.Item name="whenPaused" label="Khi tạm dừng"><Select options={[{ value: "wait", label: "Văn bản chờ" }, { value: "fall-back", label: "Đi đường khác nếu có" }]} /></Form.Item>
            </div>
            <Form.Item name="reaches" label="Cơ quan gửi qua kết nối này"><AgenciesField label="Thêm cơ quan" /></Form.Item>
            <Form.Item name="policyProfile" label="Bộ quy định"><Select allowClear placeholder="Theo cơ quan nhận" options={profiles.data?.items.map(({ id, title }) => ({ value: id, label: title })) ?? []} /></Form.Item>
            <Form.Item name="nextCertificate" label="Chứng thư máy chủ kế tiếp (PEM, bỏ trống: giữ nguyên)" extra="Trong lúc chuyển, cả hai đều được tin; khi bên kia đã thay thì Đổi khóa và chọn dùng chứng thư kế tiếp."><Input.TextArea rows={3} placeholder="-----BEGIN CERTIFICATE-----" /></Form.Item>
          </>
        )}
        <ReasonField />
      </ActionDialog>
    </Page>
  );
}

async function act(peer: Peer, action: Action, { reason, secret, keepHours, promoteCertificate, ...change }: Entered): Promise<unknown> {
  const params = { path: { code: peer.code } };
  switch (action) {
    case "activate":
      return await asked(api.POST("/api/v1/peers/{code}/activate", { params, body: { reason } }));
    case "pause":
      return await asked(api.POST("/api/v1/peers/{code}/pause", { params, body: { reason } }));
    case "resume":
      return await asked(api.POST("/api/v1/peers/{code}/resume", { params, body: { reason } }));
    case "retire":
      return await asked(api.POST("/api/v1/peers/{code}/retire", { params, body: { reason } }));
    case "keys":
      return await asked(api.POST("/api/v1/peers/{code}/keys", { params, body: { reason, ...(secret !== undefined && secret !== "" && { secret }), ...(keepHours !== undefined && { keepHours }), ...(promoteCertificate !== undefined && { promoteCertificate }) } }));
    case "change": {
      const { reaches, dialect, policyProfile, nextCertificate, ...rest } = change;
      return await asked(api.PATCH("/api/v1/peers/{code}", { params, body: { reason, revision: peer.revision, ...rest, ...(reaches !== undefined && { reaches: [...reaches] }), ...(dialect !== undefined && { dialect }), ...((policyProfile ?? null) !== peer.policyProfile && { policyProfile: policyProfile ?? null }), ...(nextCertificate !== undefined && nextCertificate.trim() !== "" && { nextCertificate: nextCertificate.trim() }) } }));
    }
  }
}

/** As the form knows it. */
function dialectOf({ dialect }: Peer): Pick<Entered, "dialect"> {
  const known = DIALECTS.find(({ value }) => value === dialect);
  return known === undefined ? {} : { dialect: known.value };
}

function certificateText(certificate: Schemas["PinnedCertificate"]): string {
  return `${certificate.subject}, hết hạn ${sayDay(certificate.validTo)}`;
}

/** What a move was, as its button says it. */
function sayEntry({ kind, facts }: Schemas["PeerHistoryEntry"]): string {
  const event = facts["event"];
  return kind === "peer.moved" && (event === "activate" || event === "pause" || event === "resume" || event === "retire") ? WORDS[event].button : sayAct(kind);
}
