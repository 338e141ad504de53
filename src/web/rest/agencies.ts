import { z } from "zod";
import { legacyOrganId, type OrganId } from "#edxml";
import { SIGNED_IN } from "../../core/accounts/callers.ts";
import { actorName } from "../../core/access.ts";
import { CHANGE_KINDS, CHANGE_SOURCES, grammarParent, levelOf, type AgencyChange } from "../../core/directory/index.ts";
import type { AgencyFound } from "../../core/directory/look-up.ts";
import { vietnamTime, vietnamTimeOrNull } from "../../core/vietnam-time.ts";
import { reading, type Operation } from "./operation.ts";
import { agencyParameter, given, paging } from "./parameters.ts";
import { instant, maybeInstant } from "./schemas.ts";

const tag = "Danh bạ";
const HISTORY_SHOWN = 20;

const text = z.string().nullable();
const day = z.string().nullable().meta({ format: "date" });

const agencyView = z
  .object({
    code: z.string().meta({ description: "Mã theo QĐ 20/2020", example: "H48.06" }),
    legacyCode: text.meta({ description: "Mã 13 ký tự theo QCVN 102:2016; null nếu mã này không có dạng cũ", example: "000.00.06.H48" }),
    organId: z.string().meta({ description: "Mã như cơ quan tự ghi trong gói tin" }),
    name: text,
    level: z.int().meta({ description: "Cấp của mã: 1 là bộ, tỉnh; 9 là mã ngoài QĐ 20/2020" }),
    parent: text.meta({ description: "Mã cơ quan cấp trên" }),
    aliases: z.array(z.string()).meta({ description: "Mã khác của cùng cơ quan" }),
    active: z.boolean().meta({ description: "Đang hoạt động: chưa đóng mã, cơ quan cấp 1 chưa đóng, còn trong danh sách của Trục" }),
    note: text.meta({ description: "Điều cần biết trước khi gửi; null là không có gì" }),
    validFrom: day,
    validTo: day.meta({ description: "Ngày cuối còn hiệu lực" }),
    successor: z.object({ code: z.string(), name: text }).nullable().meta({ description: "Cơ quan kế thừa" }),
    contact: z.object({ email: text, phone: text, fax: text, website: text, address: text, inCharge: text }),
    channel: text,
    dialect: text.meta({ description: "Biến thể edXML cơ quan này cần" }),
    limits: z.object({ maxFileMb: z.int().nullable(), maxDocumentMb: z.int().nullable(), formats: z.array(z.string()).nullable() }).meta({ description: "Giới hạn nhận; null là không có giới hạn riêng" }),
    hosted: z.boolean().meta({ description: "Cổng này phục vụ cơ quan" }),
    source: z.enum(["axis", "manual", "catalogue"]),
    heldFields: z.array(z.string()).meta({ description: "Trường do người quản trị đặt, đồng bộ không ghi đè" }),
    vanishedAt: maybeInstant.meta({ description: "Từ khi nào không còn trong danh sách của Trục" }),
    links: z.object({ self: z.string(), history: z.string() }),
  })
  .meta({ id: "Agency", description: "Một cơ quan trong danh bạ" });

const values = z.record(z.string(), z.unknown());
export const changeView = z
  .object({
    position: z.string(),
    at: instant,
    by: z.string(),
    source: z.enum(CHANGE_SOURCES).meta({ description: "catalogue: danh mục cấp 1; sync: đồng bộ từ Trục; csv: nhập tệp; hand: sửa tay" }),
    reason: text,
    kind: z.enum(CHANGE_KINDS).meta({ description: "added thêm mới, changed đổi, vanished không còn trong danh sách, returned có lại" }),
    before: values,
    after: values,
    shadowed: values.meta({ description: "Giá trị nguồn đồng bộ đưa ra cho trường đang do người giữ" }),
    syncId: text,
  })
  .meta({ id: "AgencyChange", description: "Một lần thay đổi: chỉ các trường khác đi" });

const next = text.meta({ description: "Đưa vào `after` để lấy trang sau; null là hết" });
const agencyPage = z.object({ items: z.array(agencyView), next }).meta({ id: "AgencyPage" });
const historyPage = z.object({ items: z.array(changeView), next }).meta({ id: "AgencyHistory" });
const agencyDetail = agencyView.extend({ history: historyPage }).meta({ id: "AgencyDetail", description: "Một cơ quan kèm các lần thay đổi gần nhất" });

const codeParameter = z.object({ code: z.string().max(100).meta({ description: "Mã dạng QĐ 20/2020, dạng cũ, hoặc mã khác đã khai báo", example: "H48.06" }) });

export const agencyOperations: readonly Operation[] = [
  reading({
    id: "searchAgencies",
    callers: SIGNED_IN,
    path: "/agencies",
    tag,
    summary: "Tra cứu danh bạ",
    description: "Không phân biệt dấu, hoa thường; tìm theo từ trong tên, chữ viết tắt (`skhcn`, `vpcp`, `sở khcn quảng ngãi`) và mã ở cả hai dạng. Kết quả phù hợp nhất đứng trước; mã đã đóng vẫn tìm thấy, kèm cơ quan kế thừa. Bỏ trống `q`: toàn bộ, theo mã.",
    query: z.strictObject({
      q: z.string().trim().min(1).max(200).optional().meta({ description: "Từ khóa", example: "sở khcn quảng ngãi" }),
      under: agencyParameter.meta({ description: "Chỉ cơ quan này và đơn vị bên dưới", example: "H48" }),
      active: z.enum(["true", "false"], { error: "Chỉ nhận true hoặc false" }).transform((flag) => flag === "true").optional().meta({ description: "true: đang hoạt động; false: đã đóng hoặc không còn trong danh sách", override: { type: "boolean" } }), // prettier-ignore
      ...paging,
    }),
    view: agencyPage,
    handle: async ({ needs, query: { q, ...query } }) => {
      const page = await needs.service.searchAgencies(given({ ...query, text: q }));
      return { items: page.rows.map(viewAgency), next: page.next };
    },
  }),
  reading({
    id: "getAgency",
    callers: SIGNED_IN,
    path: "/agencies/{code}",
    tag,
    summary: "Một cơ quan, kèm các lần thay đổi gần nhất",
    params: codeParameter,
    view: agencyDetail,
    faults: ["not-found"],
    handle: async ({ needs, params }) => {
      const found = await needs.service.agency(params.code);
      return { ...viewAgency(found), history: viewHistory(await needs.service.agencyHistory(found.agency.code, { limit: HISTORY_SHOWN })) };
    },
  }),
  reading({
    id: "listAgencyHistory",
    callers: SIGNED_IN,
    path: "/agencies/{code}/history",
    tag,
    summary: "Lịch sử thay đổi của một cơ quan, mới nhất trước",
    params: codeParameter,
    query: z.strictObject(paging),
    view: historyPage,
    faults: ["not-found"],
    handle: async ({ needs, params, query }) => viewHistory(await needs.service.agencyHistory(params.code, given(query))),
  }),
];

function viewAgency({ agency, active, note, successor }: AgencyFound): z.input<typeof agencyView> {
  const { facts, code } = agency;
  const self = `/api/v1/agencies/${encodeURIComponent(code)}`;
  const { email, phone, fax, website, address, inCharge, validFrom, validTo, channel, dialect, maxFileMb, maxDocumentMb, formats } = facts;
  return {
    code,
    legacyCode: legacyOrganId(code as OrganId),
    organId: agency.organization.organId,
    name: facts.name,
    level: levelOf(code),
    parent: facts.parent ?? grammarParent(code),
    aliases: [...agency.aliases],
    active,
    note,
    validFrom,
    validTo,
    successor: successor === null ? null : { code: successor.code, name: successor.facts.name },
    contact: { email, phone, fax, website, address, inCharge },
    channel,
    dialect,
    limits: { maxFileMb, maxDocumentMb, formats: formats === null ? null : [...formats] },
    hosted: agency.hosting !== null,
    source: agency.source,
    heldFields: [...agency.heldFields],
    vanishedAt: vietnamTimeOrNull(agency.vanishedAt),
    links: { self, history: `${self}/history` },
  };
}

function viewHistory({ rows, next }: { readonly rows: readonly AgencyChange[]; readonly next: string | null }): z.input<typeof historyPage> {
  return {
    items: rows.map(viewChange),
    next,
  };
}

export function viewChange({ position, at, actor, source, reason, kind, before, after, shadowed, syncId }: AgencyChange): z.input<typeof changeView> {
  return { position, at: vietnamTime(at), by: actorName(actor), source, reason, kind, before: { ...before }, after: { ...after }, shadowed: { ...shadowed }, syncId };
}
