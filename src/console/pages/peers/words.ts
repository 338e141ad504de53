import type { Schemas } from "../../api/client.ts";
import type { Label } from "../../text/labels.ts";

export type Peer = Schemas["Peer"];

export const STATES: Readonly<Record<Peer["state"], Label>> = {
  draft: { text: "Chưa kiểm tra", tone: "plain" },
  tested: { text: "Đã kiểm tra, chờ bật", tone: "warn" },
  active: { text: "Đang hoạt động", tone: "good" },
  paused: { text: "Tạm dừng", tone: "warn" },
  retired: { text: "Đã gỡ", tone: "plain" },
};

export const KINDS: Readonly<Record<Schemas["NewPeer"]["kind"], { readonly text: string; readonly note: string }>> = {
  axis: { text: "Theo giao thức của trục", note: "Trục liên thông quốc gia, hoặc cổng khác nói cùng giao thức." },
  amqp: { text: "RabbitMQ (AMQP)", note: "Cổng hoặc phần mềm trao đổi qua hàng đợi." },
};

export const DIALECTS: readonly { readonly value: NonNullable<Schemas["NewPeer"]["dialect"]>; readonly label: string }[] = [
  { value: "standard", label: "Theo chuẩn" },
  { value: "qcvn-102-2016", label: "Mã định danh QCVN 102:2016" },
  { value: "qd-20-2020", label: "Mã định danh QĐ 20/2020" },
  { value: "net-sdk", label: "SDK .NET của trục" },
  { value: "lib-0.0.3", label: "Thư viện Java 0.0.3" },
];

export const OUTCOMES: Readonly<Record<Schemas["PeerCheck"]["outcome"], Label>> = {
  passed: { text: "Đạt", tone: "good" },
  failed: { text: "Chưa đạt", tone: "bad" },
  skipped: { text: "Chưa thử", tone: "plain" },
};

/** `H36, H36.*` as people say it. */
export function sayReaches(reaches: readonly string[]): string {
  const said = reaches.flatMap((one) => {
    if (one === "*") return ["mọi cơ quan"];
    const below = `${one}.*`;
    if (one.endsWith(".*")) return reaches.includes(one.slice(0, -2)) ? [] : [`mọi cơ quan trực thuộc ${one.slice(0, -2)}`];
    return [reaches.includes(below) ? `${one} và mọi cơ quan trực thuộc` : one];
  });
  return said.length === 0 ? "Chưa có" : said.join("; ");
}
