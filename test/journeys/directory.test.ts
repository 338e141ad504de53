import test from "ava";
import { eventually, openTown } from "#test/support/town";

const MANY = 100_000;

test("the list of 100,000 agencies comes in beside the documents: searchable, reported, and the same list again changes nothing", async (t) => {
  t.timeout(240_000);
  const town = await openTown(t, { gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] } }, faults: { extraAgencies: MANY } });
  const { vpcp } = town.gateways;
  if (vpcp === undefined) return t.fail();
  const { house } = vpcp;
  const begun = performance.now();
  let slowest = 0;
  const report = await eventually(
    "the first sync is over",
    async () => {
      const asked = performance.now();
      await house.service.searchAgencies({ text: "vpcp", limit: 5 });
      slowest = Math.max(slowest, performance.now() - asked);
      return (await house.store.reader.directory.syncs({ limit: 1 })).rows.find(({ state }) => state !== "running");
    },
    200_000,
  );
  t.log(`${Math.round(performance.now() - begun)} ms, slowest search meanwhile ${Math.round(slowest)} ms`);
  t.like(report, { state: "done", hold: null });
  t.true(report.counts.added >= MANY);
  t.true((await house.store.reader.agencies.count()) > MANY);

  const { rows } = await house.service.searchAgencies({ text: "đơn vị mô phỏng số 77777", limit: 5 });
  t.is(rows[0]?.agency.facts.name, "Đơn vị mô phỏng số 77777");
  t.is((await house.service.searchAgencies({ text: "vpcp", limit: 1 })).rows[0]?.agency.code, "G22");

  const again = await eventually("the first sync has given up its leadership", async () => (await house.syncDirectories(new AbortController().signal))[0], 60_000);
  t.like(again, { state: "done", counts: { added: 0, changed: 0, vanished: 0, returned: 0 } });

  town.axis.control.setFaults({ extraAgencies: 1_000 });
  const [short] = await house.syncDirectories(new AbortController().signal);
  t.is(short?.state, "held");
  t.regex(short?.hold ?? "", /thiếu 99000 trong/);
});
