import { Alert, App, Button, Typography } from "antd";
import type { ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { faultOf, sayFault } from "../../api/fault.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link } from "../../app/router.tsx";
import { Agency } from "../../parts/agency.tsx";
import { Badge } from "../../parts/badge.tsx";
import { save } from "../../parts/export.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { Answered } from "../../parts/states.tsx";
import { sayInstant, sayNumber } from "../../text/dates.ts";
import { labelOf, sayFound } from "./backups.tsx";

type Plan = Schemas["RestorePlan"];
type Since = Schemas["DocumentsSince"];

const SHOWN = 20;
const MOST = 5000;

/** Phục hồi: what to know before it, and each step at the machine. The page itself restores nothing: a gateway cannot put itself back while it runs. */
export default function RestorePlan({ digest }: { readonly digest: string }): ReactNode {
  const found = useAsk(`restore-plan:${digest}`, async (signal) => await planOf(digest, SHOWN, signal));
  return (
    <Page title={found.data === null ? "Phục hồi bản sao lưu" : `Phục hồi bản sao lưu lúc ${sayInstant(found.data.made.madeAt)}`} note="Trang này chỉ cho biết trước; việc phục hồi chạy trên máy chủ khi cổng đã dừng." actions={<Link to="/sao-luu">Về danh sách</Link>}>
      <Answered asked={found} rows={10}>{(plan) => <Known plan={plan} digest={digest} />}</Answered>
    </Page>
  );
}

function Known({ plan, digest }: { readonly plan: Plan; readonly digest: string }): ReactNode {
  const { made, verified, rehearsed, outgoing, incoming, acts, since } = plan;
  const nothing = outgoing.count + incoming.count + acts === 0;
  return (
    <>
      <Panel title="1. Bản này có dùng được không">
        <dl className="figures-row">
          <div><dt>Sao lưu</dt><dd><Instant at={made.madeAt} relative /></dd></div>
          <div><dt>Đọc lại từng byte</dt><dd>{verified === null ? <Badge label={{ text: "Chưa", tone: "warn" }} /> : <Badge label={labelOf(verified)} />}</dd></div>
          <div><dt>Phục hồi thử</dt><dd>{rehearsed === null ? <Badge label={{ text: "Chưa", tone: "warn" }} /> : <Badge label={labelOf(rehearsed)} />}</dd></div>
        </dl>
        {rehearsed?.found != null && <p className="snug">Phục hồi thử <Instant at={rehearsed.at} />: {sayFound(rehearsed.found)}.</p>}
        {rehearsed === null && <Alert type="warning" showIcon title="Bản này chưa được phục hồi thử" description="Nếu cổng còn chạy, hãy phục hồi thử ở trang Sao lưu trước; dữ liệu đang dùng không bị đụng tới." />}
      </Panel>
      <Panel title="2. Sẽ mất những gì" extra={<DownloadAll digest={digest} isEmpty={outgoing.count + incoming.count === 0} />}>
        {nothing ? (
          <p className="snug">Từ {sayInstant(since)} tới nay cổng chưa ghi thêm gì: phục hồi bản này không mất văn bản nào.</p>
        ) : (
          <>
            <p className="snug">Ghi từ {sayInstant(since)} tới nay, không có trong bản này. Tải danh sách về trước khi dừng cổng.</p>
            <Lost title={`${sayNumber(outgoing.count)} văn bản đi`} since={outgoing} what="Bên nhận đã có, nhưng cổng không còn biết đã gửi: trạng thái báo về sẽ bị cách ly. Vào sổ lại theo danh sách này; đừng gửi lại, nơi nhận sẽ thấy trùng số." />
            <Lost title={`${sayNumber(incoming.count)} văn bản đến`} since={incoming} what="Trục và bên gửi coi là đã giao, không tự gửi lại: phải đề nghị từng bên gửi phát lại." />
            {acts > 0 && <p className="snug"><strong>{sayNumber(acts)} thao tác</strong> của người dùng (tiếp nhận, phân công, tài khoản, khóa, kết nối, lịch…), xem ở <Link to={`/kiem-tra?from=${since.slice(0, 10)}`}>Nhật ký thao tác</Link>.</p>}
          </>
        )}
      </Panel>
      <Panel title="3. Các bước trên máy chủ">
        <p className="snug">Văn bản đi còn chờ lúc sao lưu mà nay đã gửi: sau phục hồi cổng hỏi bên kia trước, có thể gửi lần nữa cùng mã, bên nhận biết là trùng.</p>
        <ol className="steps-to-do">
          <li>Phát <Link to="/thong-bao">thông báo sự cố</Link>, tải danh sách ở mục 2.</li>
          <li>Dừng mọi tiến trình của cổng: <Command text="systemctl stop lienthong" /> hoặc <Command text="docker compose stop" /></li>
          <li>Còn đọc được dữ liệu thì giữ lại hiện trạng: <Command text={`lienthong backup make --to ${quoted(folderOf(made.folder))}`} /></li>
          <li>Để chỗ trống cho dữ liệu phục hồi, không xóa cái cũ. PostgreSQL riêng của cổng: <Command text={'mv "$LIENTHONG_DATA" "$LIENTHONG_DATA.cu"'} /> PostgreSQL của cơ quan: tạo cơ sở dữ liệu mới, trỏ <code>DATABASE_URL</code> vào đó, và đổi tên thư mục dữ liệu như trên.</li>
          <li>Phục hồi, với cùng các biến môi trường như khi chạy cổng (lệnh từ chối nếu chỗ phục hồi chưa trống): <Command text={`lienthong backup restore ${quoted(made.folder)}`} /></li>
          <li>Chạy lại cổng, xem Hôm nay không báo đỏ, rồi đối chiếu nhật ký: <Command text="lienthong journal verify" /></li>
          <li>Theo danh sách đã tải: đề nghị phát lại văn bản đến, vào sổ lại văn bản đi; kết thúc thông báo sự cố.</li>
        </ol>
        <p className="card-foot">Mã bản sao lưu để đối chiếu: <code className="breaks">{made.digest}</code></p>
      </Panel>
    </>
  );
}

function Lost({ title, since: { count, newest }, what }: { readonly title: string; readonly since: Since; readonly what: string }): ReactNode {
  if (count === 0) return <p className="snug"><strong>{title}.</strong></p>;
  return (
    <section>
      <h3>{title}</h3>
      <p className="snug">{what}</p>
      <ul className="cards lost">
        {newest.map(({ at, code, sender, receivers }) => (
          <li key={at + code + receivers.join()}>
            <div className="card-top"><strong>{code}</strong><span className="faint"><Instant at={at} /></span></div>
            <div className="card-foot"><Agency code={sender} /> → {receivers.slice(0, 3).map((one, index) => <span key={one}>{index > 0 && ", "}<Agency code={one} /></span>)}{receivers.length > 3 && ` và ${sayNumber(receivers.length - 3)} nơi khác`}</div>
          </li>
        ))}
      </ul>
      {count > newest.length && <p className="card-foot">{sayNumber(newest.length)} văn bản mới nhất trong {sayNumber(count)}; danh sách tải về có đủ (tới {sayNumber(MOST)} văn bản mỗi chiều).</p>}
    </section>
  );
}

function DownloadAll({ digest, isEmpty }: { readonly digest: string; readonly isEmpty: boolean }): ReactNode {
  const { message } = App.useApp();
  const download = async (): Promise<void> => {
    try {
      const { outgoing, incoming } = await planOf(digest, MOST);
      const rows = (way: string, { newest }: Since): string[][] => newest.map(({ at, code, sender, receivers }) => [way, code, sayInstant(at), sender, receivers.join("; ")]);
      save("van-ban-sau-sao-luu.csv", [["Chiều", "Số, ký hiệu", "Lúc", "Bên gửi", "Bên nhận"], ...rows("Đi", outgoing), ...rows("Đến", incoming)]);
    } catch (error) {
      const { title, advice } = sayFault(faultOf(error));
      void message.error(`${title}. ${advice}`);
    }
  };
  return <Button size="small" disabled={isEmpty} onClick={() => void download()}>Tải danh sách</Button>;
}

async function planOf(digest: string, limit: number, signal?: AbortSignal): Promise<Plan> {
  return await asked(api.GET("/api/v1/backups/{digest}/restore-plan", { params: { path: { digest }, query: { limit } }, ...(signal !== undefined && { signal }) }));
}

/** To be copied as it is. */
function Command({ text }: { readonly text: string }): ReactNode {
  return <Typography.Text code className="command" copyable={{ text, tooltips: ["Chép", "Đã chép"] }}>{text}</Typography.Text>;
}

/** As one word of a shell, whatever the folder is called. */
function quoted(place: string): string {
  return /^[\w/.:\\-]+$/.test(place) ? place : `'${place.replaceAll("'", String.raw`'\''`)}'`;
}

function folderOf(place: string): string {
  return place.replace(/[/\\][^/\\]+$/, "");
}
