import test from "ava";
import { eventually } from "#test/support/town";
import { openDoor, type Door } from "./door.ts";
import { sharedTown } from "./shared-town.ts";
import { form, fresh } from "./submission.ts";

const town = sharedTown();

async function codesOf(door: Door, list: "documents" | "incoming", q: string): Promise<string[]> {
  const { body } = await door.ask(`/api/v1/${list}?limit=200&q=${encodeURIComponent(q)}`);
  return (body["items"] as { readonly code: { readonly number: string } }[]).map(({ code }) => code.number);
}

test("documents are found on both sides by words of subject, code and names, with or without accents, the last word unfinished (HG-2.1, DN-18.1, QN-13.1)", async (t) => {
  const sender = await openDoor(t, town().vpcp);
  const receiver = await openDoor(t, town().quangNgai);
  const flood = { ...fresh(), subject: "V/v ứng phó bão, lũ tại Đắk Lắk và Quảng Ngãi" };
  const other = { ...fresh(), subject: "V/v rà soát số liệu đầu tư công" };
  for (const metadata of [flood, other]) t.is((await sender.ask("/api/v1/documents", { method: "POST", body: form(metadata) })).status, 202);
  const [wanted, unwanted] = [flood.code.number, other.code.number];
  await eventually("both arrivals", async () => (await codesOf(receiver, "incoming", "V/v")).length >= 2);

  for (const q of ["ứng phó bão", "ung pho bao", "UNG PHO", "dak lak", "Đắk Lắk".normalize("NFD"), "lu ung ph", `${wanted}/VPCP-KSTT`, `vpcp ${wanted}`]) {
    for (const [door, list] of [[sender, "documents"], [receiver, "incoming"]] as const) {
      const found = await codesOf(door, list, q);
      t.true(found.includes(wanted), `${list} ${q}`);
      t.false(found.includes(unwanted), `${list} ${q}`);
    }
  }
  t.true((await codesOf(sender, "documents", "uy ban Quang")).length === 0, "words are whole, and UBND is written so");
  t.true((await codesOf(receiver, "incoming", "van phong chinh phu")).includes(unwanted), "by the name of the sender");
  t.deepEqual(await codesOf(sender, "documents", "!!! '); DROP"), []);
  t.deepEqual(await codesOf(receiver, "incoming", "ung pho khong-co"), []);
});
