import type { Command } from "commander";
import { group, type Run } from "../verb.ts";
import { amqpDoorVerbs } from "./amqp.ts";
import { apiKeyVerbs } from "./api.ts";
import { signingKeyVerbs } from "./signing.ts";
import { trustVerbs } from "./trust.ts";

export function keyVerbs(run: Run): Command {
  return group("keys", "khóa API, khóa ký, chứng thư tin cậy").addCommand(apiKeyVerbs(run)).addCommand(amqpDoorVerbs(run)).addCommand(signingKeyVerbs(run)).addCommand(trustVerbs(run));
}
