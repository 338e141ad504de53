import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Teardown } from "./postgres.ts";

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly status: number;
}

export interface WebhookReceiver {
  readonly url: string;
  /** Every request, in the order in which they were answered. */
  readonly received: Received[];
  /** What it answers from now on; 204 at first. */
  answer: (body: string) => number;
  /** Said with every refusal from now on; null at first. */
  retryAfter: string | null;
}

/** The end of a webhook as a QLVB has it: takes, or refuses, and remembers. */
export async function openWebhookReceiver(t: Teardown): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const receiver: Pick<WebhookReceiver, "answer" | "retryAfter"> = { answer: () => 204, retryAfter: null };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const status = receiver.answer(body);
      received.push({ headers: request.headers, body, status });
      response.writeHead(status, { ...(status >= 300 && status < 400 && { location: "http://127.0.0.1:1/" }), ...(status >= 400 && receiver.retryAfter !== null && { "retry-after": receiver.retryAfter }) }).end(status === 204 ? undefined : "không nhận");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return Object.assign(receiver, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/su-kien`, received });
}
