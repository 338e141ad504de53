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

type Doing = "pause" | "resume" | "replay" | "secret" | "remove";
const WORDS: Readonly<Record<Doing, { readonly title: string; readonly text: string; readonly confirm: string; readonly done: string; readonly example: string }>> = {
  pause: { title: "Tạm dừng webhook", text: "Sự kiện được giữ lại và gửi khi chạy lại.", confirm: "Tạm dừng", done: "Đã tạm dừng", example: "Ví dụ: QLVB bảo trì đến 18 giờ" },
  resume: { title: "Chạy lại webhook", text: "Những sự kiện đã giữ được gửi ngay, theo đúng thứ tự.", confirm: "Chạy lại", done: "Đã chạy lại", example: "Ví dụ: QLVB đã hoạt động lại" },
  replay: { title: "Gửi lại mọi sự kiện còn giữ", text: "Gửi lại từ sự kiện cũ nhất cổng còn giữ, với mã cũ của chúng: bên nhận bỏ qua sự kiện đã có theo mã. Chỉ cần khi bên nhận mất dữ liệu.", confirm: "Gửi lại", done: "Đã xếp hàng gửi lại", example: "Ví dụ: QLVB phục hồi từ bản sao lưu ngày 20/11" },
  secret: { title: "Đổi khóa ký của webhook", text: "Khóa mới chỉ hiện một lần. Khóa cũ còn được ký kèm trong 24 giờ để bên nhận kịp đổi.", confirm: "Đổi khóa", done: "Đã đổi khóa", example: "Ví dụ: đổi định kỳ" },
  remove: { title: "Gỡ webhook", text: "Hệ thống này không được báo nữa; sự kiện đang chờ gửi tới nó bị bỏ.", confirm: "Gỡ", done: "Đã gỡ", example: "Ví dụ: QLVB thôi dùng" },
};

/** Webhook: systems that are told of events as they happen. */
export default function Webhooks(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const found = useAsk("webhooks", async (signal) => await asked(api.GET("/api/v1/webhooks", { signal })));
  const [adding, setAdding] = useState(false);
  const [changed, setChanged] = useState<Hook | null>(null);
  const [changing, setChanging] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const [doing, setDoing] = useState<{ readonly what: Doing; readonly hook: Hook } | null>(null);
  const [open, setOpen] = useState(false);
  const begin = (what: Doing, hook: Hook): void => {
    setDoing({ what, hook });
    setOpen(true);
  };
  const words = WORDS[doing?.what ?? "pause"];
  const path = ({ id }: Hook) => ({ params: { path: { id } } });
  return (
    <Page title="Webhook" note="Cổng gọi các địa chỉ này khi có sự kiện, có ký, thử lại cho tới khi nhận được." actions={operator && <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>Thêm webhook</Button>}>
      {secret !== null && <Secret title="Khóa ký của webhook" text="Chép khóa này vào hệ thống nhận; nó chỉ hiện một lần." value={secret} onClose={() => setSecret(null)} />}
      <Answered asked={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="Chưa có webhook nào. Thêm địa chỉ của phần mềm QLVB để nó được báo ngay khi có văn bản, trạng thái mới." />
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
                    {hook.state === "paused" ? <Button size="small" onClick={() => begin("resume", hook)}>Chạy lại</Button> : <Button size="small" onClick={() => begin("pause", hook)}>Tạm dừng</Button>}
                    <Button size="small" onClick={() => begin("replay", hook)}>Gửi lại</Button>
                    <Button size="small" onClick={() => begin("secret", hook)}>Đổi khóa</Button>
                    <Button size="small" danger onClick={() => begin("remove", hook)}>Gỡ</Button>
                  </div>}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      <ActionDialog<Entered & { reason: string }>
        open={adding}
        title="Thêm webhook"
        confirm="Thêm"
        done="Đã thêm webhook"
        run={async ({ name, url, types, reason }) => {
          const added = await asked(api.POST("/api/v1/webhooks", { body: { name: name.trim(), url: url.trim(), after: "end", reason, ...(types !== undefined && types.length > 0 && { types }) } }));
          setSecret(added.secret);
        }}
        onClose={(ran) => { setAdding(false); if (ran) found.reload(); }}
      >
        <Fields />
        <ReasonField />
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
      <ActionDialog<{ reason: string }>
        open={open}
        title={`${words.title}: ${doing?.hook.name ?? ""}`}
        explanation={words.text}
        confirm={words.confirm}
        danger={doing?.what === "remove"}
        done={words.done}
        run={async ({ reason }) => { if (doing !== null) setSecret((await act(doing.what, doing.hook, reason)) ?? secret); }}
        onClose={(ran) => { setOpen(false); if (ran) found.reload(); }}
      >
        <ReasonField placeholder={words.example} />
      </ActionDialog>
    </Page>
  );
}

/** A new secret, when there is one. */
async function act(what: Doing, { id }: Hook, reason: string): Promise<string | null> {
  const params = { path: { id } };
  switch (what) {
    case "pause":
      await asked(api.POST("/api/v1/webhooks/{id}/pause", { params, body: { reason } }));
      return null;
    case "resume":
      await asked(api.POST("/api/v1/webhooks/{id}/resume", { params, body: { reason } }));
      return null;
    case "replay":
      await asked(api.POST("/api/v1/webhooks/{id}/replay", { params, body: { after: "start", reason } }));
      return null;
    case "remove":
      await asked(api.POST("/api/v1/webhooks/{id}/removal", { params, body: { reason } }));
      return null;
    case "secret":
      return (await asked(api.POST("/api/v1/webhooks/{id}/secrets", { params, body: { keepHours: 24, reason } }))).secret;
  }
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
