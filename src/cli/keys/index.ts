import type { Command } from "commander";
import { group, type Run } from "../verb.ts";
import { amqpDoorVerbs } from "./amqp.ts";
import { apiKeyVerbs } from "./api.ts";
import { axisKeyVerbs } from "./axis.ts";
import { signingKeyVerbs } from "./signing.ts";
import { trustVerbs } from "./trust.ts";

export function keyVerbs(run: Run): Command {
  return group("keys", "khóa API, tài khoản Trục, khóa ký, chứng thư tin cậy").addCommand(apiKeyVerbs(run)).addCommand(amqpDoorVerbs(run)).addCommand(axisKeyVerbs(run)).addCommand(signingKeyVerbs(run)).addCommand(trustVerbs(run));
}
