import type { XmlWriter } from "../write/xml-writer.ts";
import { attributeOf, elementsOf, textOf, type XmlElement } from "../xml/tree.ts";

/**
 * Signature as the official library copies it: only the fields of its model, in the namespace around it. It reads Signature in any
 * namespace, and of the certificates keeps the first.
 */
export function writeRelayedSignature(xml: XmlWriter, signature: XmlElement): void {
  const info = child(signature, "SignedInfo");
  if (info === undefined) return;
  xml.open("Signature");
  xml.open("SignedInfo");
  writeAlgorithm(xml, info, "CanonicalizationMethod");
  writeAlgorithm(xml, info, "SignatureMethod");
  for (const reference of elementsOf(info).filter((element) => element.local === "Reference")) {
    xml.open("Reference", [["URI", attributeOf(reference, "URI") ?? ""]]);
    const transforms = child(reference, "Transforms");
    if (transforms !== undefined) {
      xml.open("Transforms");
      for (const transform of elementsOf(transforms)) xml.empty("Transform", algorithm(transform));
      xml.close();
    }
    writeAlgorithm(xml, reference, "DigestMethod");
    xml.leaf("DigestValue", text(reference, "DigestValue"));
    xml.close();
  }
  xml.close();
  xml.leaf("SignatureValue", text(signature, "SignatureValue"));
  const keyInfo = child(signature, "KeyInfo");
  const data = keyInfo && child(keyInfo, "X509Data");
  if (data !== undefined) {
    xml.open("KeyInfo");
    xml.open("X509Data");
    xml.leaf("X509SubjectName", text(data, "X509SubjectName"));
    xml.leaf("X509Certificate", text(data, "X509Certificate"));
    xml.close();
    xml.close();
  }
  xml.close();
}

function writeAlgorithm(xml: XmlWriter, parent: XmlElement, local: string): void {
  const element = child(parent, local);
  if (element !== undefined) xml.empty(local, algorithm(element));
}

function algorithm(element: XmlElement): readonly (readonly [string, string])[] {
  return [["Algorithm", attributeOf(element, "Algorithm") ?? ""]];
}

function child(parent: XmlElement, local: string): XmlElement | undefined {
  return elementsOf(parent).find((element) => element.local === local);
}

function text(parent: XmlElement, local: string): string | undefined {
  const element = child(parent, local);
  return element === undefined ? undefined : textOf(element).trim();
}
