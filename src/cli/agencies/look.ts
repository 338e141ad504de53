import { Option, type Command } from "commander";
import { columns, heading } from "../layout.ts";
import { answering, verb, type Run } from "../verb.ts";
import { withHouse } from "../with-house.ts";
import { agencyJson, agencyRow, changeJson, changeText, factRows } from "./say-agency.ts";
import { countOf } from "./count-of.ts";

/** Tra cứu. */
export function searchVerb(run: Run): Command {
  const command = verb("search", "tra cứu danh bạ theo tên, chữ viết tắt hoặc mã", ['agencies search "sở khcn quảng ngãi"', "agencies search vpcp", "agencies search 000.00.06.H48", "agencies search --under H48 --active"])
    .argument("[từ-khóa...]", "không cần dấu; bỏ trống: toàn bộ, theo mã")
    .option("--under <mã>", "chỉ cơ quan này và đơn vị bên dưới")
    .option("--active", "chỉ cơ quan đang hoạt động")
    .addOption(new Option("--limit <số>", "số kết quả, 1–200").default("20"));
  return answering(run, command, async () => {
    const { under, active, limit } = command.opts<{ under?: string; active?: boolean; limit: string }>();
    const text = command.args.join(" ");
    const page = await withHouse((house) =>
      house.service.searchAgencies({ limit: countOf(limit, 200), ...(text !== "" && { text }), ...(under !== undefined && { under }), ...(active === true && { active }) }),
    );
    const more = page.next === null ? "" : "\n… còn nữa; thêm từ hoặc tăng --limit";
    return { json: { agencies: page.rows.map(agencyJson), next: page.next }, text: page.rows.length === 0 ? "Không tìm thấy cơ quan nào." : `${columns(page.rows.map(agencyRow), "")}${more}` };
  });
}

/** Một cơ quan, với lịch sử. */
export function showVerb(run: Run): Command {
  const command = verb("show", "một cơ quan: thông tin, tình trạng mã, lịch sử thay đổi", ["agencies show H48.06", "agencies show 000.00.00.H16"])
    .argument("<mã>", "mã ở dạng nào cũng được")
    .addOption(new Option("--history <số>", "số lần thay đổi gần nhất, 1–1000").default("20"));
  return answering(run, command, async () => {
    const shown = countOf(command.opts<{ history: string }>().history, 1000);
    const { found, history } = await withHouse(async (house) => {
      const found = await house.service.agency(command.args[0] ?? "");
      return { found, history: await house.service.agencyHistory(found.agency.code, { limit: shown }) };
    });
    const title = heading(`${found.agency.code}  ${found.agency.facts.name ?? ""}`);
    const text = [title, ...(found.note === null ? [] : [found.note]), columns(factRows(found)), "", "Lịch sử:", ...history.rows.map(changeText)].join("\n");
    return { json: { ...agencyJson(found), history: history.rows.map(changeJson) }, text };
  });
}
