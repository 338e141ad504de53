import { Alert, Button, Input, Upload } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { faultOf, sayFault } from "../../api/fault.ts";
import { go, Link } from "../../app/router.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { Nothing } from "../../parts/states.tsx";

const CHANGES: Readonly<Record<Schemas["PeerDifference"]["change"], string>> = { added: "Thêm", changed: "Sửa", missing: "Không có trong tệp" };

const FIELDS: Readonly<Record<string, string>> = { name: "Tên", kind: "Loại", state: "Tình trạng", endpoint: "Địa chỉ", account: "Tài khoản", reaches: "Cơ quan gửi qua đây", dialect: "Phương ngữ", policyProfile: "Bộ quy định", maxDocumentMb: "Dung lượng tối đa (MB)", whenPaused: "Khi tạm dừng", takesDirectory: "Lấy danh bạ", pullSeconds: "Hỏi văn bản mới mỗi (giây)", link: "Tên trên hàng đợi", certificate: "Chứng thư ghim", nextCertificate: "Chứng thư kế tiếp" };

/** A configuration as a file: compared first, then applied exactly as it was reviewed. */
export default function ApplyConfiguration(): ReactNode {
  const [file, setFile] = useState<Schemas["PeerFile"] | null>(null);
  const [compared, setCompared] = useState<Schemas["PeersCompared"] | null>(null);
  const [reason, setReason] = useState("");
  const [refusal, setRefusal] = useState<ReturnType<typeof sayFault> | null>(null);
  const [busy, setBusy] = useState(false);

  const guard = async (doing: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setRefusal(null);
    try {
      await doing();
    } catch (error) {
      setRefusal(error instanceof SyntaxError ? { title: "Tệp không phải JSON", advice: "Hãy chọn tệp đã xuất từ trang Kết nối.", fields: [], reference: null } : sayFault(faultOf(error)));
    } finally {
      setBusy(false);
    }
  };
  const read = async (chosen: File): Promise<void> => await guard(async () => {
    const body = JSON.parse(await chosen.text()) as Schemas["PeerFile"];
    setCompared(await asked(api.POST("/api/v1/peers/configuration/compare", { body })));
    setFile(body);
  });
  const apply = async (): Promise<void> => await guard(async () => {
    if (file === null || compared === null) return;
    await asked(api.POST("/api/v1/peers/configuration/apply", { body: { file, review: compared.review, reason: reason.trim() } }));
    go("/ket-noi");
  });

  return (
    <Page title="Áp dụng tệp cấu hình" note="So với cấu hình đang chạy trước, rồi mới áp dụng đúng những gì đã xem.">
      <Panel title="Tệp">
        <Upload accept=".json" maxCount={1} showUploadList={false} beforeUpload={(chosen) => { void read(chosen); return false; }}>
          <Button loading={busy}>Chọn tệp cấu hình</Button>
        </Upload>
        <p className="card-foot">Tệp lấy bằng nút Xuất cấu hình ở trang <Link to="/ket-noi">Kết nối</Link>, sửa được bằng trình soạn thảo và nên có người thứ hai xem. Khóa bí mật không nằm trong tệp.</p>
      </Panel>
      {refusal !== null && <Alert className="gap-below" type="error" showIcon title={refusal.title} description={[refusal.advice, ...refusal.fields].join(" ")} />}
      {compared !== null && (
        <Panel title="Khác với đang chạy" className="panel-flush">
          {compared.differences.length === 0 ? (
            <Nothing text="Tệp giống cấu hình đang chạy." />
          ) : (
            <ul className="cards">
              {compared.differences.map((difference) => (
                <li key={difference.code}>
                  <div className="card-top"><strong>{difference.code}</strong><Badge label={{ text: CHANGES[difference.change], tone: difference.change === "missing" ? "warn" : "wait" }} /></div>
                  {difference.fields.map(({ field, before, after }) => <div key={field} className="card-foot">{FIELDS[field] ?? field}: {before} → {after}</div>)}
                </li>
              ))}
            </ul>
          )}
        </Panel>
      )}
      {compared !== null && compared.differences.length > 0 && (
        <Panel title="Áp dụng">
          <Input.TextArea aria-label="Lý do" placeholder="Lý do" rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
          <div className="pager"><Button type="primary" disabled={reason.trim() === ""} loading={busy} onClick={() => void apply()}>Áp dụng</Button></div>
        </Panel>
      )}
    </Page>
  );
}
