import type { Argument, Command, Option } from "commander";

const TITLES: Readonly<Record<string, string>> = { "Usage:": "Cách dùng:", "Arguments:": "Tham số:", "Options:": "Tùy chọn:", "Commands:": "Lệnh:", "Global Options:": "Tùy chọn chung:" };

/** Commander writes its help in English; these are the places where it lets us speak. */
export function inVietnamese(command: Command): Command {
  return command
    .helpOption("-h, --help", "xem hướng dẫn")
    .helpCommand(false)
    .usage(command.usage())
    .configureHelp({
      helpWidth: 110,
      styleTitle: (title) => TITLES[title] ?? title,
      subcommandTerm: (sub) => [sub.name(), ...sub.aliases()].join(", "),
      subcommandDescription: (sub) => sub.description(),
      optionDescription: (option) => withDefault(option),
      argumentDescription: (argument) => withDefault(argument),
      commandUsage: usageOf,
    });
}

function usageOf(command: Command): string {
  const names: string[] = [];
  for (let at: Command | null = command; at !== null; at = at.parent) names.unshift(at.name());
  const rest = command.commands.length > 0 ? ["<lệnh>"] : command.registeredArguments.map(sayArgument);
  return [...names, ...rest, "[tùy chọn]"].join(" ");
}

function sayArgument(argument: Argument): string {
  const name = `${argument.name()}${argument.variadic ? "…" : ""}`;
  return argument.required ? `<${name}>` : `[${name}]`;
}

function withDefault(what: Pick<Option, "description" | "defaultValue" | "defaultValueDescription" | "argChoices">): string {
  const notes: string[] = [];
  if (what.argChoices !== undefined) notes.push(`một trong: ${what.argChoices.join(", ")}`);
  const fallback: unknown = what.defaultValueDescription ?? what.defaultValue;
  if (typeof fallback === "string" || typeof fallback === "number") notes.push(`mặc định: ${fallback}`);
  return notes.length === 0 ? what.description : `${what.description} (${notes.join("; ")})`;
}
