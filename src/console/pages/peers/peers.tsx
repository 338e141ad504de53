import { PlusOutlined } from "@ant-design/icons";
import { Button } from "antd";
import type { ReactNode } from "react";
import { api, asked } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { go, Link } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page } from "../../parts/page.tsx";
import { Answered, Nothing } from "../../parts/states.tsx";
import { saveBlob } from "../../parts/export.tsx";
import { KINDS, STATES } from "./words.ts";

/** Kết nối: the systems this gateway exchanges with. */
export default function Peers(): ReactNode {
  const operator = useAccount().roles.includes("operator");
  const found = useAsk("peers", async (signal) => await asked(api.GET("/api/v1/peers", { signal })));
  const download = async (): Promise<void> => {
    const file = await asked(api.GET("/api/v1/peers/configuration"));
    saveBlob("ket-noi.json", new Blob([JSON.stringify(file, null, 2)], { type: "application/json" }));
  };
  return (
    <Page
      title="Kết nối"
      note="Trục, cổng khác và phần mềm mà cổng này trao đổi văn bản."
      actions={
        <>
          <Button onClick={() => void download()}>Xuất cấu hình</Button>
          {operator && <Button onClick={() => go("/ket-noi/ap-dung")}>Áp dụng tệp cấu hình</Button>}
          {operator && <Button type="primary" icon={<PlusOutlined />} onClick={() => go("/ket-noi/moi")}>Thêm kết nối</Button>}
        </>
      }
    >
      <Answered asked={found}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing text="Chưa có kết nối nào. Thêm kết nối đầu tiên để gửi và nhận văn bản.">
              {operator && <Button type="primary" onClick={() => go("/ket-noi/moi")}>Thêm kết nối</Button>}
            </Nothing>
          ) : (
            <ul className="cards panel">
              {items.map((peer) => (
                <li key={peer.channel}>
                  <div className="card-top">
                    {peer.source === "registry" ? <Link to={`/ket-noi/${peer.code}`} className="card-code">{peer.name}</Link> : <strong>{peer.name}</strong>}
                    <Badge label={STATES[peer.state]} />
                  </div>
                  <div className="card-foot">
                    {KINDS[peer.kind].text} · <code>{peer.endpoint}</code> · {peer.source === "environment" ? "khai bằng biến môi trường" : `kiểm tra lần cuối `}
                    {peer.source === "registry" && <Instant at={peer.testedAt} />}
                    {peer.waiting > 0 && ` · ${peer.waiting} văn bản đang chờ`}
                  </div>
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Page>
  );
}
