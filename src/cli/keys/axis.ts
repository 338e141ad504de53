import type { Command } from "commander";
import { canonicalOrganId, parseOrganId } from "#edxml";
import { notFound } from "../../core/access.ts";
import { newAxisKey } from "../../core/axis-door/axis-key.ts";
import { HouseError } from "../../core/fault.ts";
import { asId, type ApiKeyId } from "../../core/ids.ts";
import { columns } from "../layout.ts";
import { UsageFault } from "../usage-fault.ts";
import { clerkTime, isoInVietnam } from "../vietnam-time.ts";
import { answering, group, verb, type Answer, type Run } from "../verb.ts";
import { operatorAccess, withHouse } from "../with-house.ts";

/** Tài khoản của QLVB dùng SDK của Trục để nói với cổng. */
export function axisKeyVerbs(run: Run): Command {
  return group("axis", "tài khoản cho QLVB dùng SDK của Trục (VXP)").addCommand(add(run)).addCommand(list(run)).addCommand(revoke(run));
}

interface Wanted {
  readonly name: string;
  readonly agency: string[];
  readonly systemId?: string;
}

function add(run: Run): Command {
  const command = verb("add", "cấp systemid và secret; secret chỉ hiện một lần", ['keys axis add --name "QLVB Quảng Ngãi" --agency H48 H48.06'])
    .requiredOption("--name <tên>", "tên hệ thống dùng tài khoản")
    .requiredOption("--agency <cơ-quan...>", "cơ quan mà tài khoản được làm thay")
    .option("--system-id <systemid>", "systemid mong muốn (mặc định: cổng tự đặt)");
  return answering(run, command, async () => await addKey(command.opts<Wanted>()));
}

async function addKey({ name, agency, systemId: wished }: Wanted): Promise<Answer> {
  const systemId = wished ?? null;
  if (systemId !== null && !/^[!-~]{1,100}$/.test(systemId)) throw new UsageFault("--system-id: 1–100 ký tự ASCII in được, không có khoảng trắng");
  const agencies = [...new Set(agency.map((code) => canonicalOrganId(parseOrganId(code))))];
  const { key, secret } = await withHouse(async (house) => {
    const hosted = new Set((await house.store.reader.agencies.hosted()).map(({ code }) => code));
    const strangers = agencies.filter((code) => !hosted.has(code));
    if (strangers.length > 0) throw new HouseError("agency-not-yours", `this gateway does not serve ${strangers.join(", ")}`, { agencies: strangers }, { hint: `lienthong agencies host ${strangers[0] ?? ""} --name <tên>` });
    const made = await newAxisKey(house.sealer, { name, systemId, agencies, createdAt: house.clock.now() });
    await house.store.write(async (tx) => {
      if (!(await tx.addAxisKey(made.key))) throw new UsageFault(`systemid “${made.key.systemId}” đã cấp rồi, hãy chọn tên khác`);
      await tx.append({ kind: "access.key-created", at: made.key.createdAt, actor: operatorAccess().actor, facts: { keyId: made.key.id, door: "axis", systemId: made.key.systemId, agencies } });
    });
    return made;
  });
  return {
    json: { id: key.id, name: key.name, agencies: key.agencies, systemId: key.systemId, secret },
    text: `Tài khoản Trục của “${key.name}” cho ${key.agencies.join(", ")} (mã ${key.id}):\n\n${columns([["systemid", key.systemId], ["secret", secret], ["service.endpoint", "<địa chỉ cổng>/axis"]])}\n\nSecret chỉ hiện lần này. Ghi ba giá trị vào cấu hình SDK của QLVB (docs/axis-door.md).`,
  };
}

function list(run: Run): Command {
  return answering(run, verb("list", "các tài khoản đã cấp (không có secret)", ["keys axis list"]), async () => {
    const keys = await withHouse((house) => house.store.reader.axisDoor.keys());
    const rows = keys.map((key) => [key.id, key.systemId, key.name, key.agencies.join(", "), key.revokedAt === null ? "còn hiệu lực" : `đã thu hồi ${clerkTime(key.revokedAt)}`, key.lastUsedAt === null ? "chưa dùng" : `dùng lần cuối ${clerkTime(key.lastUsedAt)}`]);
    return {
      json: {
        keys: keys.map(({ id, name, systemId, agencies, createdAt, revokedAt, lastUsedAt }) => ({ id, name, systemId, agencies, createdAt: isoInVietnam(createdAt), revokedAt: revokedAt && isoInVietnam(revokedAt), lastUsedAt: lastUsedAt && isoInVietnam(lastUsedAt) })),
      },
      text: rows.length === 0 ? "Chưa có tài khoản nào. Cấp bằng: lienthong keys axis add" : columns(rows, ""),
    };
  });
}

function revoke(run: Run): Command {
  const command = verb("revoke", "thu hồi một tài khoản, có hiệu lực ngay", ["keys axis revoke 019aa9c4-6f00-7c3e-9f1a-0242ac120002"]).argument("<mã>", "xem bằng keys axis list");
  return answering(run, command, async () => {
    const text = command.args[0] ?? "";
    const id = asId<ApiKeyId>(text);
    if (id === null) throw new UsageFault(`“${text.slice(0, 40)}” không phải mã tài khoản`);
    const revoked = await withHouse((house) =>
      house.store.write(async (tx) => {
        const at = house.clock.now();
        if (!(await tx.revokeAxisKey(id, at))) return false;
        await tx.append({ kind: "access.key-revoked", at, actor: operatorAccess().actor, facts: { keyId: id, door: "axis" } });
        return true;
      }),
    );
    if (!revoked) throw notFound("axis account", id);
    return { json: { id, revoked: true }, text: `Đã thu hồi tài khoản ${id}.` };
  });
}
