import type { ReactNode } from "react";

export function Mark(): ReactNode {
  return (
    <div className="mark">
      <img src="/assets/mark.svg" alt="" width={36} height={36} />
      <span>
        <strong>Liên thông văn bản</strong>
        <small>Cổng trao đổi văn bản điện tử</small>
      </span>
    </div>
  );
}
