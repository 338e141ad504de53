import type { XmlHandler, XmlOpen } from "#edxml";
import { FieldsRefused, HouseError } from "../../core/fault.ts";
import type { Content, Contents } from "./contents.ts";
import { NAMESPACE, SoapRefused, versionOf, XOP_NAMESPACE, type SoapVersion } from "./versions.ts";

const WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const PASSWORD_TEXT = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText";
const TOKEN = "Envelope/Header/Security/UsernameToken";
const CONTENT = "Envelope/Body/SendDocument/files/content";
const SECRECY = "Envelope/Body/SendDocument/document/secrecy";
const INCLUDE = "xop:Include";
const SECRET_LENGTH = 256;
/** Names every object of JavaScript has: as an element they would reach into the parser's own objects. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype));

/**
 * Stands between the tokenizer and the library. Takes out of a SOAP envelope what the library must not see (headers, attributes, other
 * namespaces, file contents) and writes down the rest anew: elements of our namespace and their texts. Each file content becomes its number.
 */
export class EnvelopeReader implements XmlHandler {
  version: SoapVersion | null = null;
  /** Password of a UsernameToken. */
  secret: string | null = null;
  operation: string | null = null;
  readonly #contents: Contents;
  readonly #path: string[] = [];
  readonly #clean: string[] = [];
  #content: Content | null = null;
  #included = false;
  #letters = false;
  #secrecy = "";
  #securityMustBeUnderstood = false;
  #headerSeen = false;
  #filesSeen = false;

  constructor(contents: Contents) {
    this.#contents = contents;
  }

  /** Everything before the body has been read. */
  get headersRead(): boolean {
    return this.operation !== null;
  }

  /** The request as the library reads it. */
  get clean(): string {
    return `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>${this.#clean.join("")}</soap:Body></soap:Envelope>`;
  }

  get inBulk(): boolean {
    return this.#content !== null;
  }

  open(element: XmlOpen): void {
    const where = this.#path.join("/");
    if (where === "") this.#openEnvelope(element);
    else if (where === "Envelope") this.#openChild(element);
    else if (where === "Envelope/Header") this.#openHeader(element);
    else if (where === "Envelope/Header/Security") this.#openSecurity(element);
    else if (where === TOKEN) this.#openToken(element);
    else if (where.startsWith("Envelope/Header/")) this.#path.push("?");
    else if (this.#content !== null) this.#openInclude(element, this.#content);
    else this.#openBody(element, where);
  }

  close(): void {
    const where = this.#path.join("/");
    const name = this.#path.pop() ?? "";
    if (where === "Envelope/Body" && this.operation === null) throw misshapen("the body is empty");
    if (where === SECRECY && !/^(?:khong)?$/i.test(this.#secrecy.trim())) this.#contents.keepNothing(); // QĐ 28/2018 Đ.1.2: not even on the way
    if (!where.startsWith("Envelope/Body/") || name === INCLUDE) return;
    if (where === CONTENT && this.#content !== null) {
      if (this.#included && this.#letters) throw misshapen("a content is both base64 and an xop:Include");
      this.#contents.finish(this.#content);
      this.#clean.push(String(this.#content.index));
      this.#content = null;
    }
    this.#clean.push(`</${name}>`);
  }

  text(value: string): void {
    const where = this.#path.join("/");
    if (this.#content !== null) this.bulk(Buffer.from(value, "latin1"));
    else if (where === `${TOKEN}/Password`) this.#addSecret(value);
    else if (where.startsWith("Envelope/Body/")) {
      if (where === SECRECY) this.#secrecy += value.slice(0, 100);
      this.#clean.push(value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
    }
  }

  bulk(bytes: Buffer): boolean {
    if (this.#content === null || bytes.includes("&")) return false; // Java writes the line ends of base64 as &#13;
    this.#letters ||= /[^ \t\r\n]/.test(bytes.toString("latin1"));
    this.#contents.addBase64(this.#content, bytes);
    return true;
  }

  comment(): void {
    // says nothing
  }

  oddity(): void {
    // CDATA is text like any other; a byte-order mark is harmless
  }

  #openEnvelope(element: XmlOpen): void {
    this.version = element.local === "Envelope" ? versionOf(element.namespace) : null;
    if (element.local !== "Envelope") throw misshapen("its root is no Envelope");
    if (this.version === null) throw new SoapRefused("VersionMismatch", "the envelope is of no SOAP version we speak", { namespace: element.namespace.slice(0, 200) });
    this.#path.push("Envelope");
  }

  #openChild(element: XmlOpen): void {
    const known = element.namespace === this.version?.namespace && (element.local === "Header" || element.local === "Body");
    if (!known) throw misshapen("the envelope holds something besides one Header and one Body");
    if (this.operation !== null || (element.local === "Header" && this.#headerSeen)) throw misshapen("Header and Body stand once each, in this order");
    this.#headerSeen = true;
    this.#path.push(element.local);
  }

  #openHeader(element: XmlOpen): void {
    const must = element.attributes.some(({ local, namespace, value }) => local === "mustUnderstand" && namespace === this.version?.namespace && /^\s*(?:1|true)\s*$/.test(value));
    const security = element.namespace === WSSE && element.local === "Security";
    if (must && !security) throw notUnderstood(element);
    this.#securityMustBeUnderstood = must;
    this.#path.push(security ? "Security" : "?");
  }

  /** A Timestamp is left to TLS; a signature we do not check must not pass as checked. */
  #openSecurity(element: XmlOpen): void {
    const token = element.namespace === WSSE && element.local === "UsernameToken";
    const timestamp = element.namespace === WSU && element.local === "Timestamp";
    if (!token && !timestamp && this.#securityMustBeUnderstood) throw notUnderstood(element);
    if (token && this.secret !== null) throw misshapen("there is more than one UsernameToken");
    this.#path.push(token ? "UsernameToken" : "?");
  }

  #openToken(element: XmlOpen): void {
    const password = element.namespace === WSSE && element.local === "Password";
    if (password) {
      const type = element.attributes.find(({ local, namespace }) => local === "Type" && namespace === "")?.value ?? PASSWORD_TEXT;
      // A digest can only be checked by who knows the key; we keep only its hash.
      if (type !== PASSWORD_TEXT || this.secret !== null) throw new HouseError("credentials-missing", "the UsernameToken has no single Password of type PasswordText");
      this.secret = "";
    }
    this.#path.push(password ? "Password" : "?");
  }

  #addSecret(value: string): void {
    this.secret = `${this.secret ?? ""}${value}`;
    if (this.secret.length > SECRET_LENGTH) throw new HouseError("credentials-missing", "the password of the UsernameToken is far longer than any key");
  }

  #openBody(element: XmlOpen, where: string): void {
    if (element.namespace !== NAMESPACE) throw unknownElement(element, `its namespace is not ${NAMESPACE}`);
    if (INHERITED.has(element.local)) throw unknownElement(element, "there is no such element");
    if (where === "Envelope/Body") {
      if (this.operation !== null) throw misshapen("the body holds more than one operation");
      this.operation = element.local;
      this.#clean.push(`<${element.local} xmlns="${NAMESPACE}">`);
    } else this.#clean.push(`<${element.local}>`);
    this.#path.push(element.local);
    const here = this.#path.join("/");
    if (here === "Envelope/Body/SendDocument/files") this.#filesSeen = true;
    if (here === "Envelope/Body/SendDocument/document" && this.#filesSeen) {
      throw new FieldsRefused([{ field: "/document", code: "field-invalid", message: "Phần “document” phải đứng trước các “files”.", rule: "Mô tả dịch vụ (/soap/v1?wsdl)" }]);
    }
    if (here !== CONTENT) return;
    this.#content = this.#contents.begin();
    this.#included = false;
    this.#letters = false;
  }

  #openInclude(element: XmlOpen, content: Content): void {
    const href = element.attributes.find(({ local, namespace }) => local === "href" && namespace === "")?.value;
    if (this.#path.at(-1) === INCLUDE || element.namespace !== XOP_NAMESPACE || element.local !== "Include" || href === undefined) throw unknownElement(element, "a content holds base64 or one xop:Include with href");
    if (this.#included) throw misshapen("a content has two xop:Include");
    content.cid = contentIdOf(href);
    this.#included = true;
    this.#path.push(INCLUDE);
  }
}

/** `cid:` URL to the Content-ID it names (RFC 2392: percent-encoded). */
function contentIdOf(href: string): string {
  const [, encoded] = /^cid:(.{1,200})$/i.exec(href.trim()) ?? [];
  try {
    if (encoded !== undefined) return decodeURIComponent(encoded);
  } catch {
    // not percent-encoded UTF-8: no name of a part
  }
  throw new HouseError("request-invalid", "the href of an xop:Include is no cid: of this message; nothing else is ever fetched", { href: href.slice(0, 200) });
}

function notUnderstood(element: XmlOpen): SoapRefused {
  return new SoapRefused("MustUnderstand", "a header demands to be understood and is not", { header: `{${element.namespace.slice(0, 200)}}${element.local.slice(0, 100)}` });
}

function unknownElement(element: XmlOpen, why: string): HouseError {
  return new HouseError("request-invalid", `an element of the body is refused: ${why}`, { element: element.local.slice(0, 100), namespace: element.namespace.slice(0, 200) });
}

function misshapen(why: string): HouseError {
  return new HouseError("request-invalid", `the SOAP envelope is refused: ${why}`, { reason: why });
}
