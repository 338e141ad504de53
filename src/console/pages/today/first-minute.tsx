import { Alert, App, Button } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { faultOf, sayFault } from "../../api/fault.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Link } from "../../app/router.tsx";
import { Panel } from "../../parts/page.tsx";
import { Secret } from "../../parts/secret.tsx";
import { useConfirm } from "../../parts/use-confirm.ts";

/** For the operator of a gateway that has exchanged nothing yet: what to do first, and samples to look at before anything is connected. `onChange`: samples came or went, and with them what the page shows. */
export function FirstMinute({ onChange }: { readonly onChange: () => void }): ReactNode {
  const { message } = App.useApp();
  const confirm = useConfirm();
  const found = useAsk("samples", async (signal) => await asked(api.GET("/api/v1/samples", { signal })));
  const [loading, setLoading] = useState(false);
  const [loaded, setLoaded] = useState<Schemas["LoadedSamples"] | null>(null);
  const samples = found.data;
  if (samples === null || (samples.real && !samples.loaded)) return null;

  const load = async (): Promise<void> => {
    setLoading(true);
    try {
      setLoaded(await asked(api.POST("/api/v1/samples", { body: { reason: "Dùng thử từ trang Hôm nay" } })));
      found.reload();
      onChange();
    } catch (error) {
      const { title, advice } = sayFault(faultOf(error));
      void message.error(`${title}. ${advice}`);
    } finally {
      setLoading(false);
    }
  };
  const remove = (): void =>
    confirm({
      title: "Bỏ toàn bộ dữ liệu mẫu?",
      text: "Bỏ các cơ quan mẫu, văn bản mẫu và tài khoản dùng thử. Dữ liệu thật không bị ảnh hưởng; nhật ký giữ dấu vết.",
      confirm: "Bỏ dữ liệu mẫu",
      danger: true,
      done: "Đã bỏ dữ liệu mẫu",
      run: async () => {
        await asked(api.POST("/api/v1/samples/removal", { body: { reason: "Bỏ từ trang Hôm nay" } }));
        setLoaded(null);
        found.reload();
        onChange();
      },
    });

  if (samples.loaded) {
    return (
      <>
        <Alert
          className="gap-below"
          type="warning"
          showIcon
          title="Cổng đang có dữ liệu mẫu"
          description={
            <>
              <p className="snug">{`Tỉnh Mẫu (Y99) với ${samples.outgoing} văn bản đi, ${samples.incoming} văn bản đến. Cơ quan mẫu không gửi, nhận được với cơ quan thật. Đăng nhập bằng ${samples.accounts.join(", ")} để dùng thử như văn thư, lãnh đạo, giám sát.`}</p>
              <Button danger onClick={remove}>Bỏ dữ liệu mẫu</Button>
            </>
          }
        />
        {loaded !== null && <Secret title="Mật khẩu của các tài khoản dùng thử" text={`Dùng cho ${samples.accounts.join(", ")}. Chỉ hiện một lần; quên thì đặt lại trong mục Tài khoản.`} value={loaded.password} onClose={() => setLoaded(null)} />}
      </>
    );
  }
  return (
    <Panel title="Bắt đầu">
      <ol className="first-steps">
        <li><Link to="/ket-noi/moi">Thêm kết nối</Link> tới Trục liên thông hoặc tới hệ thống của đơn vị khác.</li>
        <li><Link to="/tai-khoan">Tạo tài khoản</Link> cho văn thư, lãnh đạo, giám sát và gắn với cơ quan của họ.</li>
        <li><Link to="/lich">Xem lịch làm việc</Link> và <Link to="/chinh-sach">quy định áp dụng</Link> của từng cơ quan.</li>
      </ol>
      <p className="snug">Muốn xem trước? Dữ liệu mẫu là một tỉnh không có thật với các cơ quan và văn bản thử, chỉ nạp được khi cổng chưa trao đổi văn bản thật, bỏ được bằng một lần bấm.</p>
      <Button loading={loading} onClick={() => void load()}>Nạp dữ liệu mẫu</Button>
      {loading && <span className="faint" role="status"> Đang tạo khóa thử nghiệm và gửi các văn bản mẫu, mất vài giây…</span>}
    </Panel>
  );
}
