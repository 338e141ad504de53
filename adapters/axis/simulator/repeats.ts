/** Which sends were seen lately, those still being written included: a client repeats a send while the first is under way. */
export class RepeatWindow {
  readonly #seen = new Map<string, { readonly at: number; readonly docId: Promise<string> }>();

  /** The earlier send with this key, at most `windowMs` old. */
  find(key: string, now: number, windowMs: number): Promise<string> | null {
    const earlier = this.#seen.get(key);
    return earlier === undefined || now - earlier.at > windowMs ? null : earlier.docId;
  }

  note(key: string, now: number, docId: Promise<string>): void {
    this.#seen.delete(key);
    this.#seen.set(key, { at: now, docId });
    // A send that failed is no earlier send.
    docId.catch(() => {
      if (this.#seen.get(key)?.docId === docId) this.#seen.delete(key);
    });
    // Insertion order is age: the oldest go first.
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= 100_000) return;
      this.#seen.delete(oldest);
    }
  }
}

/** What makes two sends the same one. */
export function repeatKey(message: { readonly kind: string; readonly from: string; readonly documentId: string; readonly sha256: string }): string {
  return JSON.stringify([message.kind, message.from, message.documentId, message.sha256]);
}
