/** SQL: nobody has to decide about a stamp of secrecy on this document before it may be shown. `alias` is its table's or entity's. */
export function notHeld(alias: string): string {
  return `(${alias}.hold IS NULL OR ${alias}.hold->>'state' <> 'held')`;
}
