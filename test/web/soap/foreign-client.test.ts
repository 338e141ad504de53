import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "ava";
import { packageRoot } from "#config";
import { needDebian } from "#test/support/debian";
import { openDoor } from "../door.ts";
import { sharedTown } from "../shared-town.ts";
import { program } from "./soap-door.ts";

const town = sharedTown();
/** Debian's own interpreter: the package belongs to it, whatever else `python3` means here. */
const PYTHON = "/usr/bin/python3";

test("python3-zeep makes the whole journey from nothing but the WSDL, over both versions (QN-6.2a)", async (t) => {
  t.timeout(300_000);
  await needDebian("python3-zeep", [PYTHON, "-c", "import zeep"]);
  const sender = await openDoor(t, town().vpcp);
  const receiver = await openDoor(t, town().quangNgai);
  const orders = {
    sender: { url: sender.url, key: sender.gateway.apiKey },
    receiver: { url: receiver.url, key: receiver.gateway.apiKey },
    journeys: [["1.1", "8001"], ["1.2", "8002"]],
  };
  const { code, stdout, stderr } = await program(PYTHON, ["-c", readFileSync(join(packageRoot(), "test/web/soap/foreign_client.py"), "utf8")], JSON.stringify(orders));
  t.is(code, 0, stderr);
  const whole = {
    created: true,
    subject: "V/v liên thông từ Python",
    issuedOn: "2026-11-20",
    zone: 25_200,
    inline: true,
    mtom: true,
    fetched: true,
    status: "03",
    state: "accepted",
    fault: { text: "Không tìm thấy. Không có mục này, hoặc khóa API đang dùng không được xem. Hãy kiểm tra lại địa chỉ và mã.", code: "not-found" },
    updated: [true, "update", "asked"],
    refusedTakeBack: "move-illegal",
    recalled: [true, "recall", "asked", false],
    taken: [true, "take-back"],
  };
  t.deepEqual(JSON.parse(stdout), [whole, whole]);
});
