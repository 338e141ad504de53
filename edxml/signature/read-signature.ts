import { EDXML_NAMESPACE, XMLDSIG_NAMESPACE } from "../namespaces.ts";
import { attributeOf, canonicalText, elementsOf, textOf, type XmlElement } from "../xml/tree.ts";
import { ENVELOPED, EXCLUSIVE_C14N, MANIFEST_ID, MANIFEST_NAMESPACE, SHA256, SIGNATURE_METHODS, type SignedInfoParts } from "./profile.ts";

/** A Signature element that follows the profile, as it stands in the message. Nothing in it is believed yet. */
export interface ReadSignature {
  readonly parts: SignedInfoParts;
  /** Canonical SignedInfo as it stands; null when a relay changed its namespace, so that it cannot be what was signed. */
  readonly signedInfo: () => string | null;
  readonly value: Buffer;
  /** base64 DER, leaf first. */
  readonly certificates: readonly string[];
  /** Canonical Manifest as it came; null when a relay dropped it or none was made. */
  readonly manifest: string | null;
}

export type SignatureReading = { readonly signature: ReadSignature } | { readonly misfit: string };

const METHODS: readonly string[] = Object.values(SIGNATURE_METHODS);
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

class Misfit extends TypeError {}

/**
 * Reads a Signature strictly: exact children in exact order, exact algorithms, exact references, in the XML-DSig namespace or, after a
 * relay, in that of edXML. What is not of this one shape is no signature we can say anything about.
 */
export function readSignature(element: XmlElement): SignatureReading {
  try {
    return { signature: read(element) };
  } catch (error) {
    if (error instanceof Misfit) return { misfit: error.message };
    throw error;
  }
}

function read(element: XmlElement): ReadSignature {
  const namespace = element.namespace;
  if (namespace !== XMLDSIG_NAMESPACE && namespace !== EDXML_NAMESPACE) throw new Misfit(`Signature is in namespace ${JSON.stringify(namespace.slice(0, 80))}`);
  const [info, valueElement, keyInfo, ...rest] = children(element, namespace);
  expect(info, "SignedInfo");
  expect(valueElement, "SignatureValue");
  expect(keyInfo, "KeyInfo");
  if (rest.length > 1) throw new Misfit("Signature has more than one Object");
  const parts = readSignedInfo(info, namespace);
  const signedInfo = (): string | null => (namespace === XMLDSIG_NAMESPACE ? canonicalText(info) : null);
  return { parts, signedInfo, value: base64(valueElement), certificates: readCertificates(keyInfo, namespace), manifest: readObject(rest[0], namespace) };
}

function readSignedInfo(info: XmlElement, namespace: string): SignedInfoParts {
  const [canonicalization, method, ...references] = children(info, namespace);
  expect(canonicalization, "CanonicalizationMethod");
  expect(method, "SignatureMethod");
  plainAlgorithm(canonicalization, [EXCLUSIVE_C14N]);
  const algorithm = plainAlgorithm(method, METHODS);
  const [envelope, manifest, ...more] = references;
  if (envelope === undefined || more.length > 0) throw new Misfit("SignedInfo has no or more than two references");
  return {
    method: algorithm,
    envelopeDigest: readReference(envelope, namespace, "", [ENVELOPED, EXCLUSIVE_C14N]),
    manifestDigest: manifest === undefined ? null : readReference(manifest, namespace, `#${MANIFEST_ID}`, [EXCLUSIVE_C14N]),
  };
}

function readReference(reference: XmlElement, namespace: string, uri: string, transforms: readonly string[]): string {
  expect(reference, "Reference");
  if (attributeOf(reference, "URI") !== uri) throw new Misfit(`a reference points to ${JSON.stringify(attributeOf(reference, "URI")?.slice(0, 80) ?? null)}, not to ${JSON.stringify(uri)}`);
  const [list, method, value, ...more] = children(reference, namespace);
  expect(list, "Transforms");
  expect(method, "DigestMethod");
  expect(value, "DigestValue");
  if (more.length > 0) throw new Misfit("a reference has more than three parts");
  const steps = children(list, namespace);
  if (steps.length !== transforms.length) throw new Misfit("a reference has other transforms");
  steps.forEach((step, i) => {
    expect(step, "Transform");
    plainAlgorithm(step, transforms.slice(i, i + 1));
  });
  plainAlgorithm(method, [SHA256]);
  const digest = base64(value);
  if (digest.length !== 32) throw new Misfit("a DigestValue is not 32 bytes");
  return digest.toString("base64");
}

function readCertificates(keyInfo: XmlElement, namespace: string): string[] {
  const certificates: string[] = [];
  for (const data of elementsOf(keyInfo)) {
    // KeyValue and its like are ignored: a key counts only through its certificate, and that only when it is trusted.
    if (data.local !== "X509Data" || data.namespace !== namespace) continue;
    for (const part of elementsOf(data)) if (part.local === "X509Certificate" && part.namespace === namespace) certificates.push(base64(part).toString("base64"));
  }
  if (certificates.length > 10) throw new Misfit("KeyInfo has more than ten certificates");
  return certificates;
}

function readObject(object: XmlElement | undefined, namespace: string): string | null {
  if (object === undefined) return null;
  expect(object, "Object");
  if (object.namespace !== namespace) throw new Misfit("Object is in another namespace");
  const content = elementsOf(object);
  const [manifest] = content;
  if (manifest === undefined) return null;
  if (content.length > 1 || manifest.local !== "Manifest" || manifest.namespace !== MANIFEST_NAMESPACE) throw new Misfit("Object holds something other than the Manifest of this profile");
  if (attributeOf(manifest, "Id") !== MANIFEST_ID) throw new Misfit("the Manifest has another Id");
  return canonicalText(manifest);
}

function children(parent: XmlElement, namespace: string): XmlElement[] {
  const elements = elementsOf(parent);
  if (elements.some((element) => element.namespace !== namespace)) throw new Misfit(`${parent.local} holds an element of another namespace`);
  if (parent.children.some((child) => typeof child === "string" && child.trim() !== "")) throw new Misfit(`${parent.local} holds text`);
  return elements;
}

function expect(element: XmlElement | undefined, local: string): asserts element is XmlElement {
  if (element?.local !== local) throw new Misfit(`${element?.local ?? "nothing"} stands where ${local} belongs`);
}

/** An algorithm without parameters. */
function plainAlgorithm(element: XmlElement, allowed: readonly string[]): string {
  const algorithm = attributeOf(element, "Algorithm");
  if (algorithm === undefined || !allowed.includes(algorithm)) throw new Misfit(`${element.local} is ${JSON.stringify(algorithm?.slice(0, 80) ?? null)}, not ${allowed.join(" or ")}`);
  if (elementsOf(element).length > 0 || textOf(element).trim() !== "") throw new Misfit(`${element.local} has parameters`);
  return algorithm;
}

function base64(element: XmlElement): Buffer {
  if (elementsOf(element).length > 0) throw new Misfit(`${element.local} holds elements`);
  const text = textOf(element).replace(/[ \t\r\n]+/g, "");
  const bytes = Buffer.from(text, "base64");
  if (!BASE64.test(text) || bytes.toString("base64") !== text) throw new Misfit(`${element.local} is not base64`);
  return bytes;
}
