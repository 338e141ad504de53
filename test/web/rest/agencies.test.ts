import test from "ava";
import { systemClock } from "#src/core/clock";
import { changeAgency } from "#src/core/directory/change-agency";
import { keepCatalogue } from "#src/core/directory/keep-catalogue";
import { openDoor } from "../door.ts";
import { sharedTown } from "../shared-town.ts";

const gateways = sharedTown();

interface AgencyAnswer {
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
  readonly note: string | null;
  readonly successor: { readonly code: string; readonly name: string } | null;
}

async function openDirectory(t: Parameters<typeof openDoor>[0]) {
  const { quangNgai } = gateways();
  await keepCatalogue({ store: quangNgai.house.store, clock: systemClock }, quangNgai.house.levelOne.rows);
  const door = await openDoor(t, quangNgai);
  const search = async (query: string): Promise<readonly AgencyAnswer[]> => (await door.ask(`/api/v1/agencies?${query}`)).body["items"] as readonly AgencyAnswer[];
  return { door, quangNgai, search };
}

test("the directory is searched without accents, by abbreviation and by codes of both forms; level 1 stands first", async (t) => {
  const { search } = await openDirectory(t);
  t.is((await search("q=vpcp"))[0]?.code, "G22");
  t.is((await search("q=so%20noi%20vu%20quang%20ngai"))[0]?.code, "H48.06");
  t.is((await search("q=000.00.06.H48"))[0]?.code, "H48.06");
  t.is((await search("q=H48"))[0]?.code, "H48");
  t.is((await search("q=qu%E1%BA%A3ng%20ng%C3%A3i"))[0]?.code, "H48");
});

test("a closed code is found with the agency that took over, behind the active ones, and filtered when asked", async (t) => {
  const { door, search } = await openDirectory(t);
  const [closed] = await search(`q=${encodeURIComponent("đắk nông")}`);
  t.like(closed, { code: "H16", active: false, successor: { code: "H36", name: "UBND tỉnh Lâm Đồng" } });
  t.regex(closed?.note ?? "", /H16.*đã đóng.*H36/);
  t.deepEqual((await search(`active=true&q=${encodeURIComponent("đắk nông")}`)).filter(({ code }) => code === "H16"), []);
  t.true((await search("active=false&limit=200")).every(({ active }) => !active));
  const one = await door.ask("/api/v1/agencies/000.00.00.H16");
  t.is(one.body["code"], "H16");
  t.is((one.body["history"] as { items: { kind: string; source: string }[] }).items[0]?.source, "catalogue");
  t.is((await door.ask("/api/v1/agencies/H99")).status, 404);
});

test("pages follow each other without a gap or a repetition, with and without a query", async (t) => {
  const { door } = await openDirectory(t);
  for (const query of ["limit=40", `limit=7&q=${encodeURIComponent("tỉnh")}`]) {
    const seen: string[] = [];
    for (let after: string | null = ""; after !== null; ) {
      const page = await door.ask(`/api/v1/agencies?${query}${after === "" ? "" : `&after=${encodeURIComponent(after)}`}`);
      seen.push(...(page.body["items"] as AgencyAnswer[]).map(({ code }) => code));
      after = page.body["next"] as string | null;
    }
    t.is(new Set(seen).size, seen.length, query);
    t.true(seen.length > 40, query);
  }
  t.is((await door.ask("/api/v1/agencies?q=tinh&after=H48")).status, 400);
});

test("what cannot be searched for is refused by field; hostile queries find nothing and break nothing", async (t) => {
  const { door, search } = await openDirectory(t);
  t.is((await door.ask("/api/v1/agencies?q=a")).problems[0]?.field, "/query/q");
  t.is((await door.ask("/api/v1/agencies?quer=x")).status, 422);
  for (const hostile of ["' OR 1=1 --", "\\'; DROP TABLE agency; --", "a:* & !b | (", "%25%5F", "xx\u0000yy", "𝕊ở ".repeat(30)]) {
    const answer = await door.ask(`/api/v1/agencies?q=${encodeURIComponent(hostile)}`);
    t.true([200, 400, 422].includes(answer.status), `${JSON.stringify(hostile)} got ${answer.status}`);
  }
  t.is((await search("q=vpcp")).length > 0, true);
});

test("the history of an agency tells who changed what, when and why (HG-3.1, KD-4.2d1)", async (t) => {
  const { door, quangNgai } = await openDirectory(t);
  const needs = { store: quangNgai.house.store, clock: quangNgai.house.clock };
  await changeAgency(needs, { code: "H48.06", set: { email: "vt@example.vn" }, release: [], reason: "công văn 12/SNV" }, quangNgai.operator);
  const { body } = await door.ask("/api/v1/agencies/H48.06/history?limit=1");
  const [change] = body["items"] as Record<string, unknown>[];
  t.like(change, { by: "thử nghiệm", source: "hand", reason: "công văn 12/SNV", kind: "changed", after: { email: "vt@example.vn" } });
  t.not(body["next"], null);
});

test("a unit whose own code was closed is refused as a receiver with its successor (DN-9.2)", async (t) => {
  const { quangNgai } = await openDirectory(t);
  const { house, operator } = quangNgai;
  await changeAgency({ store: house.store, clock: house.clock }, { code: "H48.77", set: { name: "Sở Thông tin và Truyền thông", validTo: "2025-02-28" as never, successor: "H48.06" }, release: [], reason: "sáp nhập" }, operator);
  const file = await quangNgai.store("cv.pdf", "%PDF-1.7 thử");
  const command = { sender: "H48", receivers: [{ organId: "H48.77" }], code: { number: "7", notation: "UBND-VP" }, issuedOn: "2026-11-20", issuedAt: "Quảng Ngãi", documentType: "Công văn", subject: "thử", signer: { fullName: "Nguyễn Văn A" }, urgency: "thuong", secrecy: "khong", steering: "none", paperOriginal: false, toPlaces: [], appendixes: [], responseFor: [], files: [] } as const;
  const refused = await t.throwsAsync(() => house.service.sendDocument({ ...command, receivers: [...command.receivers], toPlaces: [], appendixes: [], responseFor: [], files: [] }, [file], operator, null));
  t.true(refused !== undefined && "problems" in refused);
  if (refused !== undefined && "problems" in refused) t.regex(JSON.stringify(refused.problems), /receiver-closed.*H48\.77.*đã đóng từ.*H48\.06/);
});
