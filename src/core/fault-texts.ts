import type { Blame } from "#edxml";
import type { HouseFaultCode } from "./fault.ts";

/** What a clerk reads: what happened, and what to do now. */
export interface FaultText {
  readonly title: string;
  readonly advice: string;
}

const OURS = "Đây là lỗi của cổng. Hãy báo bộ phận kỹ thuật kèm mã tham chiếu trong câu trả lời này; văn bản đã tiếp nhận không bị mất.";

export const HOUSE_FAULT_TEXTS: Readonly<Record<HouseFaultCode, FaultText>> = {
  "request-invalid": { title: "Yêu cầu không đúng dạng", advice: "Hãy sửa yêu cầu theo tài liệu tại /api/docs rồi gửi lại." },
  "credentials-missing": { title: "Chưa xác thực", advice: "Hãy gửi khóa API còn hiệu lực trong tiêu đề “Authorization: Bearer <khóa>”. Nếu khóa bị mất hoặc đã thu hồi, hãy xin quản trị viên cổng cấp khóa mới." },
  "wrong-credentials": { title: "Tên tài khoản hoặc mật khẩu chưa đúng", advice: "Hãy kiểm tra bộ gõ tiếng Việt và phím Caps Lock rồi thử lại. Nếu quên mật khẩu hoặc mã xác thực, hãy đề nghị quản trị viên cổng đặt lại." },
  "code-needed": { title: "Cần mã xác thực", advice: "Hãy nhập mã sáu số đang hiện ở ứng dụng xác thực, hoặc một mã khôi phục chưa dùng." },
  locked: { title: "Tài khoản đang bị khóa", advice: "Nếu có thời điểm ở facts.until, hãy thử lại sau lúc đó. Nếu không, hãy liên hệ quản trị viên cổng." },
  "request-forged": { title: "Yêu cầu không đến từ trang của cổng", advice: "Hãy tải lại trang rồi làm lại. Chương trình gọi bằng cookie phải gửi tiêu đề X-CSRF-Token lấy từ GET /api/v1/session, và Origin của cổng." },
  "role-missing": { title: "Vai trò của bạn không được làm việc này", advice: "Hãy đề nghị quản trị viên cổng giao vai trò cần thiết, hoặc nhờ người có vai trò đó làm." },
  "password-change-needed": { title: "Cần đổi mật khẩu trước", advice: "Mật khẩu đang dùng do quản trị viên cấp. Hãy đặt mật khẩu của riêng bạn rồi làm tiếp." },
  "agency-not-yours": { title: "Không được làm thay cơ quan này", advice: "Tài khoản hoặc khóa API đang dùng không gắn với cơ quan này. Hãy chọn cơ quan của mình, hoặc đề nghị quản trị viên cổng gắn thêm cơ quan." },
  "not-found": { title: "Không tìm thấy", advice: "Không có mục này, hoặc khóa API đang dùng không được xem. Hãy kiểm tra lại địa chỉ và mã." },
  "field-missing": { title: "Thiếu thông tin bắt buộc", advice: "Hãy bổ sung các trường nêu trong danh sách rồi gửi lại." },
  "field-invalid": { title: "Thông tin chưa hợp lệ", advice: "Hãy sửa các trường nêu trong danh sách rồi gửi lại." },
  "file-missing": { title: "Thiếu tệp", advice: "Hãy gửi kèm đủ tệp; tệp đầu tiên là văn bản chính, dạng PDF đã ký số." },
  "file-too-large": { title: "Tệp quá lớn", advice: "Hãy nén hoặc tách tệp cho vừa giới hạn nêu trong danh sách rồi gửi lại." },
  "file-format-not-allowed": { title: "Định dạng tệp không được phép", advice: "Hãy chuyển tệp sang định dạng được phép (văn bản chính: PDF) rồi gửi lại." },
  "file-name-invalid": { title: "Tên tệp không hợp lệ", advice: "Hãy đổi tên tệp theo gợi ý trong danh sách rồi gửi lại." },
  "secret-content-forbidden": { title: "Văn bản mật không được gửi qua hệ thống này", advice: "Hãy gửi theo quy định về bảo vệ bí mật nhà nước. Nội dung vừa gửi lên đã bị loại bỏ." },
  "content-forbidden": { title: "Loại nội dung này không được gửi qua hệ thống", advice: "Hãy gửi theo đường mà quy định nêu trong danh sách cho phép." },
  "malware-found": { title: "Tệp có mã độc", advice: "Hãy diệt mã độc trên máy, tạo lại tệp rồi gửi văn bản mới; văn bản đã nhận thì trả lại bên gửi." },
  "receiver-unknown": { title: "Không có cơ quan nhận này trong danh bạ", advice: "Hãy kiểm tra mã định danh cơ quan nhận theo QĐ 20/2020/QĐ-TTg." },
  "receiver-closed": { title: "Cơ quan nhận đã ngừng hoạt động", advice: "Hãy gửi tới cơ quan kế thừa nêu trong thông báo." },
  "sender-closed": { title: "Mã cơ quan gửi đã đóng", advice: "Hãy dùng mã của cơ quan kế thừa nêu trong thông báo." },
  "duplicate-document": { title: "Văn bản này đã được gửi", advice: "Số, ký hiệu và năm này đã dùng cho một văn bản có nội dung khác. Hãy kiểm tra lại số văn bản; nếu gửi lại cùng văn bản thì giữ nguyên nội dung và tệp." },
  "idempotency-key-reused": { title: "Idempotency-Key đã dùng cho nội dung khác", advice: "Hãy dùng khóa mới cho văn bản mới; chỉ dùng lại khóa cũ khi gửi lại đúng nội dung cũ." },
  "move-illegal": { title: "Trạng thái hiện tại không cho phép thao tác này", advice: "Hãy xem trạng thái mới nhất của văn bản rồi chọn thao tác phù hợp." },
  "document-held": { title: "Văn bản đang tạm giữ chờ người có trách nhiệm", advice: "Người có trách nhiệm của cơ quan cần xem lý do (GET /api/v1/held hoặc lienthong held list) rồi cho đi tiếp hoặc hủy." },
  "document-frozen": { title: "Văn bản đang được thu hồi", advice: "Văn bản bị khóa cho tới khi các bên nhận trả lời; hãy chờ, hoặc phát hành văn bản thay thế." },
  "cursor-expired": { title: "Con trỏ đã cũ hơn phần sự kiện còn giữ", advice: "Hãy đối chiếu văn bản qua danh sách, rồi đọc tiếp từ con trỏ cũ nhất nêu ở facts.oldest (hoặc `start`)." },
  "payload-purged": { title: "Nội dung văn bản đã bị hủy theo yêu cầu thu hồi", advice: "Chỉ còn thông tin về việc thu hồi (QĐ 28/2018 Đ.9.2). Nếu cần nội dung, hãy liên hệ bên gửi." },
  "reason-missing": { title: "Thiếu lý do", advice: "Hãy ghi rõ lý do rồi gửi lại." },
  "method-not-allowed": { title: "Phương thức không được phép", advice: "Hãy dùng một trong các phương thức nêu ở tiêu đề “Allow”." },
  "media-type-unsupported": { title: "Kiểu nội dung không được hỗ trợ", advice: "Gửi văn bản: dùng multipart/form-data. Các thao tác khác: dùng application/json, mã hóa UTF-8, không nén." },
  "request-too-large": { title: "Yêu cầu quá lớn", advice: "Hãy rút gọn phần dữ liệu mô tả; tệp phải gửi ở phần “files” của multipart/form-data." },
  "request-too-slow": { title: "Dữ liệu gửi lên quá chậm", advice: "Đường truyền bị ngắt quãng nên cổng đã dừng nhận; chưa có gì được lưu. Hãy gửi lại với cùng Idempotency-Key." },
  "range-not-satisfiable": { title: "Khoảng byte không có trong tệp", advice: "Hãy xem kích thước thật ở tiêu đề “Content-Range” rồi tải lại." },
  "too-many-requests": { title: "Gọi quá nhiều lần", advice: "Hãy chờ hết số giây ở tiêu đề “Retry-After” rồi gọi lại." },
  "configuration-invalid": { title: "Cấu hình cổng chưa đúng", advice: "Hãy báo quản trị viên cổng kiểm tra cấu hình." },
  "sender-mismatch": { title: "Bên gửi ghi trong gói tin không khớp bên đã gửi", advice: "Gói tin được tạm giữ. Hãy liên hệ cơ quan gửi để xác minh." },
  "receiver-not-ours": { title: "Gói tin không gửi cho cơ quan của cổng này", advice: "Gói tin được tạm giữ. Hãy báo bên gửi kiểm tra nơi nhận." },
  "request-without-document": { title: "Yêu cầu tới trước văn bản", advice: "Cổng tự xử lý khi văn bản tới; chưa cần làm gì." },
  "signed-content-changed": { title: "Gói tin cập nhật làm thay đổi nội dung đã ký", advice: "Gói tin được tạm giữ. Sửa nội dung phải bằng văn bản thay thế (NĐ 30/2020 Đ.18.3); hãy liên hệ bên gửi." },
  "status-without-document": { title: "Trạng thái tới trước văn bản", advice: "Cổng tự xử lý lại khi văn bản tới; chưa cần làm gì." },
  "partner-refused": { title: "Hệ thống bên kia từ chối", advice: "Hãy xem lý do của bên kia, sửa rồi gửi lại; nếu không rõ, liên hệ đơn vị vận hành hệ thống đó." },
  "signature-not-acceptable": { title: "Chữ ký số không hợp lệ", advice: "Văn bản được tạm giữ, chưa vào sổ. Hãy liên hệ cơ quan gửi để ký và gửi lại." },
  "signing-key-missing": { title: "Chưa có khóa ký của cơ quan", advice: "Hãy đề nghị quản trị viên cổng nạp khóa ký và chứng thư số của cơ quan, rồi gửi lại." },
  "database-unavailable": { title: "Cơ sở dữ liệu tạm thời không truy cập được", advice: "Hãy gọi lại sau ít phút với cùng Idempotency-Key. Văn bản đã tiếp nhận không bị mất." },
  "disk-full": { title: "Ổ đĩa của cổng đã đầy", advice: "Văn bản chưa được tiếp nhận. Hãy báo quản trị viên cổng rồi gửi lại sau." },
  "storage-unavailable": { title: "Kho lưu trữ tạm thời không truy cập được", advice: "Hãy gọi lại sau ít phút; nếu còn lỗi, báo quản trị viên cổng." },
  "blob-corrupt": { title: "Tệp lưu tại cổng bị hỏng", advice: "Không dùng phần đã tải về. Hãy báo quản trị viên cổng khôi phục từ bản sao lưu, kèm mã tham chiếu." },
  "backup-unreadable": { title: "Bản sao lưu không dùng được", advice: "Hãy chạy lienthong backup verify để biết tệp nào thiếu hoặc hỏng, rồi dùng bản sao lưu khác." },
  "blob-missing": { title: "Tệp không còn trong kho của cổng", advice: "Hãy báo quản trị viên cổng khôi phục từ bản sao lưu, kèm mã tham chiếu." },
  overloaded: { title: "Cổng đang quá tải", advice: "Văn bản chưa được tiếp nhận; những văn bản đã tiếp nhận vẫn được gửi. Hãy gọi lại sau số giây ở tiêu đề “Retry-After” với cùng Idempotency-Key." },
  "shutting-down": { title: "Cổng đang dừng để bảo trì", advice: "Hãy gọi lại sau ít phút với cùng Idempotency-Key." },
  "calendar-exhausted": { title: "Chưa có lịch làm việc cho thời gian này", advice: "Hãy báo quản trị viên cổng bổ sung lịch làm việc. " + OURS },
  "data-file-invalid": { title: "Dữ liệu kèm theo cổng bị lỗi", advice: OURS },
  "invariant-broken": { title: "Cổng gặp lỗi bên trong", advice: OURS },
};

/** For errors of the format and of the wires, whose own wording is for engineers. */
export const BLAME_TEXTS: Readonly<Record<Blame, FaultText>> = {
  caller: { title: "Dữ liệu gửi lên không hợp lệ", advice: "Hãy kiểm tra lại dữ liệu theo tài liệu tại /api/docs rồi gửi lại." },
  trust: { title: "Không xác minh được chữ ký hoặc bên gửi", advice: "Văn bản được tạm giữ. Hãy liên hệ cơ quan gửi để xác minh và gửi lại." },
  partner: { title: "Hệ thống bên kia trả lời không hợp lệ", advice: "Hãy liên hệ đơn vị vận hành hệ thống bên kia, kèm mã tham chiếu." },
  infrastructure: { title: "Hệ thống tạm thời gián đoạn", advice: "Cổng tự thử lại việc đang dở. Hãy gọi lại sau ít phút với cùng Idempotency-Key." },
  us: HOUSE_FAULT_TEXTS["invariant-broken"],
};
