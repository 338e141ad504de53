import { Button, Empty, Result, Skeleton } from "antd";
import type { ReactNode } from "react";
import { sayFault, type Fault } from "../api/fault.ts";
import type { Asked } from "../api/use-ask.ts";

/** What failed, in the words of the gateway, and a way to go on. */
export function Failed({ fault, retry }: { readonly fault: Fault; readonly retry?: () => void }): ReactNode {
  const { title, advice, fields, reference } = sayFault(fault);
  const status = fault.kind === "forbidden" ? "403" : fault.kind === "missing" ? "404" : "warning";
  return (
    <Result
      className="failed"
      status={status === "warning" ? "warning" : "info"}
      title={title}
      subTitle={
        <>
          {[advice, ...fields].map((line) => (
            <span key={line} className="line">
              {line}
            </span>
          ))}
          {reference !== null && <span className="line">Mã tham chiếu: {reference}</span>}
        </>
      }
      extra={fault.kind === "missing" ? <a href="#/">Về trang Hôm nay</a> : retry !== undefined && status === "warning" && fault.kind !== "expired" ? <Button onClick={retry}>Thử lại</Button> : undefined}
    />
  );
}

export function Waiting({ rows = 6 }: { readonly rows?: number }): ReactNode {
  return (
    <div role="status" aria-busy="true" aria-label="Đang tải">
      <Skeleton active title={false} paragraph={{ rows }} />
    </div>
  );
}

/** Nothing here, and what to do next. */
export function Nothing({ text, children }: { readonly text: string; readonly children?: ReactNode }): ReactNode {
  return (
    <Empty className="nothing" image={Empty.PRESENTED_IMAGE_SIMPLE} description={text}>
      {children}
    </Empty>
  );
}

/** Loading, failed, or what was answered. After a failure the last answer stays below the sentence that says so. */
export function Answered<Data>({ asked, rows, children }: { readonly asked: Asked<Data>; readonly rows?: number; readonly children: (data: Data) => ReactNode }): ReactNode {
  const { data, fault, reload } = asked;
  if (data === null) return fault === null ? <Waiting {...(rows !== undefined && { rows })} /> : <Failed fault={fault} retry={reload} />;
  return (
    <>
      {fault !== null && fault.kind !== "lost" && fault.kind !== "expired" && <Failed fault={fault} retry={reload} />}
      {children(data)}
    </>
  );
}
