import type { ReactNode } from "react";
import type { Role } from "../../api/session.ts";
import { Link } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { Page, Panel } from "../../parts/page.tsx";
import { ROLES } from "../../text/labels.ts";

interface Task {
  readonly title: string;
  readonly steps: readonly string[];
  readonly to: string;
  /** Taken by `npm run guide`: the file, and what it shows. */
  readonly picture?: readonly [name: string, alt: string];
}

const TASKS: Readonly<Record<Role, readonly Task[]>> = {
  clerk: [
    { title: "Tiếp nhận văn bản đến", to: "/", picture: ["van-ban-den", "Một văn bản đến với bản PDF, nút Tiếp nhận và Từ chối"], steps: ["Mở Hôm nay; việc khẩn và việc gần hết hạn đứng trước.", "Bấm vào văn bản, xem tệp, giá trị pháp lý và chữ ký.", "Bấm Tiếp nhận, hoặc Từ chối rồi chọn lý do và nói rõ để bên gửi sửa."] },
    { title: "Gửi văn bản", to: "/soan", picture: ["soan", "Trang Soạn và gửi sau khi kiểm tra"], steps: ["Mở Soạn và gửi, kéo tệp PDF đã ký vào; thông tin đọc được sẽ điền sẵn.", "Thêm nơi nhận bằng tên không dấu hoặc mã.", "Bấm Kiểm tra, sửa các điểm được nêu, rồi Ký và gửi."] },
    { title: "Văn bản chưa tới", to: "/van-ban-di", picture: ["van-ban-di", "Một văn bản đi với năm thời điểm ở từng nơi nhận"], steps: ["Mở văn bản đi; mục “Vì sao chưa xong?” nói nguyên nhân và ai phải làm.", "Gửi không thành công hoặc quá hạn gửi thì bấm Gửi lại và ghi lý do."] },
    { title: "Trả lời văn bản đến", to: "/van-ban-den", steps: ["Mở văn bản đến, bấm Soạn trả lời: nơi nhận được điền sẵn.", "Gửi xong, hai văn bản nằm trong một luồng và bên gửi được báo hoàn thành."] },
    { title: "Sổ văn bản", to: "/so-van-ban", picture: ["so-van-ban", "Sổ văn bản đến"], steps: ["Chọn sổ và kỳ.", "Bấm Bản in (PDF) để in, hoặc tải Excel, CSV."] },
    { title: "Nhập bù sau sự cố", to: "/thong-bao", steps: ["Mở thông báo sự cố, bấm Nhập bù văn bản.", "Ghi từng văn bản đã gửi hoặc nhận bằng giấy; văn bản vào sổ Bản giấy do sự cố."] },
    { title: "Thu hồi", to: "/van-ban-di", steps: ["Mở văn bản, bấm Thu hồi, ghi lý do và chọn nơi nhận.", "Nơi nhận trả lời trong thời hạn; trả lời hiện ngay ở từng nơi nhận."] },
  ],
  leader: [{ title: "Theo dõi văn bản của cơ quan", to: "/", picture: ["tong-quan", "Trang Tổng quan"], steps: ["Hôm nay cho thấy việc chờ, việc quá hạn.", "Tổng quan và Báo cáo cho thấy số liệu theo kỳ; Bản in (PDF) để trình."] }],
  supervisor: [
    { title: "Xem tình hình cả khu vực", to: "/tong-quan", picture: ["tong-quan", "Trang Tổng quan"], steps: ["Chọn cơ quan và kỳ; bấm vào tên cơ quan để xem riêng, bấm vào một số để tới đúng những lượt gửi, nhận ấy.", "Nơi nhận có vướng mắc đứng đầu bảng."] },
    { title: "Tra một lượt gửi, nhận", to: "/nhat-ky", picture: ["nhat-ky", "Trang Nhật ký trao đổi"], steps: ["Lọc theo cơ quan, đối tác, kết quả, ngày; nhật ký tự cập nhật.", "Xuất CSV để làm việc tiếp."] },
    { title: "Phát hành báo cáo", to: "/bao-cao", picture: ["bao-cao", "Trang Báo cáo"], steps: ["Chọn kỳ, bấm Phát hành báo cáo kỳ này.", "Báo cáo đã phát hành không đổi được và luôn đối chiếu được với nhật ký."] },
  ],
  operator: [
    { title: "Thêm kết nối", to: "/ket-noi/moi", picture: ["ket-noi", "Trang Thêm kết nối"], steps: ["Chọn loại đối tác, nhập địa chỉ, tài khoản, khóa.", "Xem từng kiểm tra đạt hay chưa và làm theo lời khuyên.", "Bật kết nối khi mọi kiểm tra đều đạt.", "Gửi một văn bản kiểm thử và chờ câu trả lời về: hai chiều đều thông."] },
    { title: "Thêm tài khoản", to: "/tai-khoan", picture: ["tai-khoan", "Trang Tài khoản"], steps: ["Bấm Thêm tài khoản, chọn vai trò và cơ quan.", "Đưa mật khẩu tạm cho người dùng; họ phải đổi khi đăng nhập lần đầu."] },
    { title: "Đổi khóa ký", to: "/chung-thu", steps: ["Bấm Nạp khóa kế tiếp, chọn tệp được cấp và nhập mật khẩu của tệp.", "Tải chứng thư mới, gửi cho các bên đăng ký; khóa cũ vẫn ký trong lúc chờ.", "Bấm Bắt đầu dùng khi các bên đã đăng ký."] },
    { title: "Sao lưu", to: "/sao-luu", steps: ["Bấm Sao lưu ngay; cổng tự đọc lại từng byte khi xong.", "Mỗi tuần bấm Kiểm tra lại; mỗi quý bấm Phục hồi thử: dữ liệu đang dùng không bị đụng tới."] },
    { title: "Phải phục hồi từ bản sao lưu", to: "/sao-luu", steps: ["Ở bản muốn dùng, bấm Nếu phải phục hồi bản này; tải danh sách văn bản sẽ mất.", "Dừng cổng, làm lần lượt từng lệnh trang ấy nêu trên máy chủ.", "Chạy lại cổng, đối chiếu nhật ký, đề nghị phát lại văn bản đến trong danh sách."] },
    { title: "Khi có sự cố", to: "/thong-bao", steps: ["Phát thông báo sự cố với biện pháp tạm thời.", "Khi hoạt động lại, kết thúc thông báo và nhập bù văn bản giấy."] },
    { title: "Ngày nghỉ chưa chốt", to: "/lich", steps: ["Ngày “Chờ xác nhận” cần quyết định kèm văn bản căn cứ; năm chưa đủ thông báo thì xác nhận khi đã đủ.", "Các thời hạn liên quan được tính lại."] },
  ],
  auditor: [{ title: "Kiểm tra", to: "/kiem-tra", picture: ["kiem-tra", "Trang Nhật ký thao tác"], steps: ["Nhật ký thao tác ghi mọi việc, chỉ thêm, không sửa; lọc theo tài khoản, việc, ngày rồi xuất CSV.", "Báo cáo đã phát hành có mục Đối chiếu với nhật ký."] }],
};

/** What each role does most, in a few steps, with a way there. */
export default function Help(): ReactNode {
  const { roles } = useAccount();
  return (
    <Page title="Hướng dẫn" note="Những việc thường làm nhất theo vai trò của bạn.">
      {roles.map((role) => (
        <Panel key={role} title={ROLES[role]}>
          {TASKS[role].map((task) => (
            <section key={task.title}>
              <h3><Link to={task.to}>{task.title}</Link></h3>
              <ol className="reasons">
                {task.steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
              {task.picture !== undefined && <img className="guide" loading="lazy" width={1366} height={768} src={`/assets/huong-dan-${task.picture[0]}.png`} alt={task.picture[1]} />}
            </section>
          ))}
        </Panel>
      ))}
    </Page>
  );
}
