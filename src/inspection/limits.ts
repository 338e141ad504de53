const MiB = 1024 * 1024;

/** What one file may cost. Chosen so that an honest file of an agency never meets them and a hostile one ends early; what is cut is said in the finding. */
export const LIMITS = {
  /** Pages of a PDF whose text is read: the first and the last. A stamp stands on the first page of a document or of an appendix bound behind it. */
  firstPages: 5,
  lastPages: 1,
  /** Unpacked bytes of one stream, and of all streams of one PDF. */
  streamBytes: 8 * MiB,
  allStreamBytes: 48 * MiB,
  objects: 300_000,
  pageOperators: 400_000,
  annotations: 200,
  signatures: 50,
  /** Digested for the signatures of one file, all together, and at a time. */
  digestBytes: 2 * 1024 * MiB,
  digestChunk: MiB,
  /** Entries of a zip that are looked at, how far into each, and how deep zips in zips are opened. */
  zipEntries: 1_000,
  zipHeadBytes: 4_096,
  zipDepth: 2,
  /** Entries of a zip that are inspected as files of their own. */
  innerFileBytes: 8 * MiB,
  innerFilesBytes: 48 * MiB,
  /** A part of a DOCX or ODT. */
  partBytes: 16 * MiB,
  /** Unpacked to packed; ordinary office files stay below 60. */
  ratio: 200,
  unpackedBytes: 2 * 1024 * MiB,
  textBytes: 64 * MiB,
} as const;
