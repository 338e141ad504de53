import { once } from "node:events";
import { request as ask } from "node:http";
import { connect, type AddressInfo } from "node:net";
import test from "ava";
import express, { type Response } from "express";
import { limitAtOnce } from "#src/web/rate-limits";
import { readMultipart } from "#src/web/rest/upload/multipart";

const CALLER = { "x-forwarded-for": "192.0.2.1" };
const FORM = 'multipart/form-data; boundary="x"';

test("who left while its key was looked up, or waits behind an answer that never ends, keeps no place and holds no reader", async (t) => {
  const asked: Response[] = [];
  const ended: Promise<void>[] = [];
  const app = express();
  app.set("trust proxy", true); // a socket that is gone has no address, and everybody here shall be one caller
  // the look-up of a key ends when its caller is gone already
  app.use("/late", (_request, response, next) => void (asked.push(response), response.socket?.once("close", () => setImmediate(next))));
  app.use("/late-form", (request, response) => {
    asked.push(response);
    const take = { field: () => undefined, file: () => Promise.resolve() };
    ended.push(once(response, "close").then(() => readMultipart(request, { fieldBytes: 100, formBytes: 1_000 }, take)));
  });
  app.use("/endless", (_request, response) => void asked.push(response));
  app.use(limitAtOnce(2, "streams"), (request, response) => void (request.path === "/held" ? asked.push(response) : response.end("ok")));
  app.use((_error: unknown, _request: unknown, response: Response, _next: unknown) => void response.status(429).end());
  const server = app.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.teardown(() => (server.closeAllConnections(), server.close()));
  const { port } = server.address() as AddressInfo;
  const status = async (): Promise<number | undefined> => {
    const request = ask({ port, path: "/", agent: false, headers: CALLER }).end();
    const [response] = (await once(request, "response")) as [{ readonly statusCode?: number; resume(): void }];
    response.resume();
    return response.statusCode;
  };
  /** Asks for all of it on one connection, and leaves once the last one is asked. */
  const leave = async (...paths: readonly string[]): Promise<void> => {
    const before = asked.length;
    const socket = connect(port, "127.0.0.1");
    for (const path of paths) socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: ${CALLER["x-forwarded-for"]}\r\nContent-Type: ${FORM}\r\n${path === "/late-form" ? "Content-Length: 9\r\n\r\n--x" : "\r\n"}`);
    while (asked.length < before + paths.length) await new Promise((resolve) => setImmediate(resolve));
    if (paths.includes("/held")) t.is(await status(), 429);
    socket.destroy();
    while (asked.some(({ socket: at }) => at?.destroyed === false)) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 5));
  };
  await leave("/late");
  await leave("/late");
  t.is(await status(), 200);
  await leave("/endless", "/held", "/held");
  t.is(await status(), 200);
  await leave("/late-form");
  await t.throwsAsync(Promise.all(ended), { code: "request-invalid" });
});
