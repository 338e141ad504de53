import test from "ava";
import { writeStatusReport } from "#edxml";
import { attachment, authority, Collector, party, readBack, sampleDocument, SAMPLE_FILES, sampleStatus, SCRATCH, trusting, written } from "#test/edxml/support/messages";
import { xmlsecSigns, xmlsecVerifies } from "#test/edxml/support/xmlsec1";

for (const algorithm of ["rsa-sha256", "ecdsa-p256-sha256"] as const) {
  test(`xmlsec1 verifies a document we sign with ${algorithm}, as it is`, async (t) => {
    const sender = await party({ algorithm });
    const files = [...SAMPLE_FILES(), attachment("lớn & nhỏ.pdf", Buffer.alloc(700_001, "x"))];
    const bytes = await written(sampleDocument(), files, { signer: sender.signer });
    t.true(xmlsecVerifies(bytes, (await authority()).certificatePem));
    t.false(xmlsecVerifies(bytes.toString("utf8").replace("Quảng Ngãi", "Quảng Nam"), (await authority()).certificatePem));
  });

  test(`what xmlsec1 signs with ${algorithm} in our profile is intact for us`, async (t) => {
    const sender = await party({ algorithm });
    for (const shape of ["envelope and manifest", "envelope alone"] as const) {
      const template = await signatureTemplate(algorithm, shape);
      const { reading } = await readBack(xmlsecSigns(template, sender.privateKeyPem, sender.certificatePem), { trust: await trusting(sender) });
      t.is(reading.verdict.kind, "intact", shape);
      t.deepEqual(reading.verified, sampleDocument());
    }
  });
}

test("xmlsec1 verifies a status report we sign", async (t) => {
  const sender = await party();
  const sink = new Collector();
  await writeStatusReport(sampleStatus(), sink, { signer: sender.signer, scratchDirectory: SCRATCH });
  t.true(xmlsecVerifies(sink.bytes, (await authority()).certificatePem));
});

test("what xmlsec1 signs in another profile is invalid, not trusted by half", async (t) => {
  const sender = await party();
  const template = (await signatureTemplate("rsa-sha256", "envelope alone")).replaceAll("http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315");
  const { reading } = await readBack(xmlsecSigns(template, sender.privateKeyPem, sender.certificatePem), { trust: await trusting(sender) });
  t.like(reading.verdict, { kind: "invalid", reason: "profile" });
});

/** Our own signed message with digests and value taken out, white space put in: a template as xmlsec1 wants it. */
async function signatureTemplate(algorithm: "rsa-sha256" | "ecdsa-p256-sha256", shape: "envelope and manifest" | "envelope alone"): Promise<string> {
  const ours = (await written(sampleDocument(), SAMPLE_FILES(), { signer: (await party({ algorithm })).signer })).toString("utf8");
  const blank = ours
    .replace(/<DigestValue>[^<]*</g, "<DigestValue><")
    .replace(/<SignatureValue>[^<]*</, "<SignatureValue><")
    .replace(/<X509Data>.*<\/X509Data>/, "<X509Data/>")
    .replace(/(<SignedInfo>|<\/Reference>|<KeyInfo>)/g, "$1\n        ");
  return shape === "envelope alone" ? blank.replace(/<Reference URI="#edxml-manifest".*?<\/Reference>/s, "").replace(/<Object>.*<\/Object>/, "") : blank;
}
