import type { RemoteAgency } from "#adapters/adapter";
import { loadLevelOne } from "#config";

/*
 * A directory of the size and with the words of the real one (a product's synced copy held 123,265 agencies): provinces, their
 * departments and communes, ministries and theirs, schools and stations below.
 */

const DEPARTMENTS = ["Sở Khoa học và Công nghệ", "Sở Nội vụ", "Sở Tài chính", "Sở Xây dựng", "Sở Y tế", "Sở Giáo dục và Đào tạo", "Sở Nông nghiệp và Môi trường", "Sở Tư pháp", "Sở Công Thương", "Sở Văn hóa, Thể thao và Du lịch", "Sở Dân tộc và Tôn giáo", "Sở Ngoại vụ", "Thanh tra tỉnh", "Văn phòng UBND tỉnh", "Ban Quản lý các khu công nghiệp", "Công an tỉnh", "Bộ Chỉ huy quân sự tỉnh", "Bảo hiểm xã hội tỉnh", "Kho bạc Nhà nước khu vực", "Thuế tỉnh"];
const OFFICES = ["Văn phòng", "Phòng Tổ chức - Hành chính", "Phòng Kế hoạch - Tài chính", "Thanh tra", "Trung tâm Chuyển đổi số", "Trung tâm Dịch vụ", "Chi cục Tiêu chuẩn Đo lường Chất lượng", "Ban Quản lý dự án"];
const PLACES = ["Trà Bồng", "Sơn Tịnh", "Đức Phổ", "Đắk Tô", "Ea Súp", "Mộ Đức", "Ba Tơ", "Lý Sơn", "Nghĩa Hành", "Bình Sơn", "Minh Long", "Kon Plông", "Đông Anh", "Hòa Vang", "Ngũ Hành Sơn", "Quỳnh Lưu", "Yên Bình", "Phú Thọ", "Long Thành", "Đồng Xoài"];
const BELOW = ["Trường Tiểu học", "Trường Trung học cơ sở", "Trường Mầm non", "Trạm Y tế", "Văn phòng HĐND và UBND", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công", "Công an", "Ban Chỉ huy quân sự"];
const KINDS = ["xã", "phường", "đặc khu"];

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new RangeError("an empty list");
  return item;
}

function row(code: string, name: string): RemoteAgency {
  return { code, name, email: `vt.${code.toLowerCase()}@example.gov.vn`, id: null, parentId: null, otherCode: null };
}

/** So many different agencies, always the same ones. */
export function* madeUpDirectory(count: number): Generator<RemoteAgency> {
  const tops = loadLevelOne().filter(({ status }) => status === "active");
  const provinces = tops.filter(({ code }) => code.startsWith("H"));
  let left = count;
  for (const { code, name } of tops) if (left-- > 0) yield row(code, name);
  for (const { code, name } of tops) {
    const place = name.replace(/^(UBND|Ủy ban nhân dân) /u, "");
    for (const [i, department] of DEPARTMENTS.entries()) {
      const below = `${code}.${String(i + 1).padStart(2, "0")}`;
      if (left-- > 0) yield row(below, `${department} ${place}`);
      for (const [j, office] of OFFICES.entries()) if (left-- > 0) yield row(`${below}.${String(j + 1).padStart(2, "0")}`, `${office} - ${department} ${place}`);
    }
  }
  for (let n = 0; left > 0; n += 1) {
    const { code, name } = at(provinces, n);
    const number = Math.floor(n / provinces.length);
    const commune = `${at(KINDS, number)} ${at(PLACES, n + number)} ${number}`;
    const communeCode = `${code}.${100 + number}`;
    if (left-- > 0) yield row(communeCode, `UBND ${commune}, ${name.replace(/^(UBND|Ủy ban nhân dân) /u, "")}`);
    for (const [j, unit] of BELOW.entries()) for (let k = 1; k <= 3; k += 1) if (left-- > 0) yield row(`${communeCode}.${String(j * 3 + k).padStart(2, "0")}`, `${unit} ${commune} số ${k}`);
  }
}
