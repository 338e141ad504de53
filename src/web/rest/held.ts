import { z } from "zod";
import { CLERKS, READERS } from "../../core/accounts/callers.ts";
import { holdDecisionSchema } from "../../core/hold/hold.ts";
import { doing, reading, type Operation } from "./operation.ts";
import { given, idOf, idParameter, paging } from "./parameters.ts";
import { heldDecidedView, heldPage } from "./schemas.ts";
import { viewHeld } from "./views-inspected.ts";

const tag = "Văn bản tạm giữ";
const example = { person: { fullName: "Nguyễn Thị Lan", position: "Chánh Văn phòng" }, reason: "Đã xem: dấu ở mẫu biểu minh họa, văn bản không mật" };

export const heldOperations: readonly Operation[] = [
  reading({
    id: "listHeld",
    callers: READERS,
    path: "/held",
    tag,
    summary: "Văn bản đi, đến đang tạm giữ vì thấy dấu mật, mới nhất trước",
    description: "Cổng tìm dấu “MẬT”, “TỐI MẬT”, “TUYỆT MẬT” trong phần chữ của PDF và DOCX. Văn bản đi chưa rời cổng; văn bản đến chưa hiển thị và chưa giao cho QLVB.",
    query: z.strictObject({ direction: z.enum(["outgoing", "incoming"], { error: "Chỉ nhận outgoing hoặc incoming" }).optional().meta({ description: "Chỉ văn bản đi, hoặc chỉ văn bản đến" }), ...paging }),
    view: heldPage,
    handle: async ({ needs, access, query }) => {
      const { rows, next } = await needs.service.listHeld(given(query), access);
      return { items: rows.map(viewHeld), next };
    },
  }),
  doing({
    id: "releaseHeld",
    callers: CLERKS,
    path: "/held/{id}/release",
    tag,
    summary: "Cho văn bản tạm giữ đi tiếp",
    description: "Người có trách nhiệm đã xem và xác nhận văn bản không mật. Văn bản đi được xếp hàng gửi; văn bản đến được hiển thị và giao cho QLVB. Gọi lặp lại là vô hại.",
    params: idParameter,
    json: { schema: holdDecisionSchema, example },
    view: heldDecidedView,
    statuses: { 200: "Đã cho đi tiếp" },
    faults: ["not-found", "move-illegal"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewHeld(await needs.service.releaseHeld(idOf("held document", params.id), body, access)) }),
  }),
  doing({
    id: "discardHeld",
    callers: CLERKS,
    path: "/held/{id}/discard",
    tag,
    summary: "Hủy văn bản tạm giữ",
    description: "Nội dung bị xóa, chỉ còn mã, thời điểm, giá trị băm, người quyết định và lý do. Văn bản đến bị từ chối (02, có nội dung mật) với bên gửi. Gọi lặp lại là vô hại.",
    params: idParameter,
    json: { schema: holdDecisionSchema, example: { ...example, reason: "Văn bản có dấu mật, chuyển gửi theo đường mật" } },
    view: heldDecidedView,
    statuses: { 200: "Đã hủy" },
    faults: ["not-found", "move-illegal", "signing-key-missing"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewHeld(await needs.service.discardHeld(idOf("held document", params.id), body, access)) }),
  }),
];
