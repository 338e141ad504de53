import { once } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";

const agent = new Agent({ keepAlive: true });

/** One POST by the plainest client: what the driver of a measurement spends is taken from the two processors it measures. */
export async function post(url: string, headers: Readonly<Record<string, string>>, body: Buffer): Promise<{ readonly status: number; readonly text: string }> {
  const asked = request(url, { method: "POST", agent, headers: { ...headers, "content-length": body.length } });
  asked.end(body);
  const [answer] = (await once(asked, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of answer as AsyncIterable<Buffer>) chunks.push(chunk);
  return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString("utf8") };
}
