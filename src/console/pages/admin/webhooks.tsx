import { PlusOutlined } from "@ant-design/icons";
import { Alert, Button, Form, Input, Select } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page } from "../../parts/page.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Secret } from "../../parts/secret.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { useConfirm } from "../../parts/use-confirm.ts";
import { EVENT_WORDS, type Label } from "../../text/labels.ts";

type Hook = Schemas["Webhook"];
interface Entered {
  readonly name: string;
  readonly url: string;
  readonly types?: NonNullable<Schemas["NewWebhook"]["types"]>;
}

const STATES: Readonly<Record<Hook["state"], Label>> = {
  working: { text: "Hoạt động", tone: "good" },
  retrying: { text: "Đang thử lại", tone: "warn" },
  down: { text: "Không gửi được", tone: "bad" },
  paused: { text: "Tạm dừng", tone: "plain" },
  "key-revoked": { text: "Khóa bị thu hồi", tone: "bad" },
};

/** Webhook: systems that are told of events as they happen. */
export default function Webhooks(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const confirm = useConfirm();
  const found = useAsk("webhooks", async (signal) => await asked(api.GET("/api/v1/webhooks", { signal })));
  const [adding, setAdding] = useState(false);
  const [changed, setChanged] = useState<Hook | null>(null);
  const [changing, setChanging] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const path = ({ id }: Hook) => ({ params: { path: { id } } });
  return (
    <Page title="Webhook" note="Cổng gọi các địa chỉ này khi có sự kiện, có ký, thử lại cho tới khi nhận được." actions={operator && <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>Thêm webhook</Button>}>
      {secret !== null && <Secret title="Khóa ký của webhook" text="Chép khóa này vào hệ thống nhận; nó chỉ hiện một lần." value={secret} onClose={() => setSecret(null)} />}
      <Answered asked={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="Chưa có webhook nào." />
          ) : (
            <ul className="cards panel">
              {items.map((hook) => (
                <li key={hook.id}>
                  <div className="card-top"><strong>{hook.name}</strong><Badge label={STATES[hook.state]} /></div>
                  <div><code>{hook.url}</code></div>
                  <div className="card-foot">
                    {hook.types === null ? "Mọi sự kiện" : hook.types.map((type) => EVENT_WORDS[type]).join(", ")} · còn {hook.backlog} chưa gửi · gửi được lần cuối <Instant at={hook.lastSuccessAt} />
                  </div>
                  {hook.lastError !== null && <Alert type="warning" title={hook.lastError} />}
                  {operator && <div className="wrap-row">
                    <Button size="small" onClick={() => { setChanged(hook); setChanging(true); }}>Sửa</Button>
                    {hook.state === "paused" ? (
                      <Button size="small" onClick={() => confirm({ title: `Chạy lại webhook ${hook.name}?`, confirm: "Chạy lại", done: "Đã chạy lại", run: async () => { await asked(api.POST("/api/v1/webhooks/{id}/resume", path(hook))); found.reload(); } })}>Chạy lại</Button>
                    ) : (
                      <Button size="small" onClick={() => confirm({ title: `Tạm dừng webhook ${hook.name}?`, text: "Sự kiện được giữ lại và gửi khi chạy lại.", confirm: "Tạm dừng", done: "Đã tạm dừng", run: async () => { await asked(api.POST("/api/v1/webhooks/{id}/pause", path(hook))); found.reload(); } })}>Tạm dừng</Button>
                    )}
                    <Button size="small" onClick={() => confirm({ title: "Đổi khóa ký?", text: "Khóa cũ còn dùng được 24 giờ.", confirm: "Đổi khóa", done: "Đã đổi khóa", run: async () => { setSecret((await asked(api.POST("/api/v1/webhooks/{id}/secrets", { ...path(hook), body: { keepHours: 24 } }))).secret); } })}>Đổi khóa</Button>
                    <Button size="small" danger onClick={() => confirm({ title: `Gỡ webhook ${hook.name}?`, text: "Hệ thống này không được báo nữa.", confirm: "Gỡ", danger: true, done: "Đã gỡ", run: async () => { await asked(api.DELETE("/api/v1/webhooks/{id}", path(hook))); found.reload(); } })}>Gỡ</Button>
                  </div>}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      <ActionDialog<Entered>
        open={adding}
        title="Thêm webhook"
        confirm="Thêm"
        done="Đã thêm webhook"
        run={async ({ name, url, types }) => {
          const added = await asked(api.POST("/api/v1/webhooks", { body: { name: name.trim(), url: url.trim(), after: "end", ...(types !== undefined && types.length > 0 && { types }) } }));
          setSecret(added.secret);
        }}
        onClose={(ran) => { setAdding(false); if (ran) found.reload(); }}
      >
        <Fields />
      </ActionDialog>
      <ActionDialog<Entered & { reason: string }>
        open={changing}
        title={`Sửa webhook ${changed?.name ?? ""}`}
        explanation="Có hiệu lực ngay, kể cả với sự kiện đang chờ; khóa ký không đổi."
        confirm="Lưu"
        done="Đã lưu"
        initial={{ name: changed?.name ?? "", url: changed?.url ?? "", types: changed?.types ?? [] }}
        run={async ({ name, url, types, reason }) => {
          if (changed !== null) await asked(api.PATCH("/api/v1/webhooks/{id}", { ...path(changed), body: { name: name.trim(), url: url.trim(), types: types === undefined || types.length === 0 ? null : types, reason } }));
        }}
        onClose={(ran) => { setChanging(false); if (ran) found.reload(); }}
      >
        <Fields />
        <ReasonField />
      </ActionDialog>
    </Page>
  );
}

function Fields(): ReactNode {
  return (
    <>
      <Form.Item name="name" label="Tên" rules={[{ required: true, whitespace: true, message: "Nhập tên" }]}><Input /></Form.Item>
      <Form.Item name="url" label="Địa chỉ (https)" rules={[{ required: true, type: "url", message: "Nhập địa chỉ https" }]}><Input placeholder="https://qlvb.example.gov.vn/lienthong" /></Form.Item>
      <Form.Item name="types" label="Sự kiện (bỏ trống: tất cả)"><Select mode="multiple" options={Object.entries(EVENT_WORDS).map(([value, label]) => ({ value, label }))} /></Form.Item>
    </>
  );
}
