import { X509Certificate } from "node:crypto";
import test from "ava";
import { viewCertificate } from "#src/core/certificates/expiry";
import { testCertificate } from "#test/support/certificates";

const DAY = 86_400_000;

test("a certificate is told of 30 days ahead, urgently 7 days ahead, and when it is over; what cannot be read is told too", async (t) => {
  const { certificatePem } = await testCertificate({ code: "G22", name: "Văn phòng Chính phủ" });
  const end = new Date(new X509Certificate(certificatePem).validTo).getTime();
  const stateAt = (days: number) => {
    const { state, daysLeft } = viewCertificate("partner", "G22", certificatePem, new Date(end - days * DAY));
    return [state, daysLeft];
  };
  t.deepEqual([40, 30, 29.9, 7, 6.9, 0.5, 0, -2].map(stateAt), [["ok", 40], ["soon", 30], ["soon", 29], ["urgent", 7], ["urgent", 6], ["urgent", 0], ["expired", 0], ["expired", -2]]);
  t.like(viewCertificate("signing", "H48", "không phải chứng thư", new Date()), { state: "unusable", daysLeft: null, fingerprint: "" });
  t.is(viewCertificate("anchor", "", certificatePem, new Date()).owner, "Văn phòng Chính phủ");
});
