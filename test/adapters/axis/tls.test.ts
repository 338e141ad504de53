import "reflect-metadata";
import { createServer } from "node:https";
import test from "ava";
import * as x509 from "@peculiar/x509";
import { AdapterError } from "#adapters/errors";
import { bodyOf, clientOf, documentParcel, never, SENDER } from "./support.ts";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

async function certificate(): Promise<{ readonly cert: string; readonly key: string }> {
  x509.cryptoProvider.set(crypto);
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=axis",
    keys,
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    signingAlgorithm: ALGORITHM,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true), new x509.SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }])],
  });
  return { cert: made.toString("pem"), key: x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY") };
}

test("A2: an https endpoint with a private certificate is trusted when its authority is given, for sends too, and else not", async (t) => {
  const { cert, key } = await certificate();
  const server = createServer({ cert, key }, (request, response) => {
    void bodyOf(request).then(() => response.end('{"status":"OK","ErrorCode":"0","ErrorDesc":"","DocId":"a1","data":[]}'));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => server.close());
  const address = server.address();
  const endpoint = `https://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;

  const trusting = clientOf(t, endpoint, SENDER, { ca: cert });
  t.is((await trusting.send(await documentParcel(), never())).kind, "entered");
  t.deepEqual(await trusting.listPending(never()), []);
  const strict = clientOf(t, endpoint, SENDER);
  t.is((await strict.send(await documentParcel(), never())).kind, "not-sent");
  t.is((await t.throwsAsync(strict.listPending(never()), { instanceOf: AdapterError }))?.code, "partner-unreachable");
});
