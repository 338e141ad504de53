import { Alert } from "antd";
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { Badge } from "../../parts/badge.tsx";
import { OUTCOMES } from "./words.ts";

/** Each check of a connection: whether it passed, and what to do when not. */
export function Checks({ test }: { readonly test: Schemas["PeerTest"] }): ReactNode {
  return (
    <>
      <Alert className="gap-below" showIcon type={test.passed ? "success" : "error"} title={test.passed ? "Mọi kiểm tra đều đạt" : "Kết nối chưa dùng được"} {...(!test.passed && { description: "Làm theo lời khuyên ở mục Chưa đạt đầu tiên rồi kiểm tra lại; các mục sau phụ thuộc vào nó." })} />
      <ol className="cards panel">
        {test.checks.map((check) => (
          <li key={check.check}>
            <div className="card-top">
              <strong>{check.title}</strong>
              <Badge label={OUTCOMES[check.outcome]} />
            </div>
            {check.outcome !== "passed" && check.advice !== "" && <div>{check.advice}</div>}
            {check.detail !== "" && <div className="card-foot">{check.outcome === "passed" ? check.detail : `Chi tiết kỹ thuật: ${check.detail}`}</div>}
          </li>
        ))}
      </ol>
    </>
  );
}
