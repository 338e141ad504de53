import type { IncomingMessage } from "node:http";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { FieldsRefused, HouseError } from "../../core/fault.ts";
import type { Blobs } from "../../core/ports.ts";
import type { StoredEnvelope } from "../../core/stored-file.ts";
import { vietnamTime } from "../../core/vietnam-time.ts";
import { doing, type Operation } from "./operation.ts";
import { instant, sha256, size } from "./schemas.ts";

const uploadView = z.object({ sha256, size, until: instant.meta({ description: "Giữ đến lúc này; sau đó phải tải lên lại" }) }).meta({ id: "Upload", description: "Tệp đã tải lên trước, để một bản tin AMQP của cùng khóa nhắc tới" });

export const uploadOperations: readonly Operation[] = [
  doing({
    id: "uploadFile",
    callers: ["system"],
    path: "/uploads",
    tag: "Tải tệp lên trước",
    summary: "Tải lên một tệp cho cửa AMQP",
    description: "Nội dung tệp là thân của yêu cầu (application/octet-stream). Câu trả lời cho mã SHA-256 để đưa vào `files[].upload` của bản tin; giữ 24 giờ, chỉ khóa này dùng được. Không tải lên văn bản có độ mật.",
    bytes: true,
    view: uploadView,
    statuses: { 201: "Đã lưu" },
    faults: ["file-too-large", "field-invalid", "disk-full"],
    handle: async ({ needs, access, request }) => {
      const stored = await receive(request, needs.blobs, needs.settings.limits.maxFileBytes);
      const { until, ...kept } = await needs.service.keepUpload(stored, access);
      return { status: 201, view: { ...kept, until: vietnamTime(until) } };
    },
  }),
];

async function receive(request: IncomingMessage, blobs: Blobs, limit: number): Promise<StoredEnvelope> {
  const draft = blobs.draft();
  try {
    const size = await pourInto(request, draft.sink, limit);
    if (size === 0) throw new FieldsRefused([{ field: "", code: "field-invalid", message: "Tệp rỗng. Hãy kiểm tra và tải lên tệp đủ nội dung.", rule: "QĐ 28/2018/QĐ-TTg Đ.9.1" }]);
    return await draft.commit();
  } catch (error) {
    if (error instanceof HouseError) throw error;
    if (draft.sink.errored !== null) await draft.commit(); // says why in the store's own words (disk full …)
    throw new HouseError("request-invalid", "the caller went away before the end of the file", {}, { cause: error });
  } finally {
    await draft.discard();
  }
}

async function pourInto(request: IncomingMessage, sink: NodeJS.WritableStream, limit: number): Promise<number> {
  let size = 0;
  await pipeline(
    request,
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        size += chunk.length;
        if (size > limit) throw new FieldsRefused([{ field: "", code: "file-too-large", message: `Tệp vượt mức tối đa ${Math.floor(limit / (1024 * 1024))} MB. Hãy nén hoặc tách tệp rồi tải lên lại.`, rule: "giới hạn của cổng (LIENTHONG_MAX_FILE_MB)" }]);
        yield chunk;
      }
    },
    sink,
  );
  return size;
}
