import { sayDate } from "../calendar/say.ts";
import type { CodeResolution, LevelOneRow } from "./level-one.ts";

/** What a clerk reads about a receiver's code that cannot be used as it is, and what to do; null for an active code. */
export function sayCode(resolution: CodeResolution): string | null {
  const { code } = resolution;
  switch (resolution.kind) {
    case "active":
      return null;
    case "closed": {
      const unit = code !== resolution.levelOne.code;
      const closed = unit ? `Mã ${code} thuộc ${named(resolution.levelOne)}, đã đóng` : `Mã ${named(resolution.levelOne)} đã đóng`;
      return `${closed} từ ${sayDate(resolution.since)}; ${adviseSuccessor(resolution.successor, resolution.basis, unit)}.`;
    }
    case "not-yet":
      return `Mã ${named(resolution.levelOne)} chỉ có hiệu lực từ ${sayDate(resolution.from)}; hãy kiểm tra lại mã cơ quan nhận.`;
    case "unpublished":
      return `Mã ${code} thuộc dải ${named(resolution.range)} không công bố từng mã; hãy đối chiếu với cơ quan nhận trước khi gửi.`;
    case "outside":
      return resolution.grammar === "enterprise"
        ? `Mã ${code} là mã số doanh nghiệp, không nằm trong danh mục cơ quan nhà nước; hãy đối chiếu với bên nhận trước khi gửi.`
        : `Mã ${code} không theo cấu trúc mã định danh của QĐ 20/2020/QĐ-TTg; hãy kiểm tra lại mã cơ quan nhận.`;
    case "unknown":
      return `Mã ${code} không dùng được: ${resolution.levelOneCode} không có trong danh mục cấp 1 của QĐ 20/2020/QĐ-TTg, QĐ 09/2025/QĐ-TTg; hãy kiểm tra lại mã cơ quan nhận.`;
  }
}

function adviseSuccessor(successor: LevelOneRow | null, basis: "stated" | "inferred" | null, unit: boolean): string {
  if (successor === null) return "chưa có mã thay thế được công bố, hãy hỏi cơ quan nhận mã mới";
  if (basis === "inferred") return `nhiệm vụ có thể đã chuyển về ${named(successor)}, hãy xác nhận trước khi gửi`;
  return unit ? `hãy tìm mã mới của đơn vị trong ${named(successor)}` : `gửi tới ${named(successor)}`;
}

function named(row: LevelOneRow): string {
  return `${row.code} (${row.name})`;
}
