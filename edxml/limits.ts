/** What one message may cost before it is refused. All sizes in bytes. */
export interface ReadLimits {
  /** The whole message as received. */
  readonly messageBytes: number;
  /** One attachment after decoding and unzipping. */
  readonly attachmentBytes: number;
  readonly attachments: number;
  /** Unzipped size over zipped size, looked at above 256 MiB. */
  readonly zipRatio: number;
  readonly depth: number;
  readonly elements: number;
  readonly attributes: number;
  readonly nameLength: number;
  /** One tag with its attributes. */
  readonly tagBytes: number;
  /** One text outside an attachment's content. */
  readonly textBytes: number;
  /** Everything outside the attachments' content. */
  readonly headerBytes: number;
}

const MIB = 1024 * 1024;

/** Above everything real: no sender is known over 50 MB, a header to 1000 receivers has 0.5 MB. */
export const DEFAULT_LIMITS: ReadLimits = {
  messageBytes: 3 * 1024 * MIB,
  attachmentBytes: 2 * 1024 * MIB,
  attachments: 500,
  zipRatio: 200,
  depth: 32,
  elements: 50_000,
  attributes: 32,
  nameLength: 128,
  tagBytes: 16 * 1024,
  textBytes: 256 * 1024,
  headerBytes: 8 * MIB,
};
