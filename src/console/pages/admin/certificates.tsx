import { PlusOutlined } from "@ant-design/icons";
import { Alert, Button, Form, Input } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { Agency } from "../../parts/agency.tsx";
import { AgencyPicker } from "../../parts/agency-picker.tsx";
import { Badge } from "../../parts/badge.tsx";
import { saveBlob } from "../../parts/export.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { SigningKeyActions } from "./signing-key.tsx";
import { sayDay } from "../../text/dates.ts";
import type { Label } from "../../text/labels.ts";

type Certificate = Schemas["CertificateExpiry"];

const GROUPS: readonly { readonly title: string; readonly uses: readonly Certificate["use"][]; readonly empty: string; readonly how: string }[] = [
  { title: "Khóa ký của cơ quan mình", uses: ["signing", "signing-next"], empty: "Chưa có khóa ký nào. Khóa đầu tiên của một cơ quan nạp trên máy chủ: lienthong keys signing import.", how: "Thay khóa không gián đoạn: nạp khóa kế tiếp, gửi chứng thư của nó cho các bên đăng ký, rồi bắt đầu dùng." },
  { title: "Chứng thư ký của cơ quan khác", uses: ["partner"], empty: "Chưa đăng ký chứng thư nào.", how: "Thay: đăng ký chứng thư mới cạnh chứng thư cũ; khi bên kia đã đổi hẳn thì thôi tin chứng thư cũ." },
  { title: "Chứng thư ghim của kết nối", uses: ["peer", "peer-next"], empty: "Không có kết nối nào ghim chứng thư.", how: "Thay: ở trang của kết nối, ghi chứng thư kế tiếp, rồi Đổi khóa khi bên kia đã thay." },
  { title: "Gốc tin cậy", uses: ["anchor"], empty: "Chưa có gốc tin cậy nào; không gói tin nào được tin.", how: "Thêm gốc: đặt tệp PEM vào thư mục LIENTHONG_TRUST_DIR của máy chủ." },
];

/** Chứng thư: everything that ends one day, the soonest first. */
export default function Certificates(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const found = useAsk("certificates", async (signal) => await asked(api.GET("/api/v1/certificates", { signal })));
  const [adding, setAdding] = useState(false);
  const [dropped, setDropped] = useState<Certificate | null>(null);
  const [open, setOpen] = useState(false);
  return (
    <Page title="Chứng thư" note="Cổng báo trước 30 ngày và 7 ngày ở trang Hôm nay." actions={operator && <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>Đăng ký chứng thư đối tác</Button>}>
      <Answered asked={found} rows={10}>
        {({ items }) => (
          <>
            {items.filter(({ state }) => state === "expired" || state === "urgent" || state === "unusable").map((one) => (
              <Alert key={one.use + one.owner + one.fingerprint} className="gap-below" type="error" showIcon title={`${WORDS[one.use]} ${one.owner}: ${sayState(one).text.toLowerCase()}`} />
            ))}
            {GROUPS.map(({ title, uses, empty, how }) => {
              const mine = items.filter(({ use }) => uses.includes(use));
              return (
                <Panel key={title} title={title} extra={<small>{mine.length}</small>} className="panel-flush">
                  {mine.length === 0 ? <Nothing text={empty} /> : (
                    <ul className="cards">
                      {mine.map((one) => (
                        <li key={one.use + one.owner + one.fingerprint}>
                          <Row one={one} />
                          {operator && (one.use === "signing" || one.use === "signing-next") && <SigningKeyActions one={one} hasNext={items.some(({ use, owner }) => use === "signing-next" && owner === one.owner)} reload={found.reload} />}
                          {operator && one.use === "partner" && <div className="wrap-row"><Button size="small" danger onClick={() => { setDropped(one); setOpen(true); }}>Thôi tin</Button></div>}
                        </li>
                      ))}
                    </ul>
                  )}
                  <p className="panel-how">{how}</p>
                </Panel>
              );
            })}
          </>
        )}
      </Answered>
      <ActionDialog<{ agency: string | null; certificate: string; reason: string }>
        open={adding}
        title="Đăng ký chứng thư ký của một cơ quan"
        explanation="Gói tin của cơ quan này được tin khi ký bằng chứng thư này và chứng thư có đường dẫn tới một gốc tin cậy. Chứng thư đã đăng ký trước đó vẫn được tin."
        confirm="Đăng ký"
        done="Đã đăng ký chứng thư"
        width={620}
        run={async ({ agency, certificate, reason }) => await asked(api.POST("/api/v1/certificates/partners", { body: { agency: agency ?? "", certificate, reason } }))}
        onClose={(ran) => { setAdding(false); if (ran) found.reload(); }}
      >
        <Form.Item name="agency" label="Cơ quan" rules={[{ required: true, message: "Chọn cơ quan" }]}><AgencyPicker label="Cơ quan" /></Form.Item>
        <Form.Item name="certificate" label="Chứng thư (PEM)" rules={[{ required: true, whitespace: true, message: "Dán chứng thư" }]}><Input.TextArea rows={6} placeholder="-----BEGIN CERTIFICATE-----" /></Form.Item>
        <ReasonField placeholder="Ví dụ: công văn 12/VPCP-KSTT gửi chứng thư mới" />
      </ActionDialog>
      <ActionDialog<{ reason: string }>
        open={open}
        title={`Thôi tin chứng thư của ${dropped?.owner ?? ""}`}
        explanation="Gói tin mới ký bằng chứng thư này sẽ bị cách ly. Văn bản đã nhận không bị ảnh hưởng."
        confirm="Thôi tin"
        danger
        done="Đã thôi tin chứng thư"
        run={async ({ reason }) => { if (dropped !== null) await asked(api.POST("/api/v1/certificates/partners/revoke", { body: { agency: dropped.owner, fingerprint: dropped.fingerprint, reason } })); }}
        onClose={(ran) => { setOpen(false); if (ran) found.reload(); }}
      >
        <ReasonField />
      </ActionDialog>
    </Page>
  );
}

const WORDS: Readonly<Record<Certificate["use"], string>> = { signing: "Khóa ký của", "signing-next": "Khóa ký kế tiếp của", partner: "Chứng thư của", peer: "Chứng thư ghim của kết nối", "peer-next": "Chứng thư kế tiếp của kết nối", anchor: "Gốc tin cậy" };

function sayState({ state, daysLeft }: Certificate): Label {
  switch (state) {
    case "unusable":
      return { text: "Không đọc được", tone: "bad" };
    case "expired":
      return { text: "Đã hết hạn", tone: "bad" };
    case "urgent":
      return { text: `Còn ${daysLeft ?? 0} ngày`, tone: "bad" };
    case "soon":
      return { text: `Còn ${daysLeft ?? 0} ngày`, tone: "warn" };
    case "ok":
      return { text: `Còn ${daysLeft ?? 0} ngày`, tone: "good" };
  }
}

function Row({ one }: { readonly one: Certificate }): ReactNode {
  return (
    <>
      <div className="card-top">
        <strong>{one.use === "signing" || one.use === "signing-next" || one.use === "partner" ? <Agency code={one.owner} showCode /> : one.use === "anchor" ? one.owner : <Link to={`/ket-noi/${one.owner}`}>{one.owner}</Link>}</strong>
        <span className="wrap-row">
          {(one.use === "peer-next" || one.use === "signing-next") && <Badge label={{ text: "Kế tiếp, chưa dùng", tone: "wait" }} />}
          {one.development && <Badge label={{ text: "Thử nghiệm", tone: "warn" }} />}
          <Badge label={sayState(one)} />
        </span>
      </div>
      <div className="card-foot">
        {one.validTo !== null && <>hết hạn {sayDay(one.validTo)} · </>}{one.subject !== one.owner && one.subject !== "" && <>chủ thể {one.subject} · </>}cấp bởi {one.issuer === "" ? "–" : one.issuer}{one.fingerprint !== "" && <> · <code title={one.fingerprint}>{one.fingerprint.slice(0, 16)}…</code></>}
        {one.pem !== null && <> · <Button type="link" size="small" className="inline-link" onClick={() => saveBlob(`chung-thu-${one.owner.replaceAll(/[^\p{L}\p{N}.-]+/gu, "-")}.pem`, new Blob([one.pem ?? ""], { type: "application/x-pem-file" }))}>Tải chứng thư</Button></>}
      </div>
    </>
  );
}
