import { createPrivateKey, webcrypto, X509Certificate, type KeyObject } from "node:crypto";
import type { asn1, pkcs12 } from "node-forge";
import { EdxmlError } from "../errors.ts";
import { keySigner } from "./key-sources.ts";
import type { EnvelopeSigner } from "./signer.ts";

/** What a PKCS#12 file holds, as DER. */
interface Contents {
  readonly keys: readonly Buffer[];
  readonly certificates: readonly Buffer[];
}

/**
 * A signer from a PKCS#12 file (.p12, .pfx) as certificate authorities hand out: the one private key and the chain of its certificate.
 * pkijs reads today's ciphers and any password; node-forge the RC2 and 3DES of older files. Throws `key-unreadable`, `key-unsuitable`.
 */
export async function pkcs12Signer(bytes: Uint8Array, password: string): Promise<EnvelopeSigner> {
  const contents = await readModern(bytes, password).catch(async (modern: unknown) =>
    readLegacy(bytes, password).catch((legacy: unknown) => {
      const cause = new AggregateError([modern, legacy], "neither reader could open it");
      throw new EdxmlError("key-unreadable", "the PKCS#12 file cannot be opened", {}, { cause, hint: "check the password and that the file is a complete .p12 or .pfx" });
    }),
  );
  const [key, ...more] = contents.keys;
  if (key === undefined || more.length > 0) throw new EdxmlError("key-unsuitable", `the PKCS#12 file holds ${contents.keys.length} private keys, not one`, { keys: contents.keys.length });
  const privateKey = createPrivateKey({ key, format: "der", type: "pkcs8" });
  return keySigner(privateKey, chainOf(privateKey, contents.certificates));
}

/** Certificates in signing order: the key's own, then each one's issuer; the root stays out. */
function chainOf(key: KeyObject, certificates: readonly Buffer[]): string[] {
  const parsed = certificates.map((der) => new X509Certificate(der));
  const chain: string[] = [];
  let current = parsed.find((certificate) => certificate.checkPrivateKey(key));
  while (current !== undefined && chain.length < 6) {
    chain.push(current.toString());
    const subject: X509Certificate = current;
    current = parsed.find((issuer) => issuer !== subject && subject.checkIssued(issuer) && !issuer.checkIssued(issuer));
  }
  return chain;
}

async function readModern(bytes: Uint8Array, password: string): Promise<Contents> {
  const { AuthenticatedSafe, CertBag, Certificate, CryptoEngine, PFX, PKCS8ShroudedKeyBag, PrivateKeyInfo, setEngine } = await import("pkijs");
  const engine = new CryptoEngine({ name: "edxml", crypto: webcrypto });
  setEngine("edxml", engine);
  const secret = new TextEncoder().encode(password).buffer;
  const pfx = PFX.fromBER(Uint8Array.from(bytes).buffer);
  await pfx.parseInternalValues({ password: secret, checkIntegrity: true }, engine);
  const safe = pfx.parsedValue?.authenticatedSafe;
  if (!(safe instanceof AuthenticatedSafe)) return { keys: [], certificates: [] };
  await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password: secret })) }, engine);
  const keys: Buffer[] = [];
  const certificates: Buffer[] = [];
  for (const { value } of safe.parsedValue.safeContents)
    for (const { bagValue } of value.safeBags) {
      if (bagValue instanceof PKCS8ShroudedKeyBag) {
        await bagValue["parseInternalValues"]({ password: secret }, engine);
        if (bagValue.parsedValue !== undefined) keys.push(Buffer.from(bagValue.parsedValue.toSchema().toBER()));
      } else if (bagValue instanceof PrivateKeyInfo) keys.push(Buffer.from(bagValue.toSchema().toBER()));
      else if (bagValue instanceof CertBag && bagValue.parsedValue instanceof Certificate) certificates.push(Buffer.from(bagValue.parsedValue.toSchema(true).toBER()));
    }
  return { keys, certificates };
}

async function readLegacy(bytes: Uint8Array, password: string): Promise<Contents> {
  const { default: forge } = await import("node-forge");
  const pfx = forge.pkcs12.pkcs12FromAsn1(forge.asn1.fromDer(Buffer.from(bytes).toString("binary")), password);
  const { certBag, keyBag, pkcs8ShroudedKeyBag } = forge.pki.oids;
  const bagsOf = (type: string | undefined): readonly pkcs12.Bag[] => (type === undefined ? [] : (pfx.getBags({ bagType: type })[type] ?? []));
  // forge parses what it knows (RSA keys and their certificates) and leaves the rest as ASN.1.
  const keys = [...bagsOf(keyBag), ...bagsOf(pkcs8ShroudedKeyBag)].map((bag) => (bag.key ? forge.pki.wrapRsaPrivateKey(forge.pki.privateKeyToAsn1(bag.key)) : bag.asn1));
  const certificates = bagsOf(certBag).map((bag) => (bag.cert ? forge.pki.certificateToAsn1(bag.cert) : bag.asn1));
  const der = (value: asn1.Asn1): Buffer => Buffer.from(forge.asn1.toDer(value).getBytes(), "binary");
  return { keys: keys.map(der), certificates: certificates.map(der) };
}
