import "reflect-metadata";
import { createServer } from "node:https";
import test, { type ExecutionContext } from "ava";
import * as x509 from "@peculiar/x509";
import { lookAt } from "#adapters/peer-probe/look";
import { pinnedTls } from "#adapters/pinned-tls";
import { answering, clientOf, documentParcel, never, SENDER } from "#test/adapters/axis/support";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

/** Of a server that calls itself by a name nobody asks for, as those inside a network do. */
async function certificate(): Promise<{ readonly cert: string; readonly key: string }> {
  x509.cryptoProvider.set(crypto);
  const keys = await crypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);
  const made = await x509.X509CertificateGenerator.createSelfSigned({ name: "CN=lgsp.noi-bo", keys, notBefore: new Date(Date.now() - 60_000), notAfter: new Date(Date.now() + 3_600_000), signingAlgorithm: ALGORITHM });
  return { cert: made.toString("pem"), key: x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY") };
}

async function serve(t: ExecutionContext, { cert, key }: { readonly cert: string; readonly key: string }): Promise<string> {
  const server = createServer({ cert, key }, (request, response) => {
    request.resume();
    request.on("end", () => response.end('{"status":"OK","ErrorCode":"0","ErrorDesc":"","DocId":"a1","data":[]}'));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.teardown(() => server.close());
  const address = server.address();
  return `https://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}

test("a pinned certificate is believed under any name, beside the next one; any other is shown and not believed", async (t) => {
  const [own, next] = [await certificate(), await certificate()];
  const endpoint = await serve(t, own);
  for (const pins of [[own.cert], [next.cert, own.cert]]) t.true((await lookAt(endpoint, pinnedTls(pins), 5_000)).certificate?.trusted);
  const stranger = await lookAt(endpoint, pinnedTls([next.cert]), 5_000);
  t.like(stranger, { unreachable: null, secure: true, certificate: { trusted: false, subject: "lgsp.noi-bo" } });
  t.regex(stranger.certificate?.fingerprint ?? "", /^[0-9a-f]{64}$/);
  t.false((await lookAt(endpoint, pinnedTls([]), 5_000)).certificate?.trusted);

  const pinned = clientOf(t, endpoint, SENDER, { tls: pinnedTls([next.cert, own.cert]) });
  t.is((await pinned.send(await documentParcel(), never())).kind, "entered");
  const others = clientOf(t, endpoint, SENDER, { tls: pinnedTls([next.cert]) });
  t.is((await others.send(await documentParcel(), never())).kind, "not-sent");
});

test("an endpoint without TLS has no certificate, and one that is not there says why", async (t) => {
  t.deepEqual(await lookAt(await answering(t, "{}"), {}, 5_000), { unreachable: null, certificate: null, secure: false });
  t.like(await lookAt("amqp://127.0.0.1:1", {}, 5_000), { unreachable: "ECONNREFUSED", certificate: null });
});
