/** A name every receiver takes: no accents, only letters, digits, dot, dash and underscore, at most `max` characters, the extension kept. */
export function safeName(name: string, max: number): string {
  const at = name.lastIndexOf(".");
  const stem = plain(at > 0 ? name.slice(0, at) : name).replaceAll(".", "-");
  const extension = at > 0 ? plain(name.slice(at + 1)).slice(0, 10).toLowerCase() : "";
  const room = Math.max(1, max - (extension === "" ? 0 : extension.length + 1));
  const short = stem.slice(0, room).replace(/[-_]+$/, "") || "tep";
  return extension === "" ? short : `${short}.${extension}`;
}

function plain(text: string): string {
  return text
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll("đ", "d")
    .replaceAll("Đ", "D")
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replaceAll(/-{2,}/g, "-")
    .replace(/^-+/, "");
}
