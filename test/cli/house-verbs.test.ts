import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { Client } from "pg";
import { certificateFingerprint } from "#edxml";
import { makeCongVan } from "#src/cli/demo/cong-van";
import { eventually, openTown, type TownGateway } from "#test/support/town";
import { testDatabase, type Teardown } from "#test/support/postgres";
import { at, folder, json } from "./installation.ts";
import { run } from "./run.ts";

function atGateway(t: Teardown, { config }: TownGateway): void {
  at(t, { DATABASE_URL: config.databaseUrl ?? "", LIENTHONG_DATA: config.dataDirectory, AMQP_URL: "" });
}

test.serial("a gateway is set up from nothing: agency, API key, signing key, partner (HG-11.3, DN-23.1b)", async (t) => {
  const data = await folder(t);
  const url = await testDatabase(t);
  at(t, { DATABASE_URL: url, LIENTHONG_DATA: data, AMQP_URL: "" });

  t.is((await run("agencies", "host", "000.00.00.H48", "--name", "UBND tỉnh Quảng Ngãi")).code, 0);
  t.is((await run("agencies", "host", "H48.06", "--name", "Sở KH&CN", "--control", "shared", "--unsigned", "quarantine")).code, 0);
  const { answer: hosted } = await json("agencies", "list");
  t.like(hosted, { agencies: [{ code: "H48", controlModel: "sender_owned" }, { code: "H48.06", controlModel: "shared", unsignedPolicy: "quarantine" }] });
  t.is((await run("agencies", "host", "H48.07", "--name", "x", "--control", "ai-đó")).code, 2);

  const added = await json("keys", "api", "add", "--name", "QLVB", "--agency", "H48", "H48.06");
  t.is(added.code, 0);
  t.regex(String(added.answer["secret"]), /^lt_[\w-]{43}$/);
  const { answer: keys } = await json("keys", "api", "list");
  t.like(keys, { keys: [{ name: "QLVB", agencies: ["H48", "H48.06"], revokedAt: null }] });
  t.false(JSON.stringify(keys).includes(String(added.answer["secret"])));
  const key = String(added.answer["id"]);
  const door = await json("keys", "amqp", "enable", "--key", key);
  t.like(door.answer, { opened: true, exchange: `lienthong.door.${key}`, dead: `lienthong.door.${key}.dead` });
  t.like((await json("keys", "amqp", "enable", "--key", key)).answer, { opened: false });
  t.true((await run("keys", "amqp", "enable", "--key", key)).out.includes(`set_permissions <người-dùng> '^$' '^(lienthong\\.door\\.${key})$'`));
  t.like((await json("keys", "amqp", "list")).answer, { doors: [{ key, name: "QLVB" }] });
  t.is((await json("keys", "amqp", "disable", "--key", key)).code, 0);
  t.is((await json("keys", "amqp", "disable", "--key", key)).code, 2);
  t.is((await json("keys", "amqp", "enable", "--key", key, "--from-start", "--from-now")).code, 2);
  t.is((await json("keys", "api", "revoke", key)).code, 0);
  t.is((await json("keys", "amqp", "enable", "--key", key)).code, 2, "a revoked key opens nothing");
  t.is((await json("keys", "api", "revoke", String(added.answer["id"]))).code, 2, "only once");
  t.is((await json("keys", "api", "add", "--name", "x", "--agency", "G22")).code, 2, "an agency not served here");

  const account = await json("keys", "axis", "add", "--name", "QLVB có SDK", "--agency", "H48", "--system-id", "vxp.h48.cu");
  t.like(account.answer, { systemId: "vxp.h48.cu", agencies: ["H48"] });
  const { answer: accounts } = await json("keys", "axis", "list");
  t.like(accounts, { keys: [{ name: "QLVB có SDK", systemId: "vxp.h48.cu", revokedAt: null, lastUsedAt: null }] });
  t.false(JSON.stringify(accounts).includes(String(account.answer["secret"])));
  t.is((await json("keys", "axis", "add", "--name", "x", "--agency", "H48", "--system-id", "vxp.h48.cu")).code, 2, "a system id is given once");
  t.is((await json("keys", "axis", "add", "--name", "x", "--agency", "G22")).code, 2);
  t.is((await json("keys", "axis", "revoke", String(account.answer["id"]))).code, 0);
  t.is((await json("keys", "axis", "revoke", String(account.answer["id"]))).code, 2, "only once");

  const signing = await json("keys", "signing", "new", "--agency", "H48", "--name", "UBND tỉnh Quảng Ngãi");
  t.like(signing.answer, { agency: "H48", development: true });
  t.is((await json("keys", "signing", "new", "--agency", "H48")).code, 2, "never overwritten");
  t.is((await json("keys", "signing", "new", "--agency", "H48", "--replace")).code, 0);
  t.is(((await json("keys", "signing", "list")).answer["keys"] as unknown[]).length, 1);

  const replaced = join(data, "keys", (await readdir(join(data, "keys"))).find((name) => name.startsWith("H48.replaced-")) ?? "");
  const [next, why] = [["--key", join(replaced, "key.pem"), "--certificate", join(replaced, "certificate.pem")], ["--reason", "gia hạn"]];
  t.is((await json("keys", "signing", "promote", "--agency", "H48", ...why)).code, 2, "there is none yet");
  const staged = await json("keys", "signing", "stage", "--agency", "H48", ...next, "--save", join(data, "gui-cac-ben.pem"), ...why);
  t.like(staged.answer, { agency: "H48", use: "signing-next", fingerprint: certificateFingerprint(await readFile(join(data, "gui-cac-ben.pem"), "utf8")) });
  t.like((await json("keys", "signing", "promote", "--agency", "H48", ...why)).answer, { use: "signing", fingerprint: staged.answer["fingerprint"] });
  t.is((await json("keys", "signing", "drop", "--agency", "H48", ...why)).code, 2, "it has taken its place");

  const backups = `${data}-sao-luu`;
  t.teardown(() => rm(backups, { recursive: true, force: true }));
  const made = await json("backup", "make", "--to", backups);
  const rehearsed = await json("backup", "rehearse", String(made.answer["folder"]));
  t.is(rehearsed.code, 0);
  t.like(rehearsed.answer, { digest: made.answer["digest"], wrong: [] });
  t.like(rehearsed.answer["found"], { broken: 0, missing: 0, outgoing: 0 });

  const certificate = join(data, "keys", "H48", "certificate.pem");
  const authority = join(data, "keys", "development-authority", "certificate.pem");
  const trusted = await json("keys", "trust", "add", "--agency", "G22", "--certificate", certificate, "--anchor", authority);
  t.is(trusted.code, 0);
  const fingerprint = String(trusted.answer["fingerprint"]);
  t.like((await json("keys", "trust", "list", "--agency", "G22")).answer, { certificates: [{ fingerprint }] });
  t.is((await json("keys", "trust", "revoke", "--agency", "G22", "--fingerprint", fingerprint)).code, 0);
  t.deepEqual((await json("keys", "trust", "list", "--agency", "G22")).answer["certificates"], []);

  const database = new Client({ connectionString: url });
  await database.connect();
  const { rows } = await database.query<{ kind: string }>("SELECT kind FROM journal WHERE kind LIKE 'access.%' ORDER BY position");
  await database.end();
  const written = ["key-created", "door-opened", "door-closed", "key-revoked", "key-created", "key-revoked", "signing-key-staged", "signing-key-replaced", "certificate-registered", "certificate-revoked"];
  t.deepEqual(rows.map(({ kind }) => kind), written.map((kind) => `access.${kind}`), "who may come in is in the journal");
});

test.serial("send --wait follows a document that the running server delivers, and status tells its whole way", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] }, quangngai: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] } } });
  const { vpcp, quangngai } = town.gateways;
  if (vpcp === undefined || quangngai === undefined) return t.fail("no town");
  const data = await folder(t);
  const metadata = join(data, "doc.json");
  const file = join(data, "cong-van.pdf");
  await writeFile(metadata, JSON.stringify({ sender: "G22", receivers: [{ organId: "H48" }], code: { number: "12", notation: "VPCP-KSTT" }, issuedOn: "2026-11-20", issuedAt: "Hà Nội", documentType: "Công văn", subject: "V/v thử lệnh send", signer: { fullName: "Nguyễn Văn Thí Dụ" } }));
  await writeFile(file, await makeCongVan());

  atGateway(t, vpcp);
  const sent = await json("send", "--metadata", metadata, "--file", file, "--wait", "--timeout", "60");
  t.is(sent.code, 0, JSON.stringify(sent.answer));
  t.like(sent.answer, { created: true, sender: "G22", dispatches: [{ receiver: "H48", state: "arrived" }] });
  const again = await json("send", "--metadata", metadata, "--file", file);
  const told = await run("send", "--metadata", metadata, "--file", file, "--wait");
  t.is(told.err, "đã tới 1/1 nơi nhận: H48 đã đến\n", "a line per change where nobody watches");
  t.like(again.answer, { created: false, id: sent.answer["id"] });

  const status = await json("status", String(sent.answer["id"]));
  t.like(status.answer, { direction: "outgoing", timelines: [{ receiver: "H48", state: "arrived" }] });
  const shown = await run("status", String(sent.answer["id"]));
  t.regex(shown.out, /UBND tỉnh Quảng Ngãi \(H48\): đã đến/);
  t.is((await run("status", "019aa9c4-6f00-7c3e-9f1a-0242ac120002")).code, 2, "no such document");
  t.is((await run("status", "12/VPCP-KSTT")).code, 2, "no id");

  t.is((await json("samples", "load", "--reason", "thử")).code, 2, "samples stay away from real documents");
  t.like((await json("samples", "show")).answer, { real: true, agencies: [], outgoing: 0 });
  t.deepEqual((await json("samples", "remove", "--reason", "thử")).answer, { outgoing: 0, incoming: 0 });
  t.is((await run("samples", "load")).code, 2, "not without a reason");

  const { rows } = await quangngai.house.service.listIncoming({ limit: 1 }, quangngai.operator);
  atGateway(t, quangngai);
  const incoming = await json("status", rows[0]?.id ?? "");
  t.like(incoming.answer, { direction: "incoming", receiver: "H48", sender: "G22", state: "arrived", verdict: { kind: "intact" }, statuses: [{ code: "01" }] });
  t.regex((await run("status", rows[0]?.id ?? "")).out, /Chữ ký: HỢP LỆ/);
});

test.serial("send refuses what must not go out, before anything is kept", async (t) => {
  const town = await openTown(t, { gateways: { vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }] } }, run: [] });
  const { vpcp } = town.gateways;
  if (vpcp === undefined) return t.fail("no town");
  atGateway(t, vpcp);
  const data = await folder(t);
  const file = join(data, "cong-van.pdf");
  await writeFile(file, await makeCongVan());
  const send = async (change: object) => {
    const metadata = join(data, "doc.json");
    await writeFile(metadata, JSON.stringify({ sender: "G22", receivers: [{ organId: "H48" }], code: { number: "13", notation: "VPCP-KSTT" }, issuedOn: "2026-11-20", issuedAt: "Hà Nội", documentType: "Công văn", subject: "V/v thử", signer: { fullName: "A" }, ...change }));
    return await json("send", "--metadata", metadata, "--file", file);
  };
  t.like((await send({ secrecy: "mật" })).answer, { error: { code: "secret-content-forbidden" } });
  const closed = await send({ receivers: [{ organId: "H16" }] });
  t.is(closed.code, 2);
  t.regex(JSON.stringify(closed.answer), /receiver-closed/);
  t.like((await send({ sender: "G09" })).answer, { error: { code: "agency-not-yours" } });
  t.deepEqual((await vpcp.house.service.listOutgoing({ limit: 5 }, vpcp.operator)).rows, []);
});

test.serial("an envelope in quarantine is listed with its reason, and filed after its cause is mended", async (t) => {
  const town = await openTown(t, {
    gateways: {
      vpcp: { agencies: [{ code: "G22", name: "Văn phòng Chính phủ" }], registered: false },
      quangngai: { agencies: [{ code: "H48", name: "UBND tỉnh Quảng Ngãi" }] },
    },
  });
  const { vpcp, quangngai } = town.gateways;
  if (vpcp === undefined || quangngai === undefined) return t.fail("no town");
  const data = await folder(t);
  const metadata = join(data, "doc.json");
  const file = join(data, "cong-van.pdf");
  await writeFile(metadata, JSON.stringify({ sender: "G22", receivers: [{ organId: "H48" }], code: { number: "14", notation: "VPCP-KSTT" }, issuedOn: "2026-11-20", issuedAt: "Hà Nội", documentType: "Công văn", subject: "V/v chưa đăng ký", signer: { fullName: "A" } }));
  await writeFile(file, await makeCongVan());
  atGateway(t, vpcp);
  const sent = await json("send", "--metadata", metadata, "--file", file);
  t.is((await json("resend", String(sent.answer["id"]), "--reason", "thử")).code, 2, "nothing has failed");

  atGateway(t, quangngai);
  const [waiting] = await eventually("the envelope is quarantined", async () => {
    const { answer } = await json("quarantine", "list");
    const envelopes = answer["envelopes"] as { id: string; fault: { code: string } }[];
    return envelopes.length > 0 ? envelopes : null;
  });
  t.is(waiting?.fault.code, "signature-not-acceptable");
  t.is((await run("quarantine", "list")).code, 0);

  await json("keys", "trust", "add", "--agency", "G22", "--certificate", join(vpcp.config.keysDirectory, "G22", "certificate.pem"));
  t.is((await json("quarantine", "retry", waiting?.id ?? "", "--reason", "đã đăng ký chứng thư")).code, 0);
  const filed = await eventually("the document is filed", async () => (await quangngai.house.service.listIncoming({ limit: 1 }, quangngai.operator)).rows[0]);
  t.is(filed.verdict.kind, "intact");
  t.is((await json("quarantine", "retry", waiting?.id ?? "", "--reason", "lần nữa")).code, 2, "no longer in quarantine");
});

test.serial("a database that is not there is the machinery's fault, and is said in a sentence", async (t) => {
  at(t, { DATABASE_URL: "postgres://nobody:secret-word@127.0.0.1:1/none", LIENTHONG_DATA: await folder(t), AMQP_URL: "" });
  const { code, out, err } = await run("agencies", "list");
  t.is(code, 5);
  t.is(out, "");
  t.regex(err, /Cơ sở dữ liệu tạm thời không truy cập được\. \[database-unavailable\]/);
  t.false(err.includes("secret-word"));
});

test.serial("a setting that is wrong is named", async (t) => {
  at(t, { LIENTHONG_PORT: "mười", LIENTHONG_DATA: await folder(t) });
  const { code, err } = await run("agencies", "list");
  t.is(code, 2);
  t.regex(err, /LIENTHONG_PORT/);
});
