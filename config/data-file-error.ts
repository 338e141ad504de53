import type { Facts } from "#edxml";

/** A data file of the package is unusable. The message names file, line and field; the program must not start. */
export class DataFileError extends Error {
  override readonly name = "DataFileError";
  readonly code = "data-file-invalid";
  readonly blame = "us";
  readonly retry = "never";
  readonly facts: Facts;
  readonly hint = "correct the named line and start again";

  constructor(message: string, facts: Facts, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.facts = facts;
  }
}
