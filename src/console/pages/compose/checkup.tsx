import { Alert } from "antd";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { Badge } from "../../parts/badge.tsx";
import { Panel } from "../../parts/page.tsx";

/** What the gateway found before anything was sent: what must change, what is worth knowing, and where a receiver asks for more. */
export function CheckupView({ checkup }: { readonly checkup: Schemas["Checkup"] }): ReactNode {
  const { sendable, problems, notes, receivers } = checkup;
  const stricter = receivers.flatMap(({ code, name, differences }) => differences.filter((one) => one.receiverIsStricter).map((difference) => ({ code, name: name ?? code, difference })));
  const findings = receivers.flatMap(({ code, name, findings: found }) => found.map((finding) => ({ name: name ?? code, finding })));
  return (
    <>
      <Alert className="gap-below" showIcon type={sendable ? "success" : "error"} title={sendable ? "Gửi được" : "Chưa gửi được"} description={sendable ? "Không có chỗ nào phải sửa." : "Sửa các điểm dưới đây rồi kiểm tra lại."} />
      {problems.length > 0 && (
        <Panel title="Phải sửa" className="panel-flush">
          <ul className="cards">
            {problems.map(({ field, code, message, rule }) => (
              <li key={field + code + message}>
                {message}
                <div className="card-foot">{rule}</div>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {(notes.length > 0 || findings.length > 0) && (
        <Panel title="Nên biết" className="panel-flush">
          <ul className="cards">
            {notes.map((note) => (
              <li key={note.code + note.field + note.profile}>
                {note.message}
                <div className="card-foot">{note.rule}</div>
              </li>
            ))}
            {findings.map(({ name, finding }) => (
              <li key={name + finding.code + finding.field}>
                <div className="card-top">
                  <span>{finding.message}</span>
                  <Badge label={finding.severity === "refuse" ? { text: "Có thể bị từ chối", tone: "bad" } : { text: "Lưu ý", tone: "warn" }} />
                </div>
                <div className="card-foot">{name} · {finding.rule}</div>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      {stricter.length > 0 && (
        <Panel title="Nơi nhận yêu cầu chặt hơn" className="panel-flush">
          <ul className="cards">
            {stricter.map(({ code, name, difference }) => (
              <li key={code + difference.rule}>
                <strong>{difference.title}</strong>: {difference.receiver.text}
                <div className="card-foot">{name} · {difference.receiver.article}. Bên gửi: {difference.sender.text}</div>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}
