import type { IncomingMessage } from "node:http";
import type { RequestHandler } from "express";
import type { AxisServer } from "#adapters/axis/server/axis-server";
import { addressOf } from "../rate-limits.ts";
import { tuningOf, type WebSettings } from "../settings.ts";
import { refuseSlowBody } from "../slow-body.ts";
import { PerMinute } from "./counters.ts";

/** `/axis/<anything>/<operation>`: the answers are always those of the axis, also to who is refused at the threshold. */
export function axisDoor(server: AxisServer, settings: WebSettings): RequestHandler[] {
  const tuning = tuningOf(settings);
  const requests = new PerMinute(tuning.requestsPerAddressPerMinute);
  const wrongKeys = new PerMinute(tuning.wrongKeysPerAddressPerMinute);
  return [
    refuseSlowBody(tuning),
    async (request, response) => {
      const address = addressOf(request);
      const operation = request.path.slice(request.path.lastIndexOf("/") + 1);
      if (invited(request)) response.writeContinue();
      if (requests.isSpent(address) || wrongKeys.isSpent(address)) return server.refuse(operation, request, response, "busy", "qua nhieu yeu cau, hay thu lai sau mot phut");
      requests.add(address);
      if ((await server.serve(operation, request, response)) === "credentials") wrongKeys.add(address);
    },
  ];
}

/** Official clients write `{}` only after they were asked to. */
function invited(request: IncomingMessage): boolean {
  return request.headers.expect?.toLowerCase() === "100-continue";
}
