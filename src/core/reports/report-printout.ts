import { sayDate, type Column, type Printout, type Row, type Section } from "./printout.ts";
import type { Numbers, ReportContent, ReportLine } from "./report-content.ts";
import { DIMENSIONS, type Dimension, type Direction } from "./report-ports.ts";

const BY: Readonly<Record<Dimension, string>> = { agency: "theo cơ quan", peer: "theo cơ quan đối tác", type: "theo loại văn bản", urgency: "theo mức độ khẩn" };
const KEY_TITLE: Readonly<Record<Dimension, string>> = { agency: "Cơ quan", peer: "Cơ quan đối tác", type: "Loại văn bản", urgency: "Mức độ khẩn" };

interface Indicator extends Column {
  readonly of: (numbers: Numbers) => number | null;
}

const count = (key: keyof Numbers, title: string, width = 6): Indicator => ({ key, title, kind: "number", width, of: (numbers) => numbers[key] });
const share = (key: string, title: string, part: keyof Numbers, whole: (numbers: Numbers) => number): Indicator => ({
  key,
  title,
  kind: "percent",
  width: 6.5,
  of: (numbers) => (whole(numbers) === 0 ? null : (numbers[part] ?? 0) / whole(numbers)),
});

/** The indicators that follow from the regulations (QĐ 28/2018 Đ.6.2, 9, 11; NĐ 30/2020 Đ.21.2.c). */
export const INDICATORS: Readonly<Record<Direction, readonly Indicator[]>> = {
  outgoing: [
    count("documents", "Văn bản đi"),
    count("exchanges", "Lượt gửi"),
    count("sent", "Đã gửi"),
    share("onTimeShare", "Gửi đúng hạn", "onTime", (numbers) => numbers.onTime + numbers.late),
    count("late", "Gửi trễ hạn"),
    share("answeredInDayShare", "Bên nhận báo nhận trong ngày", "answeredInDay", (numbers) => numbers.answered),
    count("accepted", "Được tiếp nhận", 7),
    count("refused", "Bị từ chối"),
    count("failed", "Gửi không thành công", 7),
    count("recalls", "Thu hồi"),
    count("recallsAgreed", "Đã hủy theo thu hồi", 7),
    share("documentSignedShare", "Văn bản có chữ ký số của cơ quan", "documentSigned", (numbers) => numbers.exchanges),
    share("electronicOnlyShare", "Chỉ gửi bản điện tử", "electronicOnly", (numbers) => numbers.exchanges),
    { ...count("answerP50", "Phút làm việc tới khi báo nhận (50%)", 8), kind: "minutes" },
    { ...count("answerP95", "Phút làm việc tới khi báo nhận (95%)", 8), kind: "minutes" },
  ],
  incoming: [
    count("documents", "Văn bản đến"),
    count("accepted", "Đã tiếp nhận"),
    count("refused", "Từ chối"),
    count("waiting", "Chưa xử lý tiếp nhận", 7),
    share("answeredInDayShare", "Tiếp nhận, từ chối trong ngày", "answeredInDay", (numbers) => numbers.exchanges),
    count("recalls", "Bên gửi thu hồi", 7),
    count("recallsAgreed", "Đã hủy theo thu hồi", 7),
    count("recallsDeclined", "Từ chối thu hồi", 7),
    share("signedShare", "Gói tin ký số hợp lệ", "signed", (numbers) => numbers.exchanges),
    share("documentSignedShare", "Văn bản có chữ ký số của cơ quan", "documentSigned", (numbers) => numbers.exchanges),
    share("electronicOnlyShare", "Chỉ có bản điện tử", "electronicOnly", (numbers) => numbers.exchanges),
    { ...count("decideP50", "Phút làm việc tới khi tiếp nhận (50%)", 8), kind: "minutes" },
    { ...count("decideP95", "Phút làm việc tới khi tiếp nhận (95%)", 8), kind: "minutes" },
  ],
};

const HEADINGS: Readonly<Record<Direction, string>> = { outgoing: "Văn bản đi", incoming: "Văn bản đến" };

export interface ReportSeal {
  readonly version: number;
  readonly digest: string;
  readonly issuedBy: string;
}

/** Báo cáo tình hình gửi, nhận văn bản điện tử as it is printed; `seal` null: numbers of the moment, not issued. */
export function reportPrintout(content: ReportContent, seal: ReportSeal | null, printedAt: Date): Printout {
  const { scope, period, operations } = content;
  const dimensions = DIMENSIONS.filter((dimension) => content.tables[dimension] !== undefined);
  return {
    title: "BÁO CÁO TÌNH HÌNH GỬI, NHẬN VĂN BẢN ĐIỆN TỬ",
    agency: scope,
    isSent: true,
    form: "Tổng hợp tự động từ cổng liên thông (QĐ 28/2018/QĐ-TTg Đ.11, Đ.15)",
    cover: [
      `Kỳ báo cáo: ${period.name}`,
      `Từ ngày ${sayDate(period.from)} đến ngày ${sayDate(period.to)}`,
      `Số liệu tính đến ${content.asOf.slice(11, 16)} ngày ${sayDate(content.asOf)}`,
      scope.tree ? "Phạm vi: cơ quan và các cơ quan trực thuộc" : "Phạm vi: riêng cơ quan",
      ...(seal === null ? ["Số liệu tra cứu, chưa phát hành"] : [`Bản phát hành lần ${seal.version}, mã kiểm tra ${seal.digest.slice(0, 16)}`]),
    ],
    sections: dimensions.flatMap((dimension) => (["outgoing", "incoming"] as const).map((direction) => sectionOf(content, dimension, direction))),
    notes: [
      `Sự cố: ${operations.incidents}; bảo trì: ${operations.maintenances}; thời gian tạm dừng: ${operations.suspendedMinutes} phút; lượt gửi bản giấy thay thế: ${operations.paperFallbacks}; văn bản cập nhật lại sau sự cố: ${operations.backfilled}.`,
      "Gửi đúng hạn: trong ngày ký, chậm nhất trong buổi sáng của ngày làm việc tiếp theo; văn bản khẩn gửi ngay (QĐ 28/2018 Đ.6.2). Ngày ký lấy theo ngày văn bản. Thời gian làm việc tính theo lịch của bên nhận, quá một giờ làm tròn 5 phút, quá một ngày làm tròn 30 phút.",
      ...(seal === null ? [] : [`Mã kiểm tra SHA-256 của số liệu: ${seal.digest}.`]),
    ],
    signatures: ["Người lập", "Thủ trưởng cơ quan"],
    printedAt,
    fileName: `bao-cao-${scope.code}-${period.from}-${period.to}`,
  };
}

function sectionOf(content: ReportContent, dimension: Dimension, direction: Direction): Section {
  const lines = content.tables[dimension] ?? [];
  const total: ReportLine = { key: "", label: "Tổng cộng", depth: 0, ...content.total };
  const columns: Column[] = [{ key: "ordinal", title: "TT", kind: "number", width: 4 }, { key: "label", title: KEY_TITLE[dimension], kind: "text", width: 20 }, ...INDICATORS[direction].map(({ of: _of, ...column }) => column)]; // values only: pages are set in a thread of their own
  const rows = [...lines.map((line, at): Row => [at + 1, named(line, dimension), ...cells(line, direction)]), [null, total.label, ...cells(total, direction)]];
  return { heading: `${HEADINGS[direction]} ${BY[dimension]}`, columns, rows: batches(rows) };
}

function cells(line: ReportLine, direction: Direction): Row {
  return INDICATORS[direction].map(({ of }) => of(line[direction]));
}

function named({ key, label, depth }: ReportLine, dimension: Dimension): string {
  return dimension === "agency" || dimension === "peer" ? `${"– ".repeat(depth)}${label === key ? key : `${label} (${key})`}` : label;
}

async function* batches(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += 100) yield await Promise.resolve(rows.slice(at, at + 100));
}
