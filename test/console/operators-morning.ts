import { failSending } from "#test/support/fail-sending";
import { letter, files } from "#test/support/letters";
import { newPeerSchema } from "#src/core/peers/commands";
import { sealJournal } from "#src/jobs/keep-journal";
import type { TownGateway } from "#test/support/town";

/** Letters to Cần Thơ that the axis refused. */
export async function failedLetters(here: TownGateway, numbers: readonly string[]): Promise<void> {
  const { service } = here.house;
  await service.holdChannel("axis", "chờ Trục mở lại tài khoản", here.operator);
  for (const number of numbers) {
    const command = letter({ sender: "H48", receivers: [{ organId: "H13" }], code: { number, notation: "UBND-NC" }, subject: "V/v phối hợp cung cấp thông tin", issuedOn: "2026-11-20", issuedAt: "Quảng Ngãi" });
    await service.sendDocument(command, await files(here), here.operator, null);
  }
  await failSending(here, "axis", "Trục chưa đăng ký cơ quan gửi H48");
  await service.letChannelGo("axis", "Trục báo đã mở", here.operator);
}

/** The backup of the morning. */
export const BACKUP = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/** What an operator finds: a letter the axis refused, a connection not tested yet, a sealed journal, a backup. */
export async function operatorsMorning(here: TownGateway): Promise<void> {
  const { service, store, clock } = here.house;
  await failedLetters(here, ["9001"]);
  const peer = newPeerSchema.parse({ code: "lgsp-h36", kind: "axis", name: "LGSP tỉnh Bắc Ninh", endpoint: "https://lgsp.example.gov.vn", account: "cong-h48", secret: "bi-mat-0001", reaches: ["H36", "H36.*"], reason: "công văn 12/STTTT-CNTT" });
  await service.addPeer(peer, here.operator);
  const note = { folder: "/mnt/sao-luu/lienthong-2026-11-20T013000000Z", digest: BACKUP, madeAt: clock.now(), blobs: 128, bytes: 48_000_000, newBytes: 3_200_000, seconds: 4.2, wrong: 0 };
  await service.noteBackup({ ...note, kind: "backup.made" }, here.operator);
  await service.noteBackup({ ...note, kind: "backup.verified" }, here.operator);
  const begun = await sealJournal({ store, clock }, null);
  await sealJournal({ store, clock }, begun?.mark ?? null);
}
