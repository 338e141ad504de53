import type { Command } from "commander";
import { group, type Run } from "../verb.ts";
import { readVerb } from "./read.ts";
import { verifyVerb } from "./verify.ts";
import { writeVerb } from "./write.ts";

export function edxmlVerbs(run: Run): Command {
  return group("edxml", "tạo, đọc, kiểm tra gói tin edXML trên tệp").addCommand(writeVerb(run)).addCommand(readVerb(run)).addCommand(verifyVerb(run));
}
