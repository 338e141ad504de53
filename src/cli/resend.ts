import type { Command } from "commander";
import { HouseError } from "../core/fault.ts";
import { asId, type OutgoingId } from "../core/ids.ts";
import { UsageFault } from "./usage-fault.ts";
import { answering, verb, type Run } from "./verb.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

/** Gửi lại: everything of one document that failed. */
export function resendVerb(run: Run): Command {
  const command = verb("resend", "gửi lại phần gửi không thành công của một văn bản", ['resend 019aa9c4-6f00-7c3e-9f1a-0242ac120002 --reason "trục đã mở lại tài khoản"'])
    .argument("<mã>", "mã văn bản đi")
    .requiredOption("--reason <lý-do>", "vì sao gửi lại, ghi vào nhật ký");
  return answering(run, command, async () => {
    const text = command.args[0] ?? "";
    const id = asId<OutgoingId>(text);
    if (id === null) throw new UsageFault(`“${text.slice(0, 50)}” không phải mã văn bản đi`);
    const { reason } = command.opts<{ reason: string }>();
    const access = operatorAccess();
    const resent = await withHouse(async ({ service }) => {
      const failed = (await service.transmissionsOf(id, access)).filter((transmission) => transmission.state === "failed");
      if (failed.length === 0) throw new HouseError("move-illegal", `nothing of document ${id} has failed`, { documentId: id }, { hint: `xem: lienthong status ${id}` });
      return await Promise.all(failed.map((transmission) => service.resend(transmission.id, reason, access)));
    });
    return { json: { id, transmissions: resent.map((transmission) => transmission.id) }, text: `Gửi lại ${resent.length} chuyến của văn bản ${id}. Theo dõi: lienthong status ${id}` };
  });
}
