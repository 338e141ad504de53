import type { CommanderError } from "commander";
import { HouseError } from "../core/fault.ts";

/** The command line itself is wrong. `sentence` is Vietnamese and goes to the person as it is. */
export class UsageFault extends HouseError {
  readonly sentence: string;

  constructor(sentence: string, cause?: unknown, hint?: string) {
    super("request-invalid", "the command line is wrong", {}, { cause, ...(hint !== undefined && { hint }) });
    this.sentence = sentence;
  }
}

const SENTENCES: Readonly<Record<string, (named: string) => string>> = {
  "commander.unknownCommand": (named) => `không có lệnh ${named}`,
  "commander.unknownOption": (named) => `không có tùy chọn ${named}`,
  "commander.missingArgument": (named) => `thiếu tham số <${named}>`,
  "commander.excessArguments": () => "thừa tham số",
  "commander.missingMandatoryOptionValue": (named) => `thiếu tùy chọn bắt buộc ${named}`,
  "commander.optionMissingArgument": (named) => `tùy chọn ${named} cần một giá trị`,
  "commander.invalidArgument": (named) => `giá trị của ${named} không hợp lệ`,
  "commander.conflictingOption": (named) => `tùy chọn ${named} không dùng chung được với tùy chọn khác đã cho`,
};

/** Commander's English sentence in ours: the code says which, the quotes hold the name, and it may suggest one. */
export function usageFault(error: CommanderError): UsageFault {
  const named = /'([^']+)'/.exec(error.message)?.[1] ?? "";
  const suggested = /Did you mean (?:one of )?(.+?)\?/s.exec(error.message)?.[1];
  const sentence = SENTENCES[error.code]?.(named) ?? "dòng lệnh không đúng";
  return new UsageFault(`${sentence}${suggested === undefined ? "" : ` (có phải ${suggested}?)`}`, error, "xem cách dùng: thêm --help");
}
