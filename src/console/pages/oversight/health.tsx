import type { ReactNode } from "react";
import { faultOfAnswer } from "../../api/fault.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useAccount } from "../../app/session.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Panel } from "../../parts/page.tsx";
import { Answered } from "../../parts/states.tsx";

interface Ready {
  readonly status: string;
  readonly parts: readonly { readonly name: string; readonly ok: boolean; readonly required: boolean; readonly text: string }[];
}

const NAMES: Readonly<Record<string, string>> = { database: "Cơ sở dữ liệu", queue: "Hàng đợi", disk: "Ổ đĩa", axis: "Trục liên thông quốc gia", clock: "Đồng hồ", quarantine: "Gói tin bị cách ly", scanner: "Máy quét vi rút" };

/** What the gateway stands on, as its own health answers. */
export function Health(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const ready = useAsk("readyz", async (signal) => {
    const answer = await fetch("/readyz", { signal, cache: "no-store" });
    if (answer.status !== 200 && answer.status !== 503) throw faultOfAnswer(answer.status, null);
    return (await answer.json()) as Ready;
  });
  return (
    <Panel title="Sức khỏe hệ thống" className="panel-flush">
      <Answered asked={ready} rows={3}>
        {({ parts }) => (
          <ul className="cards">
            {parts.map((part) => (
              <li key={part.name}>
                <div className="card-top">
                  <strong>{NAMES[part.name] ?? part.name}</strong>
                  <Badge label={part.ok ? { text: "Hoạt động", tone: "good" } : { text: part.required ? "Không hoạt động" : "Cần chú ý", tone: part.required ? "bad" : "warn" }} />
                </div>
                <div className="card-foot">{operator ? part.text : part.text.replace(/ \(LIENTHONG_\w+\)/, "")}</div>
              </li>
            ))}
          </ul>
        )}
      </Answered>
    </Panel>
  );
}
