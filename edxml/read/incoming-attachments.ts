import { AttachmentReader, type AttachmentInfo, type AttachmentNeeds, type ReadAttachment } from "../attachment/attachment-reader.ts";
import { checkedAttachmentName, extensionOf } from "../attachment/name.ts";
import { EdxmlError } from "../errors.ts";
import type { Warnings } from "../warnings.ts";
import { elementsOf, textOf, type XmlElement } from "../xml/tree.ts";

const CONTAINERS = new Set(["AttachmentEncoded", "edXMLAttachments", "Attachments"]);
const CONTENT = new Set(["ContentTransferEncoded", "AttachmentData"]);

/** Whether this element holds an attachment's bytes. `AttachmentData` is what home-made gateways write. */
export function isContentElement(element: XmlElement, parent: XmlElement | undefined): parent is XmlElement {
  return parent?.local === "Attachment" && CONTENT.has(element.local);
}

/** Every leading `cid:` is a prefix: the official library doubles it on each round trip. */
export function bareContentId(text: string): string {
  return text.trim().replace(/^(?:cid:)+/i, "");
}

export interface ManifestReference {
  readonly contentId: string;
  readonly name: string;
  readonly contentType: string;
  readonly description: string;
}

/** The attachments of a message in the order they arrive. Synchronous while bytes stream, `settle` between chunks. */
export class IncomingAttachments {
  readonly done: ReadAttachment[] = [];
  readonly #needs: Omit<AttachmentNeeds, "oddity">;
  readonly #warnings: Warnings;
  readonly #ids = new Set<string>();
  readonly #names = new Set<string>();
  #current: AttachmentReader | null = null;
  #closed: { reader: AttachmentReader; info: AttachmentInfo }[] = [];
  #count = 0;
  #manifest: readonly ManifestReference[] | null = null;

  constructor(needs: Omit<AttachmentNeeds, "oddity">, warnings: Warnings) {
    this.#needs = needs;
    this.#warnings = warnings;
  }

  /** The content element of `attachment` opens. */
  begin(attachment: XmlElement): void {
    if (this.#current !== null) throw new EdxmlError("element-repeated", "an attachment has two contents", { path: this.#path() });
    const path = this.#path();
    const name = value(attachment, "AttachmentName");
    // Name and type decide how the bytes are unwrapped; when one is still to come the bytes wait.
    const known = name !== "" && child(attachment, "ContentType") !== undefined && child(attachment, "ContentId") !== undefined;
    const info = known ? this.#describe(attachment, checkedAttachmentName(name)) : null;
    this.#current = new AttachmentReader({ ...this.#needs, oddity: (code) => this.#warnings.add(code, path) }, info);
  }

  fast(bytes: Buffer): boolean {
    return this.#current?.fast(bytes) ?? false;
  }

  slow(text: string): void {
    this.#current?.slow(text);
  }

  /** An element named Attachment closes; it counts when it stands in a container of attachments. */
  close(attachment: XmlElement, container: XmlElement | undefined, root: XmlElement): void {
    const reader = this.#current;
    if (container === undefined || !CONTAINERS.has(container.local)) {
      if (reader !== null) throw new EdxmlError("structure-invalid", "an attachment stands outside AttachmentEncoded", { path: "Attachment" });
      return;
    }
    if (container.local !== "AttachmentEncoded") this.#warnings.once("attachments-misplaced", container.local);
    const name = value(attachment, "AttachmentName");
    const fromManifest = name === "" ? (this.#reference(attachment, root)?.name ?? "") : "";
    if (fromManifest !== "") this.#warnings.add("attachment-name-from-manifest", this.#path(), fromManifest);
    if (reader === null) throw new EdxmlError("field-missing", "an attachment has no ContentTransferEncoded", { path: this.#path() });
    const info = this.#describe(attachment, checkedAttachmentName(name || fromManifest));
    this.#tell(attachment, info);
    this.#count += 1;
    if (this.#count > this.#needs.limits.attachments)
      throw new EdxmlError("xml-limit", `the message has more than ${this.#needs.limits.attachments} attachments`, { limit: this.#needs.limits.attachments });
    this.#current = null;
    this.#closed.push({ reader, info });
  }

  get needsSettling(): boolean {
    return this.#closed.length > 0 || (this.#current?.needsSettling ?? false);
  }

  async settle(): Promise<void> {
    while (this.#closed[0] !== undefined) {
      const { reader, info } = this.#closed[0];
      this.done.push(await reader.finish(info));
      this.#closed.shift();
    }
    await this.#current?.settle();
  }

  /** After an error: nothing stays open, nothing stays in the scratch directory. */
  async abandon(): Promise<void> {
    for (const { reader } of this.#closed) await reader.abandon();
    await this.#current?.abandon();
  }

  #describe(attachment: XmlElement, name: string): AttachmentInfo {
    const description = value(attachment, "Description");
    return {
      index: this.#count,
      contentId: bareContentId(value(attachment, "ContentId")),
      name,
      ...(description !== "" && { description }),
      contentType: value(attachment, "ContentType"),
    };
  }

  #tell(attachment: XmlElement, info: AttachmentInfo): void {
    const path = this.#path();
    const raw = value(attachment, "ContentId");
    if (info.contentId === "") this.#warnings.add("content-id-missing", path);
    else if (this.#ids.has(info.contentId)) {
      const contentId = info.contentId.slice(0, 80);
      throw new EdxmlError("attachment-duplicate", `two attachments have ContentId ${JSON.stringify(contentId)}`, { contentId });
    }
    this.#ids.add(info.contentId);
    if (/^cid:cid:/i.test(raw) || (raw !== "" && !/^cid:/i.test(raw))) this.#warnings.add("content-id-prefix", path, raw);
    if (this.#names.has(info.name)) this.#warnings.add("attachment-name-repeated", path, info.name);
    this.#names.add(info.name);
    if (extensionOf(info.name) === "") this.#warnings.add("attachment-name-without-extension", path, info.name);
  }

  #reference(attachment: XmlElement, root: XmlElement): ManifestReference | undefined {
    this.#manifest ??= readManifest(root);
    const id = bareContentId(value(attachment, "ContentId"));
    return (id !== "" ? this.#manifest.find((reference) => reference.contentId === id) : undefined) ?? this.#manifest[this.#count];
  }

  #path(): string {
    return `AttachmentEncoded/Attachment[${this.#count + 1}]`;
  }
}

/** What the manifest of the body announces, in its order. */
export function readManifest(root: XmlElement): readonly ManifestReference[] {
  const envelope = child(root, "edXMLEnvelope");
  const body = envelope && child(envelope, "edXMLBody");
  const manifest = body && child(body, "edXMLManifest");
  if (manifest === undefined) return [];
  return elementsOf(manifest)
    .filter((element) => element.local === "Reference")
    .map((reference) => ({
      contentId: bareContentId(value(reference, "ContentId")),
      name: value(reference, "AttachmentName").normalize("NFC"),
      contentType: value(reference, "ContentType"),
      description: value(reference, "Description"),
    }));
}

function child(parent: XmlElement, local: string): XmlElement | undefined {
  let found: XmlElement | undefined;
  for (const element of parent.children) {
    if (typeof element === "string" || element.local !== local) continue;
    if (found !== undefined) throw new EdxmlError("element-repeated", `${local} stands twice in ${parent.local}`, { path: `${parent.local}/${local}` });
    found = element;
  }
  return found;
}

function value(parent: XmlElement, local: string): string {
  const element = child(parent, local);
  return element === undefined ? "" : textOf(element).trim();
}
