/**
 * The name a file goes by: composed (NFC) and without any folder in front, as browsers of Windows and attackers send it.
 * Whether the rest is allowed is decided with all other rules of a submission.
 */
export function bareFileName(given: string): string {
  return given.normalize("NFC").split(/[\\/]/).at(-1)?.trim() ?? "";
}
