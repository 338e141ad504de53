import type { Request } from "express";
import { z } from "zod";
import { CLERKS, READERS, SIGNED_IN } from "../../core/accounts/callers.ts";
import type { Access } from "../../core/actor.ts";
import type { IncomingId, OutgoingId } from "../../core/ids.ts";
import type { Checkup } from "../../core/outgoing/check-document.ts";
import { sendDocumentSchema } from "../../core/outgoing/send-command.ts";
import { paperDecisionSchema } from "../../core/policy/decide-paper.ts";
import { newOverrideSchema } from "../../core/policy/override.ts";
import { PAPER_STATES } from "../../core/policy/ports.ts";
import type { OpenDoor } from "../needs.ts";
import { tuningOf } from "../settings.ts";
import { doing, reading, type Operation } from "./operation.ts";
import { agencyParameter, given, idOf, idParameter, paging } from "./parameters.ts";
import { checkupView, comparedView, overridesView, overrideView, papersView, paperView, policyCheckView, policyView, profileDetail, profilesView, viewCheckup, viewCompared, viewOverride, viewPaper, viewPolicy, viewPolicyCheck, viewProfile, viewRules } from "./policy-views.ts";
import { inspectDocument, inspectMetadata, type CheckedSubmission } from "./upload/receive-document.ts";

const tag = "Chính sách";
const code = z.string().trim().min(1, { error: "Mã cơ quan: phải ghi rõ" }).max(50);
const day = z.iso.date({ error: "Cần là ngày YYYY-MM-DD" }).meta({ example: "2026-11-20" });
const PAPER_EXAMPLE = { matches: true, person: "Nguyễn Thị Lan" };

export const policyOperations: readonly Operation[] = [
  reading({
    id: "listPolicies",
    callers: SIGNED_IN,
    path: "/policies",
    tag,
    summary: "Các hồ sơ chính sách của bản phát hành này",
    view: profilesView,
    handle: async ({ needs }) => {
      const { version, profiles } = await needs.service.policyProfiles();
      return { version, items: profiles.map(viewProfile) };
    },
  }),
  reading({
    id: "comparePolicies",
    callers: SIGNED_IN,
    path: "/policies/diff",
    tag,
    summary: "Chính sách của bên gửi và bên nhận khác nhau ở đâu",
    description: "Hồ sơ của bên nhận quyết định văn bản có tới được không.",
    query: z.strictObject({ sender: code.meta({ description: "Mã cơ quan gửi", example: "G22" }), receiver: code.meta({ description: "Mã cơ quan nhận", example: "H48" }), senderOn: day.optional().meta({ description: "Bỏ trống: hôm nay. Cùng một cơ quan với hai ngày khác nhau: phiên bản sau đổi gì" }), receiverOn: day.optional().meta({ description: "Bỏ trống: hôm nay" }) }),
    view: comparedView,
    handle: async ({ needs, query }) => {
      const { sender, receiver } = await needs.service.comparePolicies(query.sender, query.receiver, given({ sender: query.senderOn, receiver: query.receiverOn }));
      return viewCompared(sender, receiver);
    },
  }),
  reading({
    id: "listPolicyOverrides",
    callers: SIGNED_IN,
    path: "/policies/overrides",
    tag,
    summary: "Quy định riêng của các cơ quan, mới nhất trước",
    query: z.strictObject({ agency: agencyParameter.meta({ description: "Chỉ của cơ quan này" }) }),
    view: overridesView,
    handle: async ({ needs, query }) => ({ items: (await needs.service.policyOverrides(query.agency)).map(viewOverride) }),
  }),
  doing({
    id: "overridePolicy",
    callers: ["system", "operator"],
    path: "/policies/overrides",
    tag,
    summary: "Ghi quy định riêng của một cơ quan, theo quyết định có số",
    description: "Áp dụng cho cơ quan và đơn vị bên dưới từ lần kiểm tra kế tiếp. Bản ghi trước không mất; để trống cả `profile` và `rules` là bỏ quy định riêng.",
    json: {
      schema: newOverrideSchema,
      example: {
        agency: "H48.06",
        decision: { number: "15/QĐ-SKHCN", issuedOn: "2026-11-16", issuer: "Sở Khoa học và Công nghệ" },
        rules: [{ rule: "document-size", article: "15/QĐ-SKHCN Đ.2", value: { maxMb: 25 } }],
        validFrom: "2026-12-01",
        reason: "Đường truyền của Sở chưa nâng cấp",
      },
    },
    view: overrideView,
    statuses: { 201: "Đã ghi" },
    faults: ["agency-not-yours"],
    handle: async ({ needs, access, body }) => ({ status: 201, view: viewOverride(await needs.service.overridePolicy(body, access)) }),
  }),
  reading({
    id: "getPolicy",
    callers: SIGNED_IN,
    path: "/policies/{id}",
    tag,
    summary: "Một hồ sơ với mọi quy tắc, điều khoản và phần kế thừa",
    params: z.object({ id: z.string().max(60).meta({ example: "dak-nong-01-2022" }) }),
    view: profileDetail,
    faults: ["not-found"],
    handle: async ({ needs, params }) => {
      const { profile, policy } = await needs.service.policyProfile(params.id);
      return { ...viewProfile(profile), rules: viewRules(policy) };
    },
  }),
  reading({
    id: "getAgencyPolicy",
    callers: SIGNED_IN,
    path: "/agencies/{code}/policy",
    tag,
    summary: "Chính sách áp dụng cho một cơ quan trong một ngày, và vì sao",
    params: z.object({ code: z.string().max(100).meta({ example: "H48.06" }) }),
    query: z.strictObject({ on: day.optional().meta({ description: "Bỏ trống: hôm nay" }) }),
    view: policyView,
    handle: async ({ needs, params, query }) => viewPolicy(await needs.service.policyOf(params.code, query.on)),
  }),
  doing({
    id: "checkDocument",
    callers: CLERKS,
    path: "/document-checks",
    tag: "Văn bản đi",
    summary: "Kiểm tra trước khi gửi: chỗ sai, điều cần biết, và chính sách của từng nơi nhận",
    description: "Như `POST /documents?validate=only` nhưng luôn trả lời 200 khi đọc được yêu cầu, kể cả khi văn bản không gửi được. Không giữ lại gì. Gửi riêng siêu dữ liệu dạng JSON thì không nói về tệp.",
    form: { metadata: sendDocumentSchema, orJson: true },
    view: checkupView,
    statuses: { 200: "Kết quả kiểm tra" },
    handle: async ({ needs, access, request }) => ({ status: 200, view: viewCheckup(await checkUp(needs, access, request)) }),
  }),
  reading({
    id: "getIncomingPolicyCheck",
    callers: READERS,
    path: "/incoming/{id}/policy",
    tag: "Văn bản đến",
    summary: "Văn bản đến lệch quy định của cơ quan nhận ở đâu",
    description: "Văn bản vẫn được nhận; điểm lệch là căn cứ để từ chối nếu cơ quan muốn.",
    params: idParameter,
    view: policyCheckView,
    faults: ["not-found"],
    handle: async ({ needs, access, params }) => viewPolicyCheck(await needs.service.policyCheck(idOf<IncomingId>("incoming document", params.id), access)),
  }),
  reading({
    id: "listPapers",
    callers: READERS,
    path: "/papers",
    tag,
    summary: "Bản giấy đã hứa gửi kèm mà chưa đối chiếu, cũ nhất trước",
    query: z.strictObject({ state: z.enum(PAPER_STATES).optional().meta({ description: "Bỏ trống: promised và mismatched" }), direction: z.enum(["outgoing", "incoming"]).optional(), document: z.uuid({ error: "Không phải mã văn bản" }).optional().meta({ description: "Của một văn bản; khi đó bỏ trống `state` là mọi trạng thái" }), limit: paging.limit }),
    view: papersView,
    handle: async ({ needs, access, query: { state, direction, document, limit } }) => ({ items: (await needs.service.papers(given({ limit, direction, documentId: document, states: state === undefined ? undefined : [state] }), access)).map(viewPaper) }),
  }),
  doing({
    id: "confirmPaper",
    callers: CLERKS,
    path: "/incoming/{id}/paper",
    tag: "Văn bản đến",
    summary: "Xác nhận bản giấy và bản điện tử là một văn bản",
    params: idParameter,
    json: { schema: paperDecisionSchema, example: PAPER_EXAMPLE },
    view: paperView,
    statuses: { 200: "Đã ghi" },
    faults: ["not-found", "move-illegal"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewPaper(await needs.service.confirmPaper(idOf<IncomingId>("incoming document", params.id), body, access)) }),
  }),
  doing({
    id: "notePaper",
    callers: CLERKS,
    path: "/documents/{id}/paper/{receiver}",
    tag: "Văn bản đi",
    summary: "Bên gửi ghi lại việc một nơi nhận đã xác nhận bản giấy",
    params: idParameter.extend({ receiver: z.string().max(100).meta({ description: "Mã cơ quan nhận", example: "H48" }) }),
    json: { schema: paperDecisionSchema, example: PAPER_EXAMPLE },
    view: paperView,
    statuses: { 200: "Đã ghi" },
    faults: ["not-found", "move-illegal"],
    handle: async ({ needs, access, params, body }) => ({ status: 200, view: viewPaper(await needs.service.notePaper(idOf<OutgoingId>("document", params.id), params.receiver, body, access)) }),
  }),
];

/** What cannot be read is named beside what can be judged. */
async function checkUp(needs: OpenDoor, access: Access, request: Request): Promise<Checkup> {
  const alone = request.is("application/json") === "application/json";
  const judge = async ({ command, files, problems }: CheckedSubmission): Promise<Checkup> => {
    if (command === null) return { problems, notes: [], receivers: [] };
    const found = await needs.service.checkDocument(command, alone ? null : files, access);
    return { ...found, problems: [...problems, ...found.problems] };
  };
  return alone ? await judge(inspectMetadata(request.body)) : await inspectDocument(request, needs.blobs, { ...tuningOf(needs.settings), ...needs.settings.limits }, judge);
}
