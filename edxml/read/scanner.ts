import { EdxmlError } from "../errors.ts";
import type { ReadLimits } from "../limits.ts";
import { EDXML_NAMESPACE, XMLDSIG_NAMESPACE } from "../namespaces.ts";
import type { Warnings } from "../warnings.ts";
import { DigestSink, ExclusiveCanonicalizer } from "../xml/canonical.ts";
import type { XmlOpen } from "../xml/namespace-scope.ts";
import type { XmlHandler } from "../xml/tokenizer.ts";
import { elementsOf, type XmlElement } from "../xml/tree.ts";
import { isContentElement, type IncomingAttachments } from "./incoming-attachments.ts";

/** Elements that mean something only at one place; anywhere else they are an attempt to be read twice. */
const ENVELOPE = "edXML/edXMLEnvelope";
const HEADER = `${ENVELOPE}/edXMLHeader`;
const FIXED_PLACES: Readonly<Record<string, readonly string[]>> = {
  edXML: [""],
  edXMLEnvelope: ["edXML"],
  edXMLHeader: [ENVELOPE],
  edXMLBody: [ENVELOPE],
  MessageHeader: [HEADER],
  TraceHeaderList: [HEADER],
  Signature: [HEADER],
  edXMLManifest: [`${ENVELOPE}/edXMLBody`],
  AttachmentEncoded: ["edXML", ENVELOPE, `${ENVELOPE}/edXMLBody`],
};
const SIGNATURE = `${HEADER}/Signature`;

/**
 * Sees the whole message once: keeps header, manifest and signature as a small tree, digests everything but the one Signature in
 * canonical form, and passes attachment content on. What stands at a wrong place or twice is refused here, once for all readers.
 */
export class Scanner implements XmlHandler {
  readonly attachments: IncomingAttachments;
  signature: XmlElement | null = null;
  /** Complete as soon as its end tag was seen. */
  messageHeader: XmlElement | null = null;
  namespaceWellFormed = true;
  inBulk = false;

  readonly #warnings: Warnings;
  readonly #limits: ReadLimits;
  readonly #digest = new DigestSink();
  readonly #canonical = new ExclusiveCanonicalizer(this.#digest);
  readonly #stack: XmlElement[] = [];
  readonly #paths: string[] = [""];
  readonly #ids = new Set<string>();
  #root: XmlElement | null = null;
  #inSignature = 0;
  #textBytes = 0;
  #commented: XmlElement | null = null;

  constructor(attachments: IncomingAttachments, warnings: Warnings, limits: ReadLimits) {
    this.attachments = attachments;
    this.#warnings = warnings;
    this.#limits = limits;
  }

  /** SHA-256 of the canonical message without its Signature. Call once, after the end. */
  envelopeDigest(): Buffer {
    return this.#digest.digest();
  }

  get root(): XmlElement {
    if (this.#root === null) throw new EdxmlError("xml-truncated", "the message has no root element");
    return this.#root;
  }

  open(start: XmlOpen): void {
    const parent = this.#stack.at(-1);
    const parentPath = this.#paths.at(-1) ?? "";
    const path = parentPath === "" ? start.local : `${parentPath}/${start.local}`;
    if (this.inBulk) throw new EdxmlError("structure-invalid", "an element stands inside an attachment's content", { path });
    const element: XmlElement = { prefix: start.prefix, local: start.local, namespace: start.namespace, attributes: start.attributes, children: [] };
    if (this.#inSignature === 0) this.#checkPlace(element, path, parentPath, parent);
    if (this.#inSignature > 0 || path === SIGNATURE) this.#inSignature += 1;
    else this.#canonical.open(start);
    if (start.attributes.length > 0) this.#checkIds(element, path);
    if (parent === undefined) this.#root = element;
    else parent.children.push(element);
    this.#stack.push(element);
    this.#paths.push(path);
    this.#textBytes = 0;
    if (this.#inSignature === 0 && isContentElement(element, parent)) {
      this.inBulk = true;
      this.attachments.begin(parent);
    }
  }

  close(): void {
    const element = this.#stack.pop();
    const path = this.#paths.pop();
    if (element === undefined) return;
    this.inBulk = false;
    if (this.#inSignature > 0) {
      this.#inSignature -= 1;
      if (this.#inSignature === 0) this.signature = element;
      return;
    }
    this.#canonical.close();
    this.#tidy(element, path ?? "");
    if (element.local === "Attachment") this.attachments.close(element, this.#stack.at(-1), this.root);
    else if (path === `${HEADER}/MessageHeader` || path === `${HEADER}/Status`) this.messageHeader = element;
  }

  text(value: string, canonical: Buffer | null, blank: boolean): void {
    if (this.#inSignature === 0) this.#canonical.text(value, canonical);
    if (this.inBulk) {
      this.attachments.slow(value);
      return;
    }
    this.#textBytes += value.length;
    if (this.#textBytes > this.#limits.textBytes)
      throw new EdxmlError("field-too-long", `a text is longer than ${this.#limits.textBytes} bytes`, { path: this.#paths.at(-1) ?? "", limit: this.#limits.textBytes });
    const children = this.#stack.at(-1)?.children;
    if (children === undefined) return;
    // White space in front of a value or between elements means nothing outside the signature; within a value it stays.
    if (blank && this.#inSignature === 0 && typeof children.at(-1) !== "string") return;
    children.push(value);
  }

  bulk(bytes: Buffer): boolean {
    if (!this.attachments.fast(bytes)) return false;
    this.#canonical.text("", bytes);
    return true;
  }

  comment(): void {
    const path = this.#paths.at(-1) ?? "";
    if (this.inBulk || this.#inSignature > 0) throw new EdxmlError("xml-forbidden", "a comment stands inside an attachment or a signature", { path });
    this.#warnings.once("comment", path);
    this.#commented = this.#stack.at(-1) ?? null;
    this.#stack.at(-1)?.children.push("");
  }

  oddity(kind: "cdata" | "byte-order-mark" | "unbound-prefix"): void {
    const path = this.#paths.at(-1) ?? "";
    if (kind === "cdata" && this.#inSignature > 0) throw new EdxmlError("xml-forbidden", "a CDATA section stands inside the signature", { path });
    if (kind === "unbound-prefix") this.namespaceWellFormed = false;
    this.#warnings.once(kind, path);
  }

  #checkPlace(element: XmlElement, path: string, parentPath: string, parent: XmlElement | undefined): void {
    if (parent === undefined) checkRoot(element);
    if (element.namespace === XMLDSIG_NAMESPACE && path !== SIGNATURE)
      throw new EdxmlError("structure-invalid", "an element of a signature stands outside the Signature of the header", { path });
    const places = Object.hasOwn(FIXED_PLACES, element.local) ? FIXED_PLACES[element.local] : undefined;
    if (places === undefined) return;
    if (!places.includes(parentPath)) throw new EdxmlError("structure-invalid", `${element.local} stands at a wrong place`, { path });
    if (parent !== undefined && elementsOf(parent).some((sibling) => sibling.local === element.local))
      throw new EdxmlError("element-repeated", `${element.local} stands twice`, { path });
    if (element.namespace !== EDXML_NAMESPACE && path !== SIGNATURE) this.#warnings.once("namespace-other", path);
  }

  /** XML signatures find things by Id: one name, one element, whatever parser looks. */
  #checkIds(element: XmlElement, path: string): void {
    for (const { local, value } of element.attributes) {
      if (local.toLowerCase() !== "id" || value === "") continue;
      if (this.#ids.has(value)) throw new EdxmlError("structure-invalid", `Id ${JSON.stringify(value.slice(0, 40))} is given twice`, { path });
      this.#ids.add(value);
    }
  }

  /** An element holds elements or a text, not both; a comment may stand between elements, never within a value. */
  #tidy(element: XmlElement, path: string): void {
    const { children } = element;
    if ((children.length === 1 && typeof children[0] === "string") || !children.some((child) => typeof child === "string")) return;
    const hasText = children.some((child) => typeof child === "string" && /[^ \t\n\r]/.test(child));
    const hasElements = children.some((child) => typeof child !== "string");
    if (hasText && hasElements) throw new EdxmlError("structure-invalid", `${element.local} holds text between its elements`, { path });
    if (hasText && this.#commented === element) throw new EdxmlError("xml-forbidden", "a comment stands inside a value", { path });
    if (hasElements) element.children.splice(0, children.length, ...elementsOf(element));
  }
}

function checkRoot(root: XmlElement): void {
  if (root.local === "edXML") return;
  const facts = { root: root.local.slice(0, 60), namespace: root.namespace.slice(0, 120) };
  if (/^envelope$/i.test(root.local))
    throw new EdxmlError("format-2803", "the message is in the older SOAP format of công văn 2803/BTTTT-THH, not QCVN 102:2016", facts, { hint: "ask the sender to use edXML QCVN 102:2016" });
  throw new EdxmlError("format-unknown", `the root element is <${facts.root}>, not edXML`, facts);
}
