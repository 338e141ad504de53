import { EdxmlError } from "../errors.ts";
import { XML_NAMESPACE, XMLNS_NAMESPACE } from "../namespaces.ts";
import type { Tag } from "./tag.ts";

export interface XmlAttribute {
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string;
  readonly value: string;
}

/** An element's start with namespaces resolved; "" is no namespace. */
export interface XmlOpen {
  readonly prefix: string;
  readonly local: string;
  readonly namespace: string;
  readonly attributes: readonly XmlAttribute[];
}

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

/** Namespaces in XML 1.0: which prefix means what, from the root down to the element that is open. */
export class NamespaceScope {
  readonly #bindings: { readonly prefix: string; readonly uri: string }[] = [{ prefix: "xml", uri: XML_NAMESPACE }];
  readonly #marks: number[] = [];
  readonly #onUnbound: () => void;

  constructor(onUnbound: () => void) {
    this.#onUnbound = onUnbound;
  }

  open(tag: Tag): XmlOpen {
    this.#marks.push(this.#bindings.length);
    for (const declaration of tag.declarations) this.#bind(declaration.prefix, declaration.uri);
    const namespace = this.#lookup(tag.prefix);
    if (namespace === undefined) throw new EdxmlError("xml-malformed", `prefix ${tag.prefix} of <${tag.local}> is not bound to a namespace`, { prefix: tag.prefix });
    return { prefix: tag.prefix, local: tag.local, namespace, attributes: tag.attributes.length === 0 ? NO_ATTRIBUTES : this.#attributes(tag) };
  }

  close(): void {
    const mark = this.#marks.pop() ?? 1;
    if (this.#bindings.length > mark) this.#bindings.length = mark;
  }

  #bind(prefix: string, uri: string): void {
    const reserved = prefix === "xmlns" || (prefix === "xml") !== (uri === XML_NAMESPACE) || uri === XMLNS_NAMESPACE;
    if (reserved || (prefix !== "" && uri === "")) throw new EdxmlError("xml-malformed", `prefix ${JSON.stringify(prefix)} cannot be bound to ${JSON.stringify(uri.slice(0, 80))}`, { prefix });
    this.#bindings.push({ prefix, uri });
  }

  #attributes(tag: Tag): readonly XmlAttribute[] {
    const seen = new Set<string>();
    return tag.attributes.map(({ prefix, local, value }) => {
      const bound = prefix === "" ? "" : this.#lookup(prefix);
      // Sample files of 2015 write xlink:href without binding xlink: kept as an attribute without namespace, and told.
      if (bound === undefined) this.#onUnbound();
      const namespace = bound ?? "";
      const expanded = `${bound === undefined ? prefix : ""}{${namespace}}${local}`;
      if (seen.has(expanded)) throw new EdxmlError("xml-malformed", `attribute ${local} of <${tag.local}> is given twice`, { attribute: local });
      seen.add(expanded);
      return { prefix, local, namespace, value };
    });
  }

  #lookup(prefix: string): string | undefined {
    for (let i = this.#bindings.length - 1; i >= 0; i -= 1) {
      const binding = this.#bindings[i];
      if (binding !== undefined && binding.prefix === prefix) return binding.uri;
    }
    return prefix === "" ? "" : undefined;
  }
}
