import { createHmac, X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import test, { type ExecutionContext } from "ava";
import { EdxmlError, readEnvelope, type EdxmlFaultCode, type SignatureVerdict } from "#edxml";
import { attachment, createParty, PDF, readBack, sampleDocument, SCRATCH, trusting, written, type Party } from "#test/edxml/support/messages";
import { zipOf } from "#test/edxml/support/zip";

const FORGED = "Văn bản giả";
const SUBJECT = /<edXML:Subject>[^<]*<\/edXML:Subject>/;
const FORGED_SUBJECT = `<edXML:Subject>${FORGED}</edXML:Subject>`;

/** A signed message and its pieces, for the attacker to play with. */
interface Stolen {
  readonly text: string;
  readonly signature: string;
  readonly header: string;
  readonly messageHeader: string;
  readonly envelope: string;
  readonly attachments: string;
  readonly sender: Party;
  /** The message with its business data replaced. */
  readonly forged: string;
}

function piece(text: string, name: string): string {
  return new RegExp(`<${name}[ >].*</${name}>`, "s").exec(text)?.[0] ?? "";
}

async function stolen(): Promise<Stolen> {
  const sender = await createParty();
  const text = (await written(sampleDocument(), [attachment("cong-van.pdf", PDF, { contentId: "att-1" })], { signer: sender.signer })).toString("utf8");
  return {
    text,
    sender,
    signature: piece(text, "Signature"),
    header: piece(text, "edXML:edXMLHeader"),
    messageHeader: piece(text, "edXML:MessageHeader"),
    envelope: piece(text, "edXML:edXMLEnvelope"),
    attachments: piece(text, "AttachmentEncoded"),
    forged: text.replace(SUBJECT, FORGED_SUBJECT),
  };
}

type Outcome = { readonly code: EdxmlFaultCode } | { readonly kind: SignatureVerdict["kind"]; readonly reason?: string };

/** Reads a hostile message: it must end in this one outcome, prove nothing, leave nothing behind, and cost little (below). */
async function meets(t: ExecutionContext, hostile: string | Buffer, outcome: Outcome, sender?: Party): Promise<void> {
  const scratchDirectory = mkdtempSync(join(SCRATCH, "attack-"));
  const trust = await (sender === undefined ? trusting() : trusting(sender));
  try {
    const { reading } = await readBack(hostile, { trust, scratchDirectory }, 64 * 1024);
    t.is(reading.verified, undefined, "something was proven");
    if ("code" in outcome) t.fail(`read as ${reading.verdict.kind}, not refused with ${outcome.code}`);
    else t.like(reading.verdict, outcome);
  } catch (error) {
    if (!(error instanceof EdxmlError)) throw error;
    t.is(error.code, "code" in outcome ? outcome.code : ("verdict" as never), error.message);
  }
  t.deepEqual(readdirSync(scratchDirectory), []);
}

const WRAPPINGS: readonly (readonly [name: string, outcome: Outcome, attack: (message: Stolen) => string])[] = [
  ["XSW1: the original message wrapped into the Signature of a forged one", { code: "structure-invalid" }, (m) => m.forged.replace("</SignedInfo>", `</SignedInfo>${m.envelope}`)],
  ["XSW2: the original Signature detached, a forged message in front of the original", { code: "xml-malformed" }, (m) => m.forged.replace(m.signature, "") + m.text.replace(/^<\?xml[^>]*>\s*/, "")],
  ["XSW3: a forged header as sibling before the signed one", { code: "element-repeated" }, (m) => m.text.replace(m.header, m.header.replace(m.signature, "").replace(SUBJECT, FORGED_SUBJECT) + m.header)],
  ["XSW4: the signed header as child of a forged one", { code: "structure-invalid" }, (m) => m.text.replace(m.header, `<edXML:edXMLHeader>${m.messageHeader.replace(SUBJECT, FORGED_SUBJECT)}${m.header}</edXML:edXMLHeader>`)],
  ["XSW5: the original header moved behind the forged one", { code: "element-repeated" }, (m) => m.text.replace("</edXML:edXMLEnvelope>", `${m.header.replace(m.signature, "")}</edXML:edXMLEnvelope>`).replace(SUBJECT, FORGED_SUBJECT)],
  ["XSW6: the original header inside the Signature of the forged one", { kind: "invalid", reason: "profile" }, (m) => m.forged.replace("<KeyInfo>", `${m.header.replace(m.signature, "")}<KeyInfo>`)],
  ["XSW7: the original header hidden in an element nobody knows", { code: "structure-invalid" }, (m) => m.forged.replace("<edXML:edXMLBody>", `<Extensions>${m.header.replace(m.signature, "")}</Extensions><edXML:edXMLBody>`)],
  ["XSW8: the original header hidden in the Signature's Object", { kind: "invalid", reason: "profile" }, (m) => m.forged.replace("<Object>", `<Object>${m.header.replace(m.signature, "")}`)],
  ["a forged MessageHeader before the signed one", { code: "element-repeated" }, (m) => m.text.replace(m.messageHeader, m.messageHeader.replace(SUBJECT, FORGED_SUBJECT) + m.messageHeader)],
  ["a forged MessageHeader behind the Signature", { code: "element-repeated" }, (m) => m.text.replace(m.signature, m.signature + m.messageHeader.replace(SUBJECT, FORGED_SUBJECT))],
  ["the Signature moved up to the root", { code: "structure-invalid" }, (m) => m.forged.replace(m.signature, "").replace("<AttachmentEncoded>", `${m.signature}<AttachmentEncoded>`)],
  ["the Signature moved into MessageHeader", { code: "structure-invalid" }, (m) => m.forged.replace(m.signature, "").replace("<edXML:From>", `${m.signature}<edXML:From>`)],
  ["two Signatures", { code: "element-repeated" }, (m) => m.text.replace(m.signature, m.signature + m.signature.replace('Id="edxml-manifest"', 'Id="another"'))],
  ["an element with the Manifest's Id elsewhere", { code: "structure-invalid" }, (m) => m.text.replace("<edXML:TraceHeaderList>", '<edXML:TraceHeaderList id="edxml-manifest">')],
  ["an envelope within the envelope", { code: "structure-invalid" }, (m) => m.text.replace("<edXML:edXMLBody>", `${m.envelope.replace(m.signature, "")}<edXML:edXMLBody>`)],
  ["a second AttachmentEncoded", { code: "element-repeated" }, (m) => m.text.replace(m.attachments, m.attachments.replaceAll("att-1", "att-2") + m.attachments)],
  ["attachments moved into the envelope", { kind: "altered" }, (m) => m.text.replace(m.attachments, "").replace("</edXML:edXMLBody>", `</edXML:edXMLBody>${m.attachments.replaceAll("cong-van", "khac")}`)],
];
for (const [name, outcome, attack] of WRAPPINGS)
  test(`signature wrapping: ${name}`, async (t) => {
    const message = await stolen();
    const hostile = attack(message);
    t.not(hostile, message.text);
    await meets(t, hostile, outcome, message.sender);
  });

const CONFUSIONS: readonly (readonly [name: string, outcome: Outcome, attack: (message: Stolen) => string])[] = [
  ["only a KeyValue, no certificate", { kind: "invalid", reason: "certificate" }, (m) => m.text.replace(/<X509Data>.*<\/X509Data>/s, "<KeyValue><RSAKeyValue><Modulus>AQAB</Modulus><Exponent>AQAB</Exponent></RSAKeyValue></KeyValue>")],
  ["a RetrievalMethod to somewhere", { kind: "invalid", reason: "certificate" }, (m) => m.text.replace(/<X509Data>.*<\/X509Data>/s, '<RetrievalMethod URI="http://attacker.example/key"/>')],
  ["no KeyInfo", { kind: "invalid", reason: "profile" }, (m) => m.text.replace(/<KeyInfo>.*<\/KeyInfo>/s, "")],
  ["HMAC with the public key as secret", { kind: "invalid", reason: "profile" }, (m) => {
    const secret = new X509Certificate(m.sender.certificatePem).publicKey.export({ type: "spki", format: "pem" });
    const method = m.forged.replace("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256");
    return method.replace(/<SignatureValue>[^<]*/, `<SignatureValue>${createHmac("sha256", secret).update(piece(method, "SignedInfo")).digest("base64")}`);
  }],
  ["RSA with SHA-1", { kind: "invalid", reason: "profile" }, (m) => m.text.replace("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2000/09/xmldsig#rsa-sha1")],
  ["ECDSA named for an RSA key", { kind: "invalid", reason: "signature-value" }, (m) => m.text.replace("#rsa-sha256", "#ecdsa-sha256")],
  ["digests with SHA-1", { kind: "invalid", reason: "profile" }, (m) => m.text.replace("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1")],
  ["inclusive canonicalization", { kind: "invalid", reason: "profile" }, (m) => m.text.replace("http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315")],
  ["an XPath transform that looks away", { kind: "invalid", reason: "profile" }, (m) => m.forged.replace("</Transforms>", '<Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><XPath>not(ancestor-or-self::edXML:Subject)</XPath></Transform></Transforms>')],
  ["a prefix list for canonicalization", { kind: "invalid", reason: "profile" }, (m) => m.text.replace('xml-exc-c14n#"></CanonicalizationMethod>', 'xml-exc-c14n#"><InclusiveNamespaces xmlns="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="x"/></CanonicalizationMethod>')],
  ["a reference to something outside", { kind: "invalid", reason: "profile" }, (m) => m.forged.replace('URI=""', 'URI="http://attacker.example/original.edxml"')],
  ["a reference to a part only", { kind: "invalid", reason: "profile" }, (m) => m.forged.replace('URI=""', 'URI="#body"')],
  ["no reference at all", { kind: "invalid", reason: "profile" }, (m) => m.forged.replace(/<Reference.*<\/Reference>/s, "")],
  ["the envelope's reference taken out, the Manifest's left", { kind: "invalid", reason: "profile" }, (m) => m.forged.replace(/<Reference URI="">.*?<\/Reference>/s, "")],
  ["a third reference", { kind: "invalid", reason: "profile" }, (m) => m.text.replace("</SignedInfo>", `${/<Reference URI="">.*?<\/Reference>/s.exec(m.text)?.[0] ?? ""}</SignedInfo>`)],
  ["a truncated digest", { kind: "invalid", reason: "profile" }, (m) => m.text.replace(/<DigestValue>[^<]*/, "<DigestValue>AAAA")],
  ["an empty digest", { kind: "invalid", reason: "profile" }, (m) => m.text.replace(/<DigestValue>[^<]*/, "<DigestValue>")],
  ["a comment within a digest", { code: "xml-forbidden" }, (m) => m.text.replace(/<DigestValue>(.{10})/, "<DigestValue>$1<!-- x -->")],
  ["CDATA within a digest", { code: "xml-forbidden" }, (m) => m.text.replace(/<DigestValue>(.{10})/, "<DigestValue><![CDATA[$1]]>")],
  ["an empty signature value", { kind: "invalid", reason: "profile" }, (m) => m.text.replace(/<SignatureValue>[^<]*/, "<SignatureValue>")],
  ["a signature value of zeros", { kind: "invalid", reason: "signature-value" }, (m) => m.text.replace(/<SignatureValue>[^<]*/, `<SignatureValue>${Buffer.alloc(256).toString("base64")}`)],
  ["digests made anew for the forged content", { kind: "invalid", reason: "signature-value" }, (m) => m.forged.replace(/<DigestValue>[^<]*/, `<DigestValue>${Buffer.alloc(32, 1).toString("base64")}`)],
  ["a Manifest swapped under the signature", { kind: "altered" }, (m) => m.text.replace(/<Core Digest="[^"]*"/, `<Core Digest="${Buffer.alloc(32).toString("base64")}"`).replace("125</edXML:CodeNumber>", "126</edXML:CodeNumber>")],
  ["something else in Object", { kind: "invalid", reason: "profile" }, (m) => m.text.replace("</Manifest>", "</Manifest><Extra/>")],
  ["the signature left away", { kind: "unsigned" }, (m) => m.forged.replace(m.signature, "")],
  ["the Signature in a namespace of its own", { kind: "invalid", reason: "profile" }, (m) => m.text.replace('<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">', '<Signature xmlns="urn:x">')],
  ["Manifest dropped and content changed", { kind: "altered" }, (m) => m.forged.replace(/<Object>.*<\/Object>/s, "")],
];
for (const [name, outcome, attack] of CONFUSIONS)
  test(`signature forging: ${name}`, async (t) => {
    const message = await stolen();
    const hostile = attack(message);
    t.not(hostile, message.text);
    await meets(t, hostile, outcome, message.sender);
  });

test("signature forging: the attacker's own key and certificate", async (t) => {
  const message = await stolen();
  const attacker = await createParty(true);
  const own = (await written(sampleDocument({ subject: FORGED }), [], { signer: attacker.signer })).toString("utf8");
  await meets(t, own, { kind: "untrusted", reason: "not-registered" }, message.sender);
});

test("signature forging: the attacker's signature under the victim's certificate", async (t) => {
  const message = await stolen();
  const attacker = await createParty(true);
  const own = (await written(sampleDocument({ subject: FORGED }), [], { signer: attacker.signer })).toString("utf8");
  const certificate = /<X509Certificate>[^<]*<\/X509Certificate>/;
  await meets(t, own.replace(certificate, certificate.exec(message.text)?.[0] ?? ""), { kind: "invalid", reason: "signature-value" }, message.sender);
});

test("the Manifest dropped alone changes nothing: it can be written again", async (t) => {
  const message = await stolen();
  const { reading } = await readBack(message.text.replace(/<Object>.*<\/Object>/s, ""), { trust: await trusting(message.sender) });
  t.is(reading.verdict.kind, "intact");
});

test("the same value written otherwise is the same value", async (t) => {
  const message = await stolen();
  for (const [from, to] of [["<edXML:OrganId>G22<", "<edXML:OrganId>&#71;22<"], ["<edXML:OrganId>G22<", "<edXML:OrganId>&#x47;22<"], ["<edXML:OrganId>G22<", "<edXML:OrganId><![CDATA[G22]]><"]] as const) {
    const { reading } = await readBack(message.text.replace(from, to), { trust: await trusting(message.sender) });
    t.is(reading.verdict.kind, "intact", to);
    t.is(reading.verified?.kind === "document" && reading.verified.to[0]?.organId.toString(), "G22");
  }
});

const body = async (): Promise<string> => (await written(sampleDocument(), [attachment("cong-van.pdf", PDF, { contentId: "att-1" })])).toString("utf8");
const content = (text: string, base64: string): string => text.replace(/(ContentTransferEncoded[^>]*>)[^<]*/, `$1${base64}`);
const named = (text: string, name: string): string => text.replace(/(<AttachmentName>)[^<]*/, `$1${name}`);
const insert = (text: string, xml: string): string => text.replace("<edXML:edXMLHeader>", `<edXML:edXMLHeader>${xml}`);
const bytes = (text: string, marker: string, replacement: readonly number[]): Buffer => {
  const whole = Buffer.from(text);
  const at = whole.indexOf(marker);
  return Buffer.concat([whole.subarray(0, at), Buffer.from(replacement), whole.subarray(at + Buffer.byteLength(marker))]);
};

const HOSTILE: readonly (readonly [name: string, code: EdxmlFaultCode, attack: (text: string) => string | Buffer])[] = [
  ["billion laughs", "xml-forbidden", (x) => x.replace("<edXML ", '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><edXML ')],
  ["an external entity", "xml-forbidden", (x) => x.replace("<edXML ", '<!DOCTYPE l SYSTEM "file:///etc/passwd"><edXML ')],
  ["an undeclared entity", "xml-malformed", (x) => x.replace("Quảng Ngãi", "&xxe;")],
  ["a processing instruction", "xml-forbidden", (x) => insert(x, "<?php evil ?>")],
  ["a processing instruction within a value", "xml-forbidden", (x) => x.replace("<edXML:OrganId>G22", "<edXML:OrganId>G<?x?>22")],
  ["a comment within a value", "xml-forbidden", (x) => x.replace("<edXML:OrganId>G22", "<edXML:OrganId>G<!-- -->22")],
  ["a comment behind a value", "xml-forbidden", (x) => x.replace("<edXML:OrganId>G22", "<edXML:OrganId>G22<!-- -->")],
  ["a comment within an attachment", "xml-forbidden", (x) => x.replace(/(ContentTransferEncoded[^>]*>)/, "$1<!-- -->")],
  ["an element within a value", "structure-invalid", (x) => x.replace("<edXML:OrganId>G22", "<edXML:OrganId>G<b/>22")],
  ["an element within an attachment", "structure-invalid", (x) => x.replace(/(ContentTransferEncoded[^>]*>)/, "$1<b/>")],
  ["UTF-16", "encoding-unsupported", (x) => Buffer.from(`\ufeff${x}`, "utf16le")],
  ["UTF-16 without a mark", "encoding-unsupported", (x) => Buffer.from(x, "utf16le")],
  ["another encoding by name", "encoding-unsupported", (x) => x.replace("UTF-8", "windows-1258")],
  ["an overlong form of /", "encoding-unsupported", (x) => bytes(x, "Ngãi", [0xc0, 0xaf])],
  ["a lone surrogate", "encoding-unsupported", (x) => bytes(x, "Ngãi", [0xed, 0xa0, 0x80])],
  ["a lone surrogate as a reference", "xml-malformed", (x) => x.replace("Ngãi", "&#xD800;")],
  ["a truncated character", "encoding-unsupported", (x) => bytes(x, "Ngãi", [0xe1, 0xba])],
  ["a control character", "xml-malformed", (x) => bytes(x, "Ngãi", [0x00])],
  ["a control character as a reference", "xml-malformed", (x) => x.replace("Ngãi", "&#0;")],
  ["the character U+FFFF", "xml-malformed", (x) => bytes(x, "Ngãi", [0xef, 0xbf, 0xbf])],
  ["bytes before the declaration", "xml-malformed", (x) => `x${x}`],
  ["an end tag in another encoding", "encoding-unsupported", (x) => bytes(insert(x, "<é>~</é>"), "</é>", [0x3c, 0x2f, 0xe9, 0x3e])],
  ["text behind the root", "xml-malformed", (x) => `${x}x`],
  ["a second root", "xml-malformed", (x) => `${x}<edXML/>`],
  ["a message cut off", "xml-truncated", (x) => x.slice(0, -20)],
  ["nothing", "xml-truncated", () => ""],
  ["a tag that never ends", "xml-limit", (x) => insert(x, `<a b="${"x".repeat(100_000)}`)],
  ["a comment that never ends", "xml-limit", (x) => insert(x, `<!-- ${"x".repeat(100_000)}`)],
  ["elements nested 200 000 deep", "xml-limit", (x) => insert(x, "<a>".repeat(200_000))],
  ["a million elements", "xml-limit", (x) => insert(x, "<a/>".repeat(1_000_000))],
  ["a thousand attributes", "xml-limit", (x) => insert(x, `<a ${Array.from({ length: 1000 }, (_, i) => `a${i}=""`).join(" ")}/>`)],
  ["an attribute given twice", "xml-malformed", (x) => insert(x, '<a b="" b=""/>')],
  ["an attribute given twice through two prefixes", "xml-malformed", (x) => insert(x, '<a xmlns:p="u" xmlns:q="u" p:b="" q:b=""/>')],
  ["an unbound element prefix", "xml-malformed", (x) => insert(x, "<nobody:a/>")],
  ["the prefix xmlns bound", "xml-malformed", (x) => insert(x, '<a xmlns:xmlns="urn:x"/>')],
  ["a huge value", "field-too-long", (x) => x.replace("Quảng Ngãi", "x".repeat(300_000))],
  ["a huge header of many small things", "xml-limit", (x) => insert(x, `<a>${"x".repeat(200_000)}</a>`.repeat(50))],
  ["business elements in a foreign namespace", "field-missing", (x) => x.replace("<edXML:From>", '<f:From xmlns:f="urn:evil">').replace("</edXML:From>", "</f:From>")],
  ["the envelope's prefix bound anew below", "field-missing", (x) => x.replace("<edXML:MessageHeader>", '<edXML:MessageHeader xmlns:edXML="urn:evil">')],
  ["base64 with junk", "base64-invalid", (x) => content(x, "JVBERi0xLjcK!!!!")],
  ["base64 with padding in the middle", "base64-invalid", (x) => content(x, "JVBE=Ri0xLjcK")],
  ["base64 behind the padding", "base64-invalid", (x) => content(x, "JVBERi0xLg==JVBE")],
  ["base64 with bits behind the last byte", "base64-invalid", (x) => content(x, "JVBERi0xLh==")],
  ["base64 that ends inside a group", "base64-invalid", (x) => content(x, "JVBER")],
  ["two contents in one attachment", "element-repeated", (x) => x.replace(/(<edXML:ContentTransferEncoded.*<\/edXML:ContentTransferEncoded>)/, "$1$1")],
  ["two attachments of one id", "attachment-duplicate", (x) => x.replace(/(<Attachment>.*<\/Attachment>)/s, "$1$1")],
  ["an attachment in the header", "structure-invalid", (x) => insert(x, "<Attachment><ContentTransferEncoded>JVBERi0=</ContentTransferEncoded></Attachment>")],
  ["a path as name", "attachment-name-unsafe", (x) => named(x, "../../etc/passwd.pdf")],
  ["a Windows path as name", "attachment-name-unsafe", (x) => named(x, "C:\\Windows\\a.pdf")],
  ["a device as name", "attachment-name-unsafe", (x) => named(x, "COM1.pdf")],
  ["a NUL of another kind in a name", "attachment-name-unsafe", (x) => named(x, "a\u0085.pdf")],
  ["a name that reads backwards", "attachment-name-unsafe", (x) => named(x, "a\u202efdp.exe")],
  ["dots as name", "attachment-name-unsafe", (x) => named(x, "..")],
  ["a zip that says it is 3 GB", "attachment-too-large", (x) => content(named(x, "a.doc"), zipOf({ a: "x" }, { uncompressedSize: 3_000_000_000 }).toString("base64"))],
  ["a zip bomb", "attachment-too-large", (x) => content(named(x, "a.doc"), zipOf({ a: Buffer.alloc(1_000_000) }, { uncompressedSize: 300_000_000 }).toString("base64"))],
  ["a zip that lies about its size", "zip-invalid", (x) => content(named(x, "a.doc"), zipOf({ a: Buffer.alloc(1_000_000) }, { uncompressedSize: 10 }).toString("base64"))],
];
for (const [name, code, attack] of HOSTILE) test(`hostile input: ${name} is refused with ${code}`, async (t) => meets(t, attack(await body()), { code }));

test.serial("hostile input: what is made to cost much costs little processor time", async (t) => {
  const text = await body();
  const costly = HOSTILE.filter(([name]) => /deep|million|thousand|huge|never ends|bomb|laughs/.test(name)).map(([name, , attack]) => [name, attack(text)] as const);
  t.true(costly.length >= 8);
  for (const [name, hostile] of costly) {
    const before = process.cpuUsage();
    await t.throwsAsync(readBack(hostile, {}, 64 * 1024), { instanceOf: EdxmlError });
    const { user, system } = process.cpuUsage(before);
    t.true(user + system < 1_000_000, `${name}: ${(user + system) / 1000} ms`);
  }
});

const PROMPT_MS = 50;
const STEP = 512;

/**
 * Hands the bytes over step by step; the time from the last step to the answer, in milliseconds, and how many bytes were taken. Of wall and processor time
 * (all threads: unzipping has its own) the lesser, because the machine does other things and other test files share the process.
 */
async function answerTime(hostile: Buffer, sender?: Party): Promise<{ ms: number; taken: number }> {
  let taken = 0;
  let handed = { at: performance.now(), cpu: process.cpuUsage() };
  const steps = (function* steps(): Generator<Buffer> {
    while (taken < hostile.length) {
      const step = hostile.subarray(taken, taken + STEP);
      taken += step.length;
      handed = { at: performance.now(), cpu: process.cpuUsage() };
      yield step;
    }
  })();
  await readEnvelope(Readable.from(steps, { objectMode: true, highWaterMark: 1 }), { scratchDirectory: SCRATCH, ...(sender !== undefined && { trust: await trusting(sender) }) }).catch((error: unknown) => {
    if (!(error instanceof EdxmlError)) throw error;
  });
  const { user, system } = process.cpuUsage(handed.cpu);
  return { ms: Math.min(performance.now() - handed.at, (user + system) / 1000), taken };
}

test.serial(`every attack is answered within ${PROMPT_MS} ms after its offending byte`, async (t) => {
  const message = await stolen();
  const text = await body();
  const corpus: (readonly [name: string, hostile: string | Buffer, sender?: Party])[] = [
    ...WRAPPINGS.map(([name, , attack]) => [name, attack(message), message.sender] as const),
    ...CONFUSIONS.map(([name, , attack]) => [name, attack(message), message.sender] as const),
    ...HOSTILE.map(([name, , attack]) => [name, attack(text)] as const),
  ];
  t.true(corpus.length > 80);
  for (const [name, hostile, sender] of corpus) {
    let best = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 3 && best >= PROMPT_MS; i += 1) best = Math.min(best, (await answerTime(Buffer.from(hostile), sender)).ms);
    t.true(best < PROMPT_MS, `${name}: ${best} ms`);
  }
});

test.serial("what is wrong in the header is refused there, before anything behind it is taken", async (t) => {
  const text = await body();
  const innocent = Buffer.from(text);
  const early = HOSTILE.filter(([, code]) => /^xml-(?:malformed|forbidden|limit)$|^structure-|^element-|^encoding-|^field-too-long$/.test(code));
  let seen = 0;
  for (const [name, , attack] of early) {
    const hostile = Buffer.from(attack(text));
    // Only those whose first changed byte stands in the header, and that leave a body behind it.
    const bodyAt = hostile.indexOf("<edXML:edXMLBody>");
    const changed = hostile.findIndex((byte, i) => byte !== innocent[i]);
    if (bodyAt < 0 || changed > bodyAt) continue;
    seen += 1;
    const long = Buffer.concat([hostile.subarray(0, bodyAt), Buffer.alloc(100_000, " "), hostile.subarray(bodyAt)]);
    const { taken } = await answerTime(long);
    t.true(taken <= bodyAt + 4 * STEP, `${name}: refused after ${taken} bytes, the header ends at ${bodyAt}`);
  }
  t.true(seen > 15, `${seen}`);
});

test("a file that folds a thousand times is honest while it is small", async (t) => {
  const blank = Buffer.alloc(20_000_000);
  const { files } = await readBack(await written(sampleDocument(), [attachment("trang.bmp", blank)]));
  t.true(files[0]?.equals(blank));
});

test("hostile input: a zip within a zip is unfolded once", async (t) => {
  const inner = zipOf({ "b.doc": zipOf({ "c.doc": "x" }) });
  const { files } = await readBack(content(named(await body(), "a.doc"), zipOf({ "a.doc": inner }).toString("base64")));
  t.deepEqual(files[0], inner);
});

test("hostile input: zip-slip, the name of a zip's entry is a path, and is never used", async (t) => {
  for (const entry of ["../../etc/passwd", "/etc/passwd", "C:\\a", "CON", "a/../../b"]) {
    const { reading, files } = await readBack(content(named(await body(), "a.doc"), zipOf({ [entry]: "x" }).toString("base64")));
    t.is(reading.attachments[0]?.name, "a.doc");
    t.deepEqual(files[0], Buffer.from("x"));
  }
});

test("hostile input: sizes are limited while bytes arrive, not after", async (t) => {
  let taken = 0;
  const endless = (async function* endless(): AsyncGenerator<Buffer> {
    yield Buffer.from(content(await body(), "").split("</edXML:ContentTransferEncoded>")[0] ?? "");
    for (;;) {
      taken += 65_536;
      yield Buffer.alloc(65_536, "A");
    }
  })();
  await t.throwsAsync(readEnvelope(Readable.from(endless), { scratchDirectory: SCRATCH, limits: { attachmentBytes: 1_000_000 } }), { instanceOf: EdxmlError, code: "attachment-too-large" });
  t.true(taken < 3_000_000);
  await t.throwsAsync(readBack(await written(), { limits: { messageBytes: 5000 } }), { instanceOf: EdxmlError, code: "message-too-large" });
});
