import type { ReactNode } from "react";
import { api, asked } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Badge } from "../../parts/badge.tsx";
import { Panel } from "../../parts/page.tsx";

/** What the rules of the receiver hold against the document; silent when there is nothing. */
export function PolicyFindings({ id }: { readonly id: string }): ReactNode {
  const { data } = useAsk(`incoming:${id}:policy`, async (signal) => await asked(api.GET("/api/v1/incoming/{id}/policy", { params: { path: { id } }, signal })));
  if (data === null || data.findings.length === 0) return null;
  return (
    <Panel title="Đối chiếu quy định nơi nhận" className="panel-flush">
      <ul className="cards">
        {data.findings.map((finding) => (
          <li key={finding.code + finding.field}>
            <div className="card-top">
              <span>{finding.message}</span>
              <Badge label={finding.severity === "refuse" ? { text: "Có thể từ chối", tone: "bad" } : { text: "Lưu ý", tone: "warn" }} />
            </div>
            <div className="card-foot">{finding.rule}</div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
