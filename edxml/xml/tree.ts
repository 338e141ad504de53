import { ExclusiveCanonicalizer, StringSink } from "./canonical.ts";
import type { XmlAttribute, XmlOpen } from "./namespace-scope.ts";

/** An element kept in memory: header, manifest and signature, never attachment content. */
export interface XmlElement extends XmlOpen {
  readonly attributes: readonly XmlAttribute[];
  readonly children: (XmlElement | string)[];
}

export function elementsOf(parent: XmlElement): XmlElement[] {
  const elements: XmlElement[] = [];
  for (const child of parent.children) if (typeof child !== "string") elements.push(child);
  return elements;
}

/** The element's own text, pieces joined, not trimmed. */
export function textOf(element: XmlElement): string {
  if (element.children.length === 1 && typeof element.children[0] === "string") return element.children[0];
  return element.children.filter((child) => typeof child === "string").join("");
}

export function attributeOf(element: XmlElement, local: string): string | undefined {
  return element.attributes.find((attribute) => attribute.local === local && attribute.namespace === "")?.value;
}

/** Exclusive canonical form of one element with everything below it. */
export function canonicalText(element: XmlElement): string {
  const sink = new StringSink();
  const canonicalizer = new ExclusiveCanonicalizer(sink);
  const visit = (node: XmlElement): void => {
    canonicalizer.open(node);
    for (const child of node.children) {
      if (typeof child === "string") canonicalizer.text(child, null);
      else visit(child);
    }
    canonicalizer.close();
  };
  visit(element);
  return sink.text;
}
