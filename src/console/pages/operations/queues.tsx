import type { ReactNode } from "react";
import { useFilters } from "../../app/router.tsx";
import { Page } from "../../parts/page.tsx";
import { TabLinks } from "../../parts/tabs.tsx";
import { Channels } from "./channels.tsx";
import { DeadLetters } from "./dead-letters.tsx";
import { Quarantine } from "./quarantine.tsx";

/** Hàng đợi: what waits, what gave up, and what was not believed. */
export default function Queues(): ReactNode {
  const [query] = useFilters();
  const tab = query.get("tab") ?? "kenh";
  return (
    <Page title="Hàng đợi" note="Văn bản đã nhận không mất: kênh ngừng thì chờ, gửi không thành công thì giữ nguyên gói tin cho tới khi có người quyết định.">
      <TabLinks name="tab" current={tab} tabs={{ kenh: "Kênh gửi", "thu-chet": "Gửi không thành công", "cach-ly": "Gói tin bị cách ly" }} label="Cách xem" />
      {tab === "thu-chet" ? <DeadLetters /> : tab === "cach-ly" ? <Quarantine /> : <Channels />}
    </Page>
  );
}
