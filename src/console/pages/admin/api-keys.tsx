import { PlusOutlined } from "@ant-design/icons";
import { Button, Form, Input } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { AgenciesField } from "../../parts/agencies-field.tsx";
import { Agency } from "../../parts/agency.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page } from "../../parts/page.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Secret } from "../../parts/secret.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";

type Key = Schemas["ApiKey"];

/** Khóa API: the systems that may speak for agencies, and until when. */
export default function ApiKeys(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const found = useAsk("api-keys", async (signal) => await asked(api.GET("/api/v1/api-keys", { signal })));
  const [adding, setAdding] = useState(false);
  const [revoked, setRevoked] = useState<Key | null>(null);
  const [open, setOpen] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <Page title="Khóa API" note="Mỗi hệ thống QLVB một khóa, gắn với các cơ quan nó được làm thay." actions={operator && <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>Cấp khóa</Button>}>
      {secret !== null && <Secret title="Khóa mới" text="Chép khóa này vào hệ thống QLVB; nó chỉ hiện một lần. Dùng trong tiêu đề Authorization: Bearer …" value={secret} onClose={() => setSecret(null)} />}
      <Answered asked={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="Chưa cấp khóa nào. Cấp một khóa để hệ thống QLVB gửi, nhận văn bản qua API." />
          ) : (
            <ul className="cards panel">
              {items.map((key) => (
                <li key={key.id}>
                  <div className="card-top">
                    <strong>{key.name}</strong>
                    <Badge label={key.revokedAt === null ? { text: "Còn hiệu lực", tone: "good" } : { text: "Đã thu hồi", tone: "plain" }} />
                  </div>
                  {key.agencies.length > 0 && <div>Làm thay {key.agencies.map((code, index) => <span key={code}>{index > 0 && ", "}<Agency code={code} showCode /></span>)}</div>}
                  {key.supervises.length > 0 && <div>Đọc sổ, báo cáo của {key.supervises.map((code, index) => <span key={code}>{index > 0 && ", "}<Agency code={code} showCode /></span>)} và cơ quan trực thuộc</div>}
                  <div className="card-foot">
                    cấp <Instant at={key.createdAt} /> · {key.lastUsedAt === null ? "chưa dùng" : <>dùng lần cuối <Instant at={key.lastUsedAt} /></>}
                    {key.revokedAt !== null && <> · thu hồi <Instant at={key.revokedAt} /></>} · <code>{key.id}</code>
                  </div>
                  {operator && key.revokedAt === null && <div className="wrap-row"><Button size="small" danger onClick={() => { setRevoked(key); setOpen(true); }}>Thu hồi</Button></div>}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
      <ActionDialog<{ name: string; agencies?: readonly string[]; supervises?: readonly string[]; reason: string }>
        open={adding}
        title="Cấp khóa API"
        explanation="Khóa gửi, nhận thay các cơ quan được chọn; cổng phải phục vụ các cơ quan này."
        confirm="Cấp khóa"
        done="Đã cấp khóa"
        run={async ({ name, agencies, supervises, reason }) => setSecret((await asked(api.POST("/api/v1/api-keys", { body: { name: name.trim(), agencies: [...(agencies ?? [])], supervises: [...(supervises ?? [])], reason } }))).secret)}
        onClose={(ran) => { setAdding(false); if (ran) found.reload(); }}
      >
        <Form.Item name="name" label="Tên hệ thống" rules={[{ required: true, whitespace: true, message: "Nhập tên hệ thống" }]}><Input placeholder="QLVB tỉnh Quảng Ngãi" /></Form.Item>
        <Form.Item name="agencies" label="Cơ quan được làm thay"><AgenciesField label="Thêm cơ quan được làm thay" /></Form.Item>
        <Form.Item name="supervises" label="Chỉ đọc sổ, báo cáo của cơ quan và cấp dưới (nếu cần)"><AgenciesField label="Thêm cơ quan được giám sát" /></Form.Item>
        <ReasonField placeholder="Ví dụ: công văn 12/SKHCN-VP đề nghị kết nối" />
      </ActionDialog>
      <ActionDialog<{ reason: string }>
        open={open}
        title={`Thu hồi khóa của ${revoked?.name ?? ""}`}
        explanation="Có hiệu lực ngay ở mọi cửa; hệ thống dùng khóa này không gửi, nhận được nữa. Không thể khôi phục, chỉ có thể cấp khóa mới."
        confirm="Thu hồi"
        danger
        done="Đã thu hồi"
        run={async ({ reason }) => { if (revoked !== null) await asked(api.POST("/api/v1/api-keys/{id}/revoke", { params: { path: { id: revoked.id } }, body: { reason } })); }}
        onClose={(ran) => { setOpen(false); if (ran) found.reload(); }}
      >
        <ReasonField />
      </ActionDialog>
    </Page>
  );
}
