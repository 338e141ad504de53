/** A file kept in the blob store, named by its digest. */
export interface StoredFile {
  readonly name: string;
  readonly description: string | null;
  readonly contentId: string;
  readonly contentType: string;
  /** Of the file's own bytes, lower-case hex. */
  readonly sha256: string;
  readonly size: number;
}

/** A whole edXML envelope in the blob store, exactly as written or received. */
export interface StoredEnvelope {
  readonly sha256: string;
  readonly size: number;
}
