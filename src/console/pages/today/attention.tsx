import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link } from "../../app/router.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Panel } from "../../parts/page.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";

type Attention = Schemas["Attention"];

const PLACES: Readonly<Record<Attention["kind"], { readonly to: string; readonly text: string }>> = {
  "channel-paused": { to: "/hang-doi", text: "Xem hàng đợi" },
  "channel-held": { to: "/hang-doi", text: "Xem hàng đợi" },
  "dead-letters": { to: "/hang-doi?tab=thu-chet", text: "Xem chuyến gửi không thành công" },
  quarantine: { to: "/hang-doi?tab=cach-ly", text: "Xem gói tin" },
  "certificate-expired": { to: "/chung-thu", text: "Xem chứng thư" },
  "certificate-urgent": { to: "/chung-thu", text: "Xem chứng thư" },
  "certificate-soon": { to: "/chung-thu", text: "Xem chứng thư" },
  "certificate-unusable": { to: "/chung-thu", text: "Xem chứng thư" },
  "sync-held": { to: "/co-quan?tab=dong-bo", text: "Xem danh sách" },
  "backup-missing": { to: "/sao-luu", text: "Cách sao lưu" },
  "backup-old": { to: "/sao-luu", text: "Xem sao lưu" },
  "backup-wrong": { to: "/sao-luu", text: "Xem sao lưu" },
  "journal-broken": { to: "/kiem-tra", text: "Xem nhật ký" },
};

/** What an operator has to look at, the worst first. */
export function AttentionPanel(): ReactNode {
  const found = useAsk("today:attention", async (signal) => (await asked(api.GET("/api/v1/attention", { signal }))).items, { live: ["channel.", "transmission.failed", "inbound.", "work.dead"] });
  return (
    <Panel title="Việc cần làm" className="panel-flush">
      <Answered asked={found} rows={3}>
        {(items) =>
          items.length === 0 ? <Nothing text="Không có việc gì cần làm." /> : (
            <ul className="cards">
              {items.map((one) => (
                <li key={one.kind + one.text}>
                  <div className="card-top"><Badge label={one.severity === "bad" ? { text: "Cần xử lý", tone: "bad" } : { text: "Cần để ý", tone: "warn" }} />{one.since !== null && <span className="faint"><Instant at={one.since} relative /></span>}</div>
                  <div>{one.text}</div>
                  <div className="card-foot"><Link to={PLACES[one.kind].to}>{PLACES[one.kind].text}</Link></div>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Panel>
  );
}
