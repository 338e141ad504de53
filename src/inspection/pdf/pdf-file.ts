import { LIMITS } from "../limits.ts";
import type { Source } from "../source.ts";
import { Lexer } from "./lexer.ts";
import { unpack, type Budget, type Unpacked } from "./streams.ts";
import { isKind, nameOf, type PdfDict, type PdfValue } from "./values.ts";

const WINDOW = 1024 * 1024;
const OVERLAP = 64;
const OBJECT_WINDOW = 32 * 1024;
/** Dictionaries of signatures hold their CMS; nothing else is that long. */
const LONG_OBJECT = 2 * 1024 * 1024;
const CACHED = 5_000;
const MARKS = ["/ByteRange", "/ObjStm", "/Encrypt", "/Root", "/Catalog", "%%EOF"] as const;
type Mark = (typeof MARKS)[number];

export interface PdfObject {
  readonly value: PdfValue;
  /** Where its stream begins in the file, when it has one. */
  readonly streamAt: number | null;
}

/** An object as one revision of the file wrote it; a packed one stands where its stream stands. */
export interface Definition extends PdfObject {
  readonly number: number;
  readonly offset: number;
}

/**
 * A PDF read without believing its own tables: objects are found by looking for them, the last one written counts, as readers do when they repair.
 * So a loop in the cross-reference cannot trap it and a damaged table costs nothing.
 */
export class PdfFile {
  readonly #source: Source;
  readonly #offsets = new Map<number, number>();
  readonly #starts: number[] = [];
  /** Number of the object at each start. */
  readonly #numbers: number[] = [];
  /** Everything that came out of object streams, in the order of the file. */
  readonly #unpacked: Definition[] = [];
  readonly #packed = new Map<number, PdfValue>();
  readonly #cache = new Map<number, PdfObject>();
  readonly #marks = new Map<Mark, number[]>(MARKS.map((mark) => [mark, []]));
  #roots: readonly { readonly at: number; readonly number: number }[] | undefined;
  readonly budget: Budget = { bytes: LIMITS.allStreamBytes };
  /** true: more objects than are looked at. */
  truncated = false;

  constructor(source: Source) {
    this.#source = source;
    this.#scan();
    for (const at of this.#at("/ObjStm").slice(0, LIMITS.objects)) this.#unpackObjects(at);
  }

  get size(): number {
    return this.#source.size;
  }

  get objectCount(): number {
    return this.#starts.length;
  }

  get hasEnd(): boolean {
    return this.#at("%%EOF").length > 0;
  }

  /** Offsets of the signature dictionaries, oldest first. */
  get signatureMarks(): readonly number[] {
    return this.#at("/ByteRange");
  }

  read(offset: number, length: number): Buffer {
    return this.#source.read(offset, length);
  }

  /** Encrypted files name their way of encryption beside the root. */
  get encrypted(): boolean {
    return this.#at("/Encrypt").some((at) => /^\/Encrypt\s*(\d+\s+\d+\s+R|<<)/.test(this.#source.read(at, 64).toString("latin1")));
  }

  /** What each trailer names as the root, in the order of the file. */
  get roots(): readonly { readonly at: number; readonly number: number }[] {
    return (this.#roots ??= this.#readRoots());
  }

  #readRoots(): readonly { readonly at: number; readonly number: number }[] {
    return this.#at("/Root").slice(-200).flatMap((at) => {
      const found = /^\/Root\s+(\d{1,10})\s+\d+\s+R/.exec(this.#source.read(at, 64).toString("latin1"));
      return found === null ? [] : [{ at, number: Number(found[1]) }];
    });
  }

  get catalog(): PdfDict | null {
    for (const { number } of this.roots.toReversed().slice(0, 20)) {
      const root = this.dict({ kind: "ref", number });
      if (root !== null && root.entries.has("Pages")) return root;
    }
    for (const at of this.#at("/Catalog").toReversed().slice(0, 20)) {
      const root = this.objectAround(at, OBJECT_WINDOW)?.value;
      if (isKind(root, "dict") && root.entries.has("Pages")) return root;
    }
    for (const value of this.#packed.values()) if (isKind(value, "dict") && nameOf(value.entries.get("Type")) === "Catalog") return value;
    return null;
  }

  /** The object this place of the file belongs to. */
  objectAround(at: number, window = LONG_OBJECT): PdfObject | null {
    const start = lastBefore(this.#starts, at);
    return start === null ? null : this.#parse(start, window);
  }

  /** The bytes of the object this place belongs to, from after its `obj`. */
  bytesAround(at: number): { readonly bytes: Buffer; readonly offset: number } | null {
    const offset = lastBefore(this.#starts, at);
    return offset === null ? null : { bytes: this.#source.read(offset, LONG_OBJECT), offset };
  }

  /** What was written from this place on. */
  *definitionsFrom(at: number): Iterable<Definition> {
    for (let index = firstNotBefore(this.#starts, at); index < this.#starts.length; index += 1) {
      const found = this.#definition(index);
      if (found !== null) yield found;
    }
    for (const found of this.#unpacked) if (found.offset >= at) yield found;
  }

  /** The object as it stood there; null: there was none. */
  definitionBefore(number: number, at: number): Definition | null {
    const packed = this.#unpacked.findLast((found) => found.number === number && found.offset < at) ?? null;
    for (let index = firstNotBefore(this.#starts, at) - 1; index >= 0 && (this.#starts[index] ?? 0) > (packed?.offset ?? -1); index -= 1) {
      if (this.#numbers[index] === number) return this.#definition(index);
    }
    return packed;
  }

  /** The object whose number stands at this place; null: none begins there. */
  objectAt(at: number): Definition | null {
    const index = firstNotBefore(this.#starts, at);
    const start = this.#starts[index];
    if (start === undefined || start - at > 40 || !/^\s*\d+\s+\d+\s+obj$/.test(this.#source.read(at, start - at).toString("latin1"))) return null;
    return this.#definition(index);
  }

  /** The bytes of its stream; null: it has none that can be read. */
  unpacked(object: PdfObject): Buffer | null {
    const stream = this.#streamOf(object);
    return stream?.unpacked.kind === "bytes" ? stream.unpacked.bytes : null;
  }

  #definition(index: number): Definition | null {
    const offset = this.#starts[index];
    const number = this.#numbers[index];
    if (offset === undefined || number === undefined) return null;
    const object = this.#parse(offset, OBJECT_WINDOW);
    return object === null ? null : { ...object, number, offset };
  }

  /** Follows references, a few at most. */
  value(value: PdfValue | undefined): PdfValue | undefined {
    let found = value;
    for (let hops = 0; isKind(found, "ref"); hops += 1) {
      if (hops > 8) return undefined;
      found = this.object(found.number)?.value;
    }
    return found;
  }

  dict(value: PdfValue | undefined): PdfDict | null {
    const found = this.value(value);
    return isKind(found, "dict") ? found : null;
  }

  items(value: PdfValue | undefined): readonly PdfValue[] {
    const found = this.value(value);
    return isKind(found, "array") ? found.items : [];
  }

  object(number: number): PdfObject | null {
    const known = this.#cache.get(number);
    if (known !== undefined) return known;
    const packed = this.#packed.get(number);
    const offset = this.#offsets.get(number);
    const found = packed !== undefined ? { value: packed, streamAt: null } : offset === undefined ? null : this.#parse(offset, OBJECT_WINDOW);
    if (found !== null && this.#cache.size < CACHED) this.#cache.set(number, found);
    return found;
  }

  /** Dictionary and unpacked bytes of a stream; null when the value is none. */
  stream(value: PdfValue | undefined): { readonly dict: PdfDict; readonly unpacked: Unpacked } | null {
    const object = isKind(value, "ref") ? this.object(value.number) : null;
    return object === null ? null : this.#streamOf(object);
  }

  /** Values of every object that came out of an object stream. */
  packedValues(): Iterable<PdfValue> {
    return this.#packed.values();
  }

  #at(mark: Mark): readonly number[] {
    return this.#marks.get(mark) ?? [];
  }

  #scan(): void {
    for (let start = 0; start < this.#source.size; start += WINDOW) {
      const bytes = this.#source.read(start, WINDOW + OVERLAP);
      this.#scanObjects(bytes, start);
      for (const mark of MARKS) {
        const places = this.#marks.get(mark) ?? [];
        for (let at = bytes.indexOf(mark); at >= 0 && at < WINDOW && places.length < LIMITS.objects; at = bytes.indexOf(mark, at + 1)) places.push(start + at);
      }
    }
  }

  #scanObjects(bytes: Buffer, start: number): void {
    for (let at = bytes.indexOf("obj"); at >= 0; at = bytes.indexOf("obj", at + 3)) {
      if (bytes[at - 1] === 0x64) continue; // endobj
      const head = /(?:^|[^0-9])(\d{1,10})\s{1,4}(\d{1,5})\s{0,4}$/.exec(bytes.toString("latin1", Math.max(0, at - 24), at));
      if (head === null) continue;
      if (this.#starts.length >= LIMITS.objects) {
        this.truncated = true;
        return;
      }
      const offset = start + at + 3;
      // the overlap of two windows shows some objects twice
      if (offset <= (this.#starts.at(-1) ?? -1)) continue;
      this.#offsets.set(Number(head[1]), offset);
      this.#starts.push(offset);
      this.#numbers.push(Number(head[1]));
    }
  }

  #parse(offset: number, window: number): PdfObject | null {
    const bytes = this.#source.read(offset, window);
    const lexer = new Lexer(bytes);
    const value = lexer.next();
    if (value === undefined) return null;
    if (lexer.atEnd && offset + window < this.#source.size && window < LONG_OBJECT) return this.#parse(offset, LONG_OBJECT);
    if (!isKind(value, "dict")) return { value, streamAt: null };
    if (lexer.atEnd || bytes.toString("latin1", lexer.position, lexer.position + 6) !== "stream") return { value, streamAt: null };
    const after = lexer.position + 6;
    return { value, streamAt: offset + after + (bytes[after] === 0x0d ? (bytes[after + 1] === 0x0a ? 2 : 1) : bytes[after] === 0x0a ? 1 : 0) };
  }

  #streamOf({ value, streamAt }: PdfObject): { readonly dict: PdfDict; readonly unpacked: Unpacked } | null {
    if (!isKind(value, "dict") || streamAt === null) return null;
    const length = this.#lengthOf(value, streamAt);
    if (length > LIMITS.streamBytes) return { dict: value, unpacked: { kind: "too-large" } };
    return { dict: value, unpacked: unpack(this.#source.read(streamAt, length), value, this.budget) };
  }

  /** What the dictionary says when `endstream` stands there, else as far as the next `endstream`. */
  #lengthOf(dict: PdfDict, streamAt: number): number {
    const said = this.value(dict.entries.get("Length"));
    if (typeof said === "number" && said >= 0 && streamAt + said <= this.#source.size && this.#source.read(streamAt + said, 16).toString("latin1").trimStart().startsWith("endstream")) return said;
    const bytes = this.#source.read(streamAt, LIMITS.streamBytes + 16);
    const end = bytes.indexOf("endstream");
    return end < 0 ? bytes.length : end;
  }

  /** Objects inside an object stream (ISO 32000 §7.5.7). An object written plainly later in the file still counts more. */
  #unpackObjects(mark: number): void {
    const container = lastBefore(this.#starts, mark);
    const object = container === null ? null : this.#parse(container, OBJECT_WINDOW);
    if (object === null || container === null || !isKind(object.value, "dict") || nameOf(object.value.entries.get("Type")) !== "ObjStm") return;
    const stream = this.#streamOf(object);
    if (stream === null || stream.unpacked.kind !== "bytes") {
      this.truncated = true;
      return;
    }
    const { bytes } = stream.unpacked;
    const first = this.value(stream.dict.entries.get("First"));
    const count = this.value(stream.dict.entries.get("N"));
    if (typeof first !== "number" || typeof count !== "number") return;
    const table = new Lexer(bytes.subarray(0, first));
    for (let index = 0; index < count && this.#packed.size < LIMITS.objects; index += 1) {
      const number = table.next(false);
      const offset = table.next(false);
      if (typeof number !== "number" || typeof offset !== "number") return;
      const value = new Lexer(bytes, first + offset).next();
      if (value === undefined) continue;
      this.#unpacked.push({ number, offset: container, value, streamAt: null });
      const plain = this.#offsets.get(number);
      if (plain === undefined || plain < container) this.#packed.set(number, value);
    }
  }
}

/** Largest of the ascending numbers that is not after the given one. */
function lastBefore(ascending: readonly number[], at: number): number | null {
  return ascending[firstNotBefore(ascending, at + 1) - 1] ?? null;
}

/** Place of the first of the ascending numbers that is the given one or after it. */
function firstNotBefore(ascending: readonly number[], at: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
