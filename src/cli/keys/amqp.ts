import type { Command } from "commander";
import { loadConfig } from "#config";
import { notFound } from "../../core/access.ts";
import type { ApiKey } from "../../core/actor.ts";
import type { DoorName } from "../../core/doors/ports.ts";
import { asId, type ApiKeyId } from "../../core/ids.ts";
import { writeCursor } from "../../core/events/cursor.ts";
import type { House } from "../../house.ts";
import { columns } from "../layout.ts";
import { UsageFault } from "../usage-fault.ts";
import { answering, group, verb, type Answer, type Run } from "../verb.ts";
import { operatorAccess, withHouse } from "../with-house.ts";

/** Cửa AMQP của một khóa: hàng đợi riêng trên RabbitMQ. */
export function amqpDoorVerbs(run: Run): Command {
  return group("amqp", "cửa AMQP của khóa API: hàng đợi riêng cho từng hệ thống QLVB").addCommand(enable(run)).addCommand(disable(run)).addCommand(list(run));
}

function enable(run: Run): Command {
  const command = verb("enable", "mở cửa AMQP cho một khóa; in tên hàng đợi và lệnh phân quyền cho RabbitMQ", ["keys amqp enable --key 019aa9c4-6f00-7c3e-9f1a-0242ac120002"])
    .requiredOption("--key <mã-khóa>", "xem bằng keys api list")
    .option("--from-start", "đưa cả các sự kiện từ trước đến nay vào hàng đợi sự kiện")
    .option("--from-now", "bỏ các sự kiện chưa đưa vào hàng đợi, bắt đầu từ bây giờ");
  return answering(run, command, async () => {
    const { key, fromStart = false, fromNow = false } = command.opts<{ key: string; fromStart?: boolean; fromNow?: boolean }>();
    if (fromStart && fromNow) throw new UsageFault("chỉ dùng một trong hai: --from-start, --from-now");
    return await withHouse((house) => open(house, keyIdOf(key), fromStart ? "start" : fromNow ? "now" : "as-before"));
  });
}

async function open(house: House, id: ApiKeyId, from: "start" | "now" | "as-before"): Promise<Answer> {
  const key = await validKey(house, id);
  const door: DoorName = `amqp:${id}`;
  const known = await house.store.doors.cursor(door);
  if (from === "start") await house.store.doors.saveCursor(door, writeCursor("0"));
  else if (from === "now" || known === null) await house.store.doors.saveCursor(door, (await house.service.events({ after: "end", limit: 1 }, operatorAccess())).next);
  const opened = await house.store.doors.openAmqpDoor(id, house.clock.now());
  if (opened) await note(house, "access.door-opened", id);
  const names = namesOf(id);
  return {
    json: { key: id, name: key.name, agencies: key.agencies, opened, ...names },
    text: [
      `Cửa AMQP của “${key.name}” (${key.agencies.join(", ")}) ${opened ? "đã mở" : "đang mở từ trước"}; cổng đang chạy tạo hàng đợi trong vài giây.`,
      columns([["gửi yêu cầu vào exchange", names.exchange], ["đọc trả lời ở", names.result], ["đọc sự kiện ở", names.events], ["bản tin hỏng (người vận hành)", names.dead]]),
      "",
      "Người dùng RabbitMQ của hệ thống chỉ được viết vào exchange này và đọc hai hàng đợi này:",
      `  ${permissionCommand(names)}`,
    ].join("\n"),
  };
}

function permissionCommand({ exchange, result, events }: ReturnType<typeof namesOf>): string {
  const exactly = (...names: readonly string[]): string => `'^(${names.map((name) => name.replaceAll(".", "\\.")).join("|")})$'`;
  return `rabbitmqctl set_permissions <người-dùng> '^$' ${exactly(exchange)} ${exactly(result, events)}`;
}

function disable(run: Run): Command {
  const command = verb("disable", "đóng cửa AMQP của một khóa; hàng đợi và bản tin trong đó giữ nguyên", ["keys amqp disable --key 019aa9c4-6f00-7c3e-9f1a-0242ac120002"]).requiredOption("--key <mã-khóa>", "xem bằng keys amqp list");
  return answering(run, command, async () => {
    const id = keyIdOf(command.opts<{ key: string }>().key);
    await withHouse(async (house) => {
      if (!(await house.store.doors.closeAmqpDoor(id))) throw notFound("AMQP door", id);
      await note(house, "access.door-closed", id);
    });
    return { json: { key: id, closed: true }, text: `Đã đóng cửa AMQP của khóa ${id}.` };
  });
}

function list(run: Run): Command {
  return answering(run, verb("list", "các cửa AMQP đang mở", ["keys amqp list"]), async () => {
    const doors = await withHouse(async ({ store }) => {
      const open = await store.doors.amqpDoors();
      return (await store.reader.apiKeys.list()).filter(({ id }) => open.includes(id));
    });
    const rows = doors.map((key) => [key.id, key.name, key.agencies.join(", "), namesOf(key.id).exchange]);
    return { json: { doors: doors.map(({ id, name, agencies }) => ({ key: id, name, agencies, ...namesOf(id) })) }, text: rows.length === 0 ? "Chưa mở cửa AMQP nào. Mở bằng: lienthong keys amqp enable" : columns(rows, "") };
  });
}

function namesOf(id: ApiKeyId): { readonly exchange: string; readonly submit: string; readonly result: string; readonly events: string; readonly dead: string } {
  const base = `${loadConfig().queuePrefix}.door.${id}`;
  return { exchange: base, submit: `${base}.submit`, result: `${base}.result`, events: `${base}.events`, dead: `${base}.dead` };
}

async function validKey(house: House, id: ApiKeyId): Promise<ApiKey> {
  const key = await house.store.reader.apiKeys.byId(id);
  if (key === null || key.revokedAt !== null) throw notFound("API key", id);
  return key;
}

async function note(house: House, kind: "access.door-opened" | "access.door-closed", keyId: ApiKeyId): Promise<void> {
  await house.store.write((tx) => tx.append({ kind, at: house.clock.now(), actor: operatorAccess().actor, facts: { keyId, door: "amqp" } }));
}

function keyIdOf(text: string): ApiKeyId {
  const id = asId<ApiKeyId>(text);
  if (id === null) throw new UsageFault(`“${text.slice(0, 40)}” không phải mã khóa`);
  return id;
}
