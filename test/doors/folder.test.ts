import { execFile } from "node:child_process";
import { access, appendFile, mkdir, readdir, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import test from "ava";
import * as fc from "fast-check";
import { nameOf } from "#src/doors/folder/deliver-incoming";
import { becomes, gatewayOf, incomingAt, letter, PDF, person, send } from "#test/support/letters";
import { eventually, KEY_NAME, openTown, type Town, type TownGateway } from "#test/support/town";

const PROVINCE = { tinh: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }, { code: "H48.06", name: "Sở Khoa học và Công nghệ" }] } };
const PLAN = { gateways: PROVINCE, run: ["doors", "jobs"], folders: true } as const;
const run = promisify(execFile);

interface Share {
  readonly tinh: TownGateway;
  readonly root: string;
  readonly outgoing: string;
  readonly incoming: string;
  put(name: string, number: string, files: readonly string[], change?: object): Promise<void>;
  ready(name: string): Promise<void>;
  answer(name: string): Promise<string>;
}

async function shareOf(town: Town): Promise<Share> {
  const tinh = gatewayOf(town, "tinh");
  const root = tinh.config.folders?.directory ?? "";
  const outgoing = join(root, KEY_NAME, "gui-di");
  await eventually("the folders stand", async () => await there(join(root, KEY_NAME, "den")));
  return {
    tinh,
    root,
    outgoing,
    incoming: join(root, KEY_NAME, "den"),
    put: async (name, number, files, change = {}) => {
      const metadata = { ...letter({ sender: "H48", receivers: [{ organId: "H48.06" }], code: { number, notation: "UBND-VP" } }), files: files.map((file) => ({ name: file })), ...change };
      await writeFile(join(outgoing, `${name}.json`), `\uFEFF${JSON.stringify(metadata)}`);
    },
    ready: async (name) => await writeFile(join(outgoing, `${name}.ready`), ""),
    answer: async (name) => {
      await eventually(`an answer to ${name}`, async () => (await there(join(outgoing, `${name}.done`))) || (await there(join(outgoing, `${name}.error`))));
      await eventually("its marker goes", async () => !(await there(join(outgoing, `${name}.ready`))));
      return await readFile(join(outgoing, (await there(join(outgoing, `${name}.done`))) ? `${name}.done` : `${name}.error`), "utf8");
    },
  };
}

async function there(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}

test("nothing is read before its marker is there; a repaired submission goes out; a folder for each works as well", async (t) => {
  const share = await shareOf(await openTown(t, PLAN));
  const { outgoing } = share;
  await share.put("nua-chung", "1", ["a.pdf"]);
  await writeFile(join(outgoing, "a.pdf"), PDF.subarray(0, 5));
  await mkdir(join(outgoing, "rieng"));
  await share.put("rieng-tam", "2", ["b.pdf"]);
  await rename(join(outgoing, "rieng-tam.json"), join(outgoing, "rieng", "van-ban.json"));
  await writeFile(join(outgoing, "rieng", "b.pdf"), PDF);
  await share.ready("rieng");
  t.regex(await share.answer("rieng"), /"created": true/);
  t.false(await there(join(outgoing, "nua-chung.error")), "looked at in the same round, and left alone");

  await rm(join(outgoing, "a.pdf"));
  await share.ready("nua-chung");
  t.regex(await share.answer("nua-chung"), /file-missing.*a\.pdf|a\.pdf/s);
  await writeFile(join(outgoing, "a.pdf"), PDF);
  await share.ready("nua-chung");
  // the marker goes last: one put there before would go with it
  await eventually("it is done now", async () => (await there(join(outgoing, "nua-chung.done"))) && !(await there(join(outgoing, "nua-chung.error"))) && !(await there(join(outgoing, "nua-chung.ready"))));
  await share.ready("nua-chung"); // as if we had died before the marker was removed
  t.regex(await eventually("it is answered again", async () => (await readFile(join(outgoing, "nua-chung.done"), "utf8")).includes('"created": false') && "ok"), /ok/);
  t.is((await share.tinh.house.service.listOutgoing({ limit: 10 }, share.tinh.operator)).rows.length, 2);
});

test("links, paths, pipes, folders, huge and secret files are refused, and nothing of them reaches the store", async (t) => {
  const share = await shareOf(await openTown(t, PLAN));
  const { outgoing, tinh } = share;
  const blobs = async (): Promise<number> => (await readdir(join(tinh.config.dataDirectory, "blobs"), { recursive: true })).filter((name) => /[0-9a-f]{64}$/.test(name)).length;
  const before = await blobs();
  const outside = join(tinh.config.dataDirectory, "bi-mat.pdf");
  await writeFile(outside, PDF);
  await symlink(outside, join(outgoing, "lien-ket.pdf"));
  await run("mkfifo", [join(outgoing, "ong.pdf")]);
  await mkdir(join(outgoing, "thu-muc.pdf"));
  await writeFile(join(outgoing, "to.pdf"), "%PDF");
  await truncate(join(outgoing, "to.pdf"), 51 * 1024 * 1024);
  await writeFile(join(outgoing, "mat.pdf"), PDF);

  await share.put("hiem", "1", ["lien-ket.pdf", "../../../bi-mat.pdf", outside, "ong.pdf", "thu-muc.pdf", "to.pdf", "khong-co.pdf", ".."]);
  await share.ready("hiem");
  const refused = JSON.parse(await share.answer("hiem")) as { readonly problems: readonly { readonly field: string; readonly code: string }[] };
  const fields = new Set(refused.problems.map(({ field }) => field));
  for (const index of [0, 1, 2, 3, 4, 6, 7]) t.true(fields.has(`/files/${index}/name`), `file ${index}`);
  t.true(refused.problems.some(({ code }) => code === "file-too-large"));

  await share.put("mat", "2", ["mat.pdf"], { secrecy: "mat" });
  await share.ready("mat");
  t.regex(await share.answer("mat"), /secret-content-forbidden/);
  await symlink(outside, join(outgoing, "gia.json"));
  await share.ready("gia");
  t.regex(await share.answer("gia"), /liên kết/);
  await writeFile(join(outgoing, "cut.json"), '{"sender":"H48"');
  await share.ready("cut");
  t.regex(await share.answer("cut"), /không phải JSON/);
  t.is(await blobs(), before);
  t.is((await tinh.house.service.listOutgoing({ limit: 10 }, tinh.operator)).rows.length, 0);
});

test("a folder whose key is unknown speaks for nobody; one swapped for a link leads nowhere", async (t) => {
  const share = await shareOf(await openTown(t, PLAN));
  const strange = join(share.root, "Không có khóa này", "gui-di");
  await mkdir(strange, { recursive: true });
  await writeFile(join(strange, "x.ready"), "");
  const elsewhere = join(share.tinh.config.dataDirectory, "noi-khac");
  await rename(share.outgoing, elsewhere);
  await symlink(elsewhere, share.outgoing);
  await writeFile(join(elsewhere, "y.ready"), "");
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  t.deepEqual([await readdir(strange), (await readdir(elsewhere)).filter((name) => name.startsWith("y"))], [["x.ready"], ["y.ready"]]);
});

test("a document comes as one whole folder, once; an unfinished report is waited for; a recall removes what was written (QN-6.2a)", async (t) => {
  const share = await shareOf(await openTown(t, PLAN));
  const { tinh, incoming } = share;
  const sent = await send(tinh, { sender: "H48", receivers: [{ organId: "H48.06" }], code: { number: "7", notation: "A/B..C" } });
  const place = await eventually("a folder appears", async () => (await readdir(incoming)).find((name) => !name.startsWith(".")));
  t.regex(place, /^2026-11-20_H48_7-A-B\.\.C_[0-9a-f-]{36}$/);
  t.deepEqual((await readdir(join(incoming, place))).toSorted(), ["goi-tin.edxml", "tep", "van-ban.json"]);
  await eventually("it counts as fetched", async () => (await incomingAt(tinh, "H48.06", "7/A/B..C")).fetchedAt !== null);

  const report = join(incoming, `${place}.trang-thai.json`);
  const text = JSON.stringify({ action: "accept", person });
  await writeFile(report, text.slice(0, 20));
  await appendFile(report, text.slice(20));
  await eventually("the report is taken", async () => await there(join(incoming, `${place}.trang-thai.done`)));
  await becomes(tinh, sent, "H48.06", "accepted");
  await eventually("it is moved aside", async () => !(await there(report)));
  await writeFile(report, "{");
  t.regex(await eventually("a broken one is answered after a while", async () => await readFile(join(incoming, `${place}.trang-thai.error`), "utf8").catch(() => null)), /không phải tệp JSON/);

  await tinh.house.service.recall(sent.document.id, { reason: "nhầm" }, tinh.operator);
  await eventually("the recall is said", async () => await there(join(incoming, `${place}.thu-hoi.json`)));
  await eventually("the broken report is moved aside", async () => !(await there(report)));
  await writeFile(report, JSON.stringify({ answer: "agree", person }));
  await eventually("what was written is removed", async () => !(await there(join(incoming, place))));
  await tinh.house.store.doors.saveCursor(`folder:${KEY_NAME}`, "c0"); // as if we had died before the cursor was saved
  await send(tinh, { sender: "H48", receivers: [{ organId: "H48.06" }], code: { number: "8", notation: "X" } });
  await eventually("the next one comes", async () => (await readdir(incoming)).some((name) => name.includes("_8-X_")));
  t.false(await there(join(incoming, place)), "a document handed over before is not written again");
});

test("a share that is full loses nothing and shows nothing half written", async (t) => {
  const town = await openTown(t, PLAN);
  const share = await shareOf(town);
  const { tinh, incoming } = share;
  const mounted = await run("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", incoming]).then(
    () => true,
    () => false,
  );
  if (!mounted) {
    t.pass("a full disk can only be made where mounting is allowed");
    return;
  }
  t.teardown(async () => {
    await run("umount", ["-l", incoming]).catch(() => undefined);
  });
  const [file, large] = [await tinh.store("cong-van.pdf", PDF), await tinh.store("phu-luc.txt", Buffer.alloc(200_000, "x"))];
  await tinh.house.service.sendDocument(letter({ sender: "H48", receivers: [{ organId: "H48.06" }] }), [file, large], tinh.operator, null);
  await incomingAt(tinh, "H48.06");
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  t.deepEqual((await readdir(incoming)).filter((name) => !name.startsWith(".")), []);
  t.is((await incomingAt(tinh, "H48.06")).fetchedAt, null);
  await run("mount", ["-o", "remount,size=4m", incoming]);
  const place = await eventually("it comes when there is room", async () => (await readdir(incoming)).find((name) => !name.startsWith(".")));
  t.is((await readFile(join(incoming, place, "tep", "2-phu-luc.txt"))).length, 200_000);
});

test("whatever name a partner gives, the file gets a bare, short one", (t) => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary", maxLength: 400 }), fc.constantFrom("..", "", "../../x", ".bashrc", "CON", "a".repeat(300) + ".pdf", "đ".repeat(200) + ".docx")), fc.nat(50), (given, index) => {
      const name = nameOf(given, index);
      t.regex(name, /^\d+-[^/\\\0]*$/);
      t.true(Buffer.byteLength(name) <= 200);
      t.false(/[. ]$/.test(name));
    }),
  );
});
