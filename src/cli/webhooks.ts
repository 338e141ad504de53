import type { Command } from "commander";
import { canonicalOrganId, parseOrganId } from "#edxml";
import { writeCursor } from "../core/events/cursor.ts";
import { changeWebhookSchema, newWebhookSchema } from "../core/events/webhooks/manage.ts";
import type { WebhookState, WebhookView } from "../core/events/webhooks/webhook.ts";
import { asId, type WebhookId } from "../core/ids.ts";
import { readInput } from "../core/read-input.ts";
import type { House } from "../house.ts";
import { columns } from "./layout.ts";
import { UsageFault } from "./usage-fault.ts";
import { answering, group, verb, type Answer, type Run } from "./verb.ts";
import { clerkTime, isoInVietnam } from "./vietnam-time.ts";
import { operatorAccess, withHouse } from "./with-house.ts";

/** Webhook: địa chỉ của hệ thống QLVB mà cổng đẩy sự kiện tới. */
export function webhookVerbs(run: Run): Command {
  const verbs = group("webhooks", "đẩy sự kiện tới hệ thống QLVB: đăng ký, theo dõi, tạm dừng, gửi lại");
  for (const command of [list(run), add(run), show(run), change(run), pause(run), resume(run), replay(run), rotate(run), remove(run)]) verbs.addCommand(command);
  return verbs;
}

const WHY = ["--reason <lý-do>", "ghi vào nhật ký"] as const;
const EXAMPLE_ID = "019aa9c4-6f00-7c3e-9f1a-0242ac120002";
const SECRET_NOTE = "Bí mật chỉ hiện lần này. Bên nhận dùng nó để kiểm tra tiêu đề webhook-signature (Standard Webhooks).";

const STATES: Readonly<Record<WebhookState, string>> = {
  working: "đang gửi tốt",
  retrying: "có lần gửi không thành công, đang thử lại",
  down: "nơi nhận không hoạt động, đang thử từng lần một",
  paused: "đang tạm dừng",
  "key-revoked": "khóa tạo ra nó đã bị thu hồi, không gửi nữa",
};

function list(run: Run): Command {
  return answering(run, verb("list", "mọi webhook, trạng thái và số sự kiện đang chờ", ["webhooks list"]), async () => {
    const views = await withHouse((house) => house.service.webhooks(operatorAccess()));
    return {
      json: { webhooks: views.map(jsonOf) },
      text: views.length === 0 ? "Chưa có webhook nào. Đăng ký bằng: lienthong webhooks add" : columns(views.map((view) => [view.webhook.id, view.webhook.name, `chờ ${view.backlog}`, `thôi gửi ${view.givenUp}`, STATES[view.state], view.webhook.health.lastError ?? ""]), ""),
    };
  });
}

function add(run: Run): Command {
  const command = verb("add", "đăng ký địa chỉ nhận sự kiện; bí mật ký chỉ hiện một lần", ['webhooks add --name "QLVB Quảng Ngãi" --url https://qlvb.example.gov.vn/su-kien --agency H48'])
    .requiredOption("--name <tên>", "tên hệ thống nhận")
    .requiredOption("--url <địa-chỉ>", "https; máy của chính cổng chỉ khi LIENTHONG_WEBHOOK_LOOPBACK=true")
    .option("--agency <cơ-quan...>", "chỉ sự kiện của các cơ quan này; bỏ trống: mọi cơ quan và việc của cổng")
    .option("--type <loại...>", "chỉ các loại này")
    .option("--after <con-trỏ>", "bắt đầu sau con trỏ này; start: từ sự kiện cũ nhất còn giữ", "end");
  return answering(run, command, async () => {
    const { name, url, agency, type, after } = command.opts<{ name: string; url: string; agency?: string[]; type?: string[]; after: string }>();
    const wanted = readInput(newWebhookSchema, { name, url, after, ...(agency !== undefined && { agencies: agency.map((code) => canonicalOrganId(parseOrganId(code))) }), ...(type !== undefined && { types: type }) });
    const { view, secret } = await withHouse((house) => house.service.addWebhook(wanted, operatorAccess()));
    return { json: { ...jsonOf(view), secret }, text: `${textOf(view)}\n\n  ${secret}\n\n${SECRET_NOTE}` };
  });
}

function show(run: Run): Command {
  return onOne(run, "show", "một webhook", [], async (house, id) => answerOf(await house.service.webhook(id, operatorAccess())));
}

function change(run: Run): Command {
  const command = verb("change", "đổi tên, địa chỉ, cơ quan hoặc loại sự kiện", [`webhooks change ${EXAMPLE_ID} --url https://qlvb-moi.example.gov.vn/su-kien --reason "chuyển máy chủ"`], "Sự kiện đang chờ mà không còn được chọn thì bỏ; địa chỉ mới được thử ngay.")
    .argument("<mã>", "xem bằng webhooks list")
    .requiredOption("--reason <lý-do>", "ghi vào nhật ký")
    .option("--name <tên>", "tên hệ thống nhận")
    .option("--url <địa-chỉ>", "địa chỉ mới")
    .option("--agency <cơ-quan...>", "chỉ sự kiện của các cơ quan này; “-”: mọi cơ quan")
    .option("--type <loại...>", "chỉ các loại này; “-”: mọi loại");
  return answering(run, command, async () => {
    const { reason, name, url, agency, type } = command.opts<{ reason: string; name?: string; url?: string; agency?: string[]; type?: string[] }>();
    const chosen = { ...(name !== undefined && { name }), ...(url !== undefined && { url }), ...(agency !== undefined && { agencies: agency[0] === "-" ? null : agency.map((code) => canonicalOrganId(parseOrganId(code))) }), ...(type !== undefined && { types: type[0] === "-" ? null : type }) };
    const wanted = readInput(changeWebhookSchema, { reason, ...chosen });
    return await withHouse(async (house) => answerOf(await house.service.changeWebhook(givenId(command), wanted, operatorAccess())));
  });
}

function pause(run: Run): Command {
  return onOne(run, "pause", "tạm dừng; sự kiện được giữ lại", [WHY], async (house, id, { reason = "" }) => answerOf(await house.service.pauseWebhook(id, reason, operatorAccess())));
}

function resume(run: Run): Command {
  return onOne(run, "resume", "gửi tiếp từ chỗ đã tạm dừng", [WHY], async (house, id, { reason = "" }) => answerOf(await house.service.resumeWebhook(id, reason, operatorAccess())));
}

function replay(run: Run): Command {
  return onOne(run, "replay", "gửi lại mọi sự kiện sau một con trỏ, với mã cũ của chúng", [["--after <con-trỏ>", "con trỏ của sự kiện cuối cùng không cần gửi lại; start: từ sự kiện cũ nhất còn giữ"], WHY], async (house, id, { after = "", reason = "" }) =>
    answerOf(await house.service.replayWebhook(id, after, reason, operatorAccess())),
  );
}

function rotate(run: Run): Command {
  return onOne(run, "rotate", "bí mật ký mới; bí mật cũ còn ký kèm một thời gian", [["--keep-hours <giờ>", "bí mật cũ còn dùng bao lâu; 0: bỏ ngay"], WHY], async (house, id, options) => {
    const hours = Number(options["keepHours"]);
    if (!Number.isInteger(hours) || hours < 0 || hours > 720) throw new UsageFault("--keep-hours: số nguyên từ 0 đến 720");
    const { view, secret } = await house.service.rotateWebhookSecret(id, hours, options["reason"] ?? "", operatorAccess());
    return { json: { ...jsonOf(view), secret }, text: `${textOf(view)}\n\n  ${secret}\n\n${SECRET_NOTE}` };
  });
}

function remove(run: Run): Command {
  return onOne(run, "remove", "gỡ bỏ webhook và những gì đang chờ gửi tới nó", [WHY], async (house, id, { reason = "" }) => {
    await house.service.removeWebhook(id, reason, operatorAccess());
    return { json: { id, removed: true }, text: `Đã gỡ bỏ webhook ${id}.` };
  });
}

type Options = Readonly<Record<string, string>>;

function onOne(run: Run, name: string, description: string, required: readonly (readonly [string, string])[], act: (house: House, id: WebhookId, options: Options) => Promise<Answer>): Command {
  const flags = required.map(([flag]) => ` ${flag.startsWith("--after") ? "--after c1a" : flag.startsWith("--keep") ? "--keep-hours 24" : '--reason "QLVB bảo trì"'}`).join("");
  const command = verb(name, description, [`webhooks ${name} ${EXAMPLE_ID}${flags}`]).argument("<mã>", "xem bằng webhooks list");
  for (const [flag, help] of required) command.requiredOption(flag, help);
  return answering(run, command, async () => {
    const id = givenId(command);
    return await withHouse((house) => act(house, id, command.opts<Options>()));
  });
}

function givenId(command: Command): WebhookId {
  const text = command.args[0] ?? "";
  const id = asId<WebhookId>(text);
  if (id === null) throw new UsageFault(`“${text.slice(0, 40)}” không phải mã webhook`);
  return id;
}

function answerOf(view: WebhookView): Answer {
  return { json: jsonOf(view), text: textOf(view) };
}

function jsonOf({ webhook, state, backlog, givenUp, waitingSince }: WebhookView): object {
  const { health } = webhook;
  return {
    id: webhook.id,
    name: webhook.name,
    url: webhook.url,
    agencies: webhook.agencies === "all" ? null : webhook.agencies,
    types: webhook.types,
    state,
    backlog,
    givenUp,
    waitingSince: timeOrNull(waitingSince),
    failures: health.failures,
    lastError: health.lastError,
    lastSuccessAt: timeOrNull(health.lastSuccessAt),
    nextProbeAt: timeOrNull(health.probeAt),
    cursor: writeCursor(webhook.place),
  };
}

function timeOrNull(at: Date | null): string | null {
  return at === null ? null : isoInVietnam(at);
}

function textOf({ webhook, state, backlog, givenUp, waitingSince }: WebhookView): string {
  const { health } = webhook;
  return columns([
    ["mã", webhook.id],
    ["tên", webhook.name],
    ["địa chỉ", webhook.url],
    ["cơ quan", webhook.agencies === "all" ? "mọi cơ quan và việc của cổng" : webhook.agencies.join(", ")],
    ["loại", webhook.types === null ? "mọi loại" : webhook.types.join(", ")],
    ["trạng thái", STATES[state]],
    ["đang chờ", waitingSince === null ? String(backlog) : `${backlog}, lâu nhất từ ${clerkTime(waitingSince)}`],
    ["thôi gửi", String(givenUp)],
    ["gửi được gần nhất", health.lastSuccessAt === null ? "chưa" : clerkTime(health.lastSuccessAt)],
    ["lỗi gần nhất", health.lastError ?? "không"],
    ...(health.probeAt === null ? [] : [["thử lại lúc", clerkTime(health.probeAt)]]),
  ]);
}
