import { createRequire } from "node:module";
import { DEPARTMENT, DOCUMENT, INSTANTS, PROVINCE } from "./cast.ts";

/** The little of pdfmake used here; its own types would bring the DOM into the whole program. */
interface PdfMake {
  setFonts(fonts: Readonly<Record<string, Readonly<Record<"normal" | "bold" | "italics" | "bolditalics", string>>>>): void;
  setUrlAccessPolicy(allowed: (url: string) => boolean): void;
  setLocalAccessPolicy(allowed: (path: string) => boolean): void;
  createPdf(layout: object): { getBuffer(): Promise<Uint8Array> };
}
type Content = string | Readonly<Record<string, unknown>>;

/** The công văn of the demo as PDF, laid out after NĐ 30/2020 PL I. The same bytes every time: nothing in it is taken from the real clock. */
export async function makeCongVan(): Promise<Buffer> {
  const require = createRequire(import.meta.url);
  const pdfmake = require("pdfmake") as PdfMake;
  const font = (face: string) => require.resolve(`@expo-google-fonts/noto-serif/${face}`);
  const normal = font("400Regular/NotoSerif_400Regular.ttf");
  const bold = font("700Bold/NotoSerif_700Bold.ttf");
  const italics = font("400Regular_Italic/NotoSerif_400Regular_Italic.ttf");
  pdfmake.setFonts({ NotoSerif: { normal, bold, italics, bolditalics: bold } });
  // it may read its fonts and nothing else
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => [normal, bold, italics].includes(path));
  return Buffer.from(await pdfmake.createPdf(layout()).getBuffer());
}

function layout(): object {
  return {
    info: { title: DOCUMENT.subject, author: "Văn phòng Chính phủ", creationDate: INSTANTS.start, modDate: INSTANTS.start },
    pageSize: "A4",
    pageMargins: [85, 57, 43, 57],
    defaultStyle: { font: "NotoSerif", fontSize: 12, lineHeight: 1.15 },
    footer: { text: "Văn bản minh họa của phần mềm lienthong, không có giá trị pháp lý", italics: true, fontSize: 8, alignment: "center" },
    content: [head(), { text: `Kính gửi:\n– ${PROVINCE.name};\n– ${DEPARTMENT.name}.`, margin: [85, 18, 0, 14] }, ...BODY.map(paragraph), foot()],
  };
}

function head(): Content {
  const { code, subject } = DOCUMENT;
  return {
    columns: [
      {
        width: "42%",
        alignment: "center",
        stack: [{ text: "VĂN PHÒNG CHÍNH PHỦ", bold: true }, "———", `Số: ${code.number}/${code.notation}`, { text: subject, fontSize: 10, margin: [0, 4, 0, 0] }],
      },
      {
        width: "*",
        alignment: "center",
        stack: [
          { text: "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold: true, fontSize: 11 },
          { text: "Độc lập – Tự do – Hạnh phúc", bold: true },
          "———————",
          { text: `${DOCUMENT.issuedAt}, ngày 13 tháng 11 năm 2026`, italics: true },
        ],
      },
    ],
  };
}

const BODY = [
  "Thực hiện Quyết định số 28/2018/QĐ-TTg ngày 12 tháng 7 năm 2018 của Thủ tướng Chính phủ về việc gửi, nhận văn bản điện tử giữa các cơ quan trong hệ thống hành chính nhà nước, Văn phòng Chính phủ đề nghị quý cơ quan rà soát việc kết nối, liên thông Hệ thống quản lý văn bản và điều hành với Trục liên thông văn bản quốc gia.",
  "Nội dung rà soát gồm: mã định danh của cơ quan theo Quyết định số 20/2020/QĐ-TTg; chữ ký số của cơ quan trên văn bản và trên phụ lục; việc phản hồi trạng thái “đã đến”, “đã tiếp nhận”, “từ chối tiếp nhận” cho bên gửi; thời điểm tiếp nhận được tính đối với văn bản đến ngoài giờ hành chính.",
  "Đề nghị quý cơ quan điền vào biểu tại Phụ lục kèm theo và gửi lại trước ngày 30 tháng 11 năm 2026./.",
];

function paragraph(text: string): Content {
  return { text, alignment: "justify", margin: [0, 0, 0, 8], leadingIndent: 28 };
}

function foot(): Content {
  const { competence, position, fullName } = DOCUMENT.signer;
  return {
    margin: [0, 20, 0, 0],
    columns: [
      { width: "45%", fontSize: 10, stack: [{ text: "Nơi nhận:", bold: true, italics: true }, ...DOCUMENT.toPlaces.map((place) => `– ${place};`)] },
      { width: "*", alignment: "center", stack: [{ text: competence, bold: true }, { text: position, bold: true }, { text: fullName, bold: true, margin: [0, 60, 0, 0] }] },
    ],
  };
}
