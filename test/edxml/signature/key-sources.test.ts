import { randomBytes } from "node:crypto";
import test from "ava";
import forge from "node-forge";
import { certificateFingerprint, EdxmlError, pemSigner, pkcs12Signer } from "#edxml";
import { authority, createParty, party, readBack, sampleDocument, trusting, written } from "#test/edxml/support/messages";

async function pkcs12(password: string, algorithm: "aes256" | "3des"): Promise<Buffer> {
  const { privateKeyPem, certificatePem } = await createParty();
  const root = (await authority()).certificatePem;
  const asn1 = forge.pkcs12.toPkcs12Asn1(forge.pki.privateKeyFromPem(privateKeyPem), [root, certificatePem].map((pem) => forge.pki.certificateFromPem(pem)), password, { algorithm });
  return Buffer.from(forge.asn1.toDer(asn1).getBytes(), "binary");
}

for (const algorithm of ["aes256", "3des"] as const)
  test(`a PKCS#12 file with ${algorithm} signs, with the chain in order and without the root`, async (t) => {
    const signer = await pkcs12Signer(await pkcs12("mat-khau", algorithm), "mat-khau");
    const sender = await createParty();
    t.deepEqual(signer.certificateChain.map(certificateFingerprint), [certificateFingerprint(sender.certificatePem)]);
    const { reading } = await readBack(await written(sampleDocument(), [], { signer }), { trust: await trusting(sender) });
    t.is(reading.verdict.kind, "intact");
  });

test("a wrong password or no PKCS#12 at all is told", async (t) => {
  const bytes = await pkcs12("mat-khau", "aes256");
  await t.throwsAsync(pkcs12Signer(bytes, "sai"), { instanceOf: EdxmlError, code: "key-unreadable" });
  await t.throwsAsync(pkcs12Signer(randomBytes(500), "x"), { instanceOf: EdxmlError, code: "key-unreadable" });
});

test("a key and a certificate that do not belong together are refused", async (t) => {
  const one = await createParty();
  const other = await party();
  t.throws(() => pemSigner({ privateKeyPem: one.privateKeyPem, certificateChain: [other.certificatePem] }), { instanceOf: EdxmlError, code: "key-unsuitable" });
  t.throws(() => pemSigner({ privateKeyPem: one.privateKeyPem, certificateChain: [] }), { instanceOf: EdxmlError, code: "key-unsuitable" });
  t.throws(() => pemSigner({ privateKeyPem: "no key", certificateChain: [one.certificatePem] }), { instanceOf: EdxmlError, code: "key-unreadable" });
  t.throws(() => pemSigner({ privateKeyPem: one.privateKeyPem, certificateChain: ["no certificate"] }), { instanceOf: EdxmlError, code: "certificate-unreadable" });
});

test("a key that fails while signing is an error of the machinery, and leaves no half message", async (t) => {
  const { signer } = await createParty();
  const broken = { ...signer, sign: () => Promise.reject(new TypeError("token removed")) };
  await t.throwsAsync(written(sampleDocument(), [], { signer: broken }), { instanceOf: EdxmlError, code: "signing-failed" });
});
