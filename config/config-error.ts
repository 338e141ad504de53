/** The settings are unusable. Every problem names its variable; the program must not start. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly code = "configuration-invalid";
  readonly blame = "caller";
  readonly retry = "never";
  readonly facts: { readonly problems: readonly string[] };
  readonly hint = "correct the named variables and start again";

  constructor(problems: readonly string[], cause?: unknown) {
    super(`configuration invalid: ${problems.join("; ")}`, cause === undefined ? undefined : { cause });
    this.facts = { problems };
  }
}
