import { Alert, Descriptions } from "antd";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { Badge } from "../../parts/badge.tsx";
import { Panel } from "../../parts/page.tsx";
import { sayDay, sayDue, sayInstant } from "../../text/dates.ts";
import { REQUEST_STATES, URGENCIES, VERDICTS } from "../../text/labels.ts";

type AnyDocument = Schemas["Document"] | Schemas["IncomingDocument"];

const STEERING: Readonly<Record<AnyDocument["steering"], string | null>> = { none: null, steers: "Văn bản chỉ đạo, điều hành", reports: "Văn bản báo cáo" };

/** What the document says of itself. */
export function Facts({ document, sender, receivers }: { readonly document: AnyDocument; readonly sender: ReactNode; readonly receivers: ReactNode }): ReactNode {
  const { signer } = document;
  const signed = [signer.competence, signer.position, signer.fullName].filter((part) => part !== null && part !== "").join(" · ");
  const steering = STEERING[document.steering];
  const items = [
    { key: "type", label: "Loại văn bản", children: document.documentType },
    { key: "issued", label: "Ban hành", children: `${document.issuedAt}, ${sayDay(document.issuedOn)}` },
    { key: "sender", label: "Cơ quan gửi", children: sender },
    { key: "receivers", label: "Nơi nhận", children: receivers },
    ...(signed === "" ? [] : [{ key: "signer", label: "Người ký", children: signed }]),
    { key: "urgency", label: "Độ khẩn", children: <Badge label={URGENCIES[document.urgency]} /> },
    ...(document.dueOn === null ? [] : [{ key: "due", label: "Hạn trả lời", children: sayDay(document.dueOn) }]),
    ...(steering === null ? [] : [{ key: "steering", label: "Tính chất", children: steering }]),
    { key: "paper", label: "Bản giấy", children: document.paperOriginal ? "Có gửi kèm bản giấy" : "Không, chỉ gửi điện tử" },
    ...("content" in document && document.content !== null && document.content !== document.subject ? [{ key: "content", label: "Nội dung tóm tắt", children: document.content }] : []),
    ...(document.responseFor.length === 0 ? [] : [{ key: "answers", label: "Trả lời văn bản", children: document.responseFor.map(({ code, organId }) => `${code} (${organId})`).join(", ") }]),
    { key: "id", label: "Mã văn bản", children: <code>{document.documentId}</code> },
  ];
  return (
    <Panel title="Thông tin văn bản" className="panel-flush">
      <Descriptions column={1} size="small" bordered items={items} styles={{ label: { width: 150 } }} />
    </Panel>
  );
}

/** What it is worth, and what is missing for more. */
export function Effect({ effect }: { readonly effect: Schemas["LegalEffect"] | null }): ReactNode {
  if (effect === null) return null;
  return (
    <Panel title="Giá trị pháp lý" extra={<Badge label={effect.effect === "full" ? { text: "Như bản gốc", tone: "good" } : { text: "Để biết, tham khảo", tone: "warn" }} />}>
      <p className="snug">{effect.missing.length === 0 ? effect.text : effect.text.replace(/(\)\.).*$/s, "$1")}</p>
      {effect.missing.length > 0 && (
        <ul className="reasons">
          {effect.missing.map(({ what, file, message, rule }) => (
            <li key={what + file}>
              {message} <small>{rule}</small>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Who signed, whether it is what they signed, in plain words. */
export function Verdict({ verdict }: { readonly verdict: Schemas["SignatureVerdict"] }): ReactNode {
  const { signer } = verdict;
  return (
    <Panel title="Chữ ký gói tin" extra={<Badge label={VERDICTS[verdict.kind]} />}>
      <p className="snug">{verdict.text}</p>
      {signer !== null && (
        <p className="snug card-foot">
          Chứng thư của <span title={signer.subject}>{commonName(signer.subject)}</span>, cấp bởi <span title={signer.issuer}>{commonName(signer.issuer)}</span>, hiệu lực {sayDay(signer.notBefore)} – {sayDay(signer.notAfter)}.
        </p>
      )}
      {verdict.details.length > 0 && (
        <ul className="reasons">
          {verdict.details.map((detail) => (
            <li key={detail}>{detail}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** `CN=Văn phòng Chính phủ, OU=G22, C=VN` → its name; the whole of it when it has none. */
function commonName(name: string): string {
  return /(?:^|,\s*)CN=((?:\\.|[^,\\])+)/.exec(name)?.[1]?.replaceAll(/\\(.)/g, "$1") ?? name;
}

export function HoldNote({ hold }: { readonly hold: Schemas["Hold"] | null }): ReactNode {
  if (hold === null) return null;
  const stamps = hold.stamps.map(({ text, page }) => `“${text}”${page === null ? "" : ` (trang ${page})`}`).join(", ");
  return (
    <Alert
      className="gap-below"
      showIcon
      type={hold.state === "held" ? "error" : "info"}
      title={hold.state === "held" ? "Văn bản đang bị tạm giữ" : hold.state === "released" ? "Văn bản từng bị tạm giữ, đã được cho đi tiếp" : "Văn bản đã bị hủy sau khi tạm giữ"}
      description={`${hold.reason}${stamps === "" ? "" : ` Dấu tìm thấy: ${stamps}.`} ${hold.rule}.${hold.decision === null ? "" : ` Quyết định của ${hold.decision.person} lúc ${sayInstant(hold.decision.at)}: ${hold.decision.reason}`}`}
    />
  );
}

/** A recall or an update that was asked, and how it was answered. */
export function RequestNote({ what, request }: { readonly what: string; readonly request: Schemas["Request"] | null }): ReactNode {
  if (request === null) return null;
  return (
    <div className="request">
      <strong>{what}</strong> <Badge label={REQUEST_STATES[request.state]} />
      <div className="card-foot">
        Lúc {sayInstant(request.askedAt)}: {request.reason}
        {request.answerDueAt !== null && request.answeredAt === null && ` · hạn trả lời ${sayDue(request.answerDueAt)}`}
        {request.answeredAt !== null && ` · trả lời lúc ${sayInstant(request.answeredAt)}${request.answer === null ? "" : `: ${request.answer}`}${request.person === null ? "" : ` (${request.person})`}`}
      </div>
    </div>
  );
}
