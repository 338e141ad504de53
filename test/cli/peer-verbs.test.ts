import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import test from "ava";
import { testDatabase } from "#test/support/postgres";
import { at, folder, json } from "./installation.ts";
import { run } from "./run.ts";

test.serial("a peer is registered, tried and reviewed at the machine; its secret is shown nowhere", async (t) => {
  const data = await folder(t);
  at(t, { DATABASE_URL: await testDatabase(t), LIENTHONG_DATA: data, AMQP_URL: "" });
  const [described, secret, file] = [join(data, "peer.json"), join(data, "secret.txt"), join(data, "peers.json")];
  await writeFile(described, JSON.stringify({ code: "lgsp-h36", kind: "axis", name: "LGSP", endpoint: "http://127.0.0.1:1/adapter", account: "vxp.h48", reaches: ["000.00.00.H36", "H36.*"] }));
  await writeFile(secret, "bi-mat-khong-hien\n");
  const why = ["--reason", "công văn 12"];

  const added = await json("peers", "add", described, "--secret-file", secret, ...why);
  t.like(added.answer, { code: "lgsp-h36", state: "draft", reaches: ["H36", "H36.*"], hasSecret: true });
  t.is((await run("peers", "add", described, "--secret-file", secret, ...why)).code, 2, "a code is given once");
  const tried = await json("peers", "test", "lgsp-h36");
  t.is(tried.code, 3);
  t.like(tried.answer, { passed: false, checks: [{ check: "settings", outcome: "passed" }, { check: "reach", outcome: "failed", code: "partner-unreachable" }] });
  t.true((await run("peers", "test", "lgsp-h36")).out.includes("Hãy kiểm tra địa chỉ, cổng, tường lửa"));
  t.is((await run("peers", "activate", "lgsp-h36", ...why)).code, 2);

  t.is((await run("peers", "export", file)).code, 0);
  await writeFile(file, (await readFile(file, "utf8")).replace('"LGSP"', '"LGSP Bắc Ninh"'));
  const compared = await json("peers", "diff", file);
  t.like(compared.answer, { differences: [{ code: "lgsp-h36", change: "changed" }] });
  t.like((await json("peers", "apply", file, "--review", String(compared.answer["review"]), ...why)).answer, { peers: [{ name: "LGSP Bắc Ninh" }] });
  t.is((await run("peers", "apply", file, "--review", String(compared.answer["review"]), ...why)).code, 2, "reviewed once, applied once");
  for (const words of [["list"], ["show", "lgsp-h36"], ["history", "lgsp-h36"], ["export"]]) t.false((await run("peers", ...words)).out.includes("bi-mat-khong-hien"), words.join(" "));
  t.like((await json("peers", "retire", "lgsp-h36", ...why)).answer, { state: "retired" });
});
