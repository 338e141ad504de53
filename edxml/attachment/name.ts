import { EdxmlError } from "../errors.ts";

/** Formats that are zip archives themselves: a zip around them is told apart by looking inside. */
const ZIP_BASED = new Set(["zip", "jar", "docx", "docm", "dotx", "xlsx", "xlsm", "xltx", "xlsb", "pptx", "pptm", "ppsx", "vsdx", "odt", "ods", "odp", "odg", "epub", "ofd", "asice", "asics", "xps", "kmz", "apk"]);
/** Archives that stay what they are whatever is inside. */
const ARCHIVES = new Set(["zip", "jar", "apk", "kmz"]);
const DEVICES = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
// Path separators, drive colon, control and format characters (the last include the marks that reverse reading order).
const UNSAFE = /[/\\:\p{Cc}\p{Cf}\u2028\u2029]/u;
const NAME_LENGTH = 255;

/** The lower-case extension without the dot, "" when there is none. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  return dot > 0 && dot < name.length - 1 ? name.slice(dot + 1).toLowerCase() : "";
}

export function isZipBased(extension: string): boolean {
  return ZIP_BASED.has(extension);
}

export function isArchive(extension: string): boolean {
  return ARCHIVES.has(extension);
}

/**
 * A name that can be shown and used as a file name anywhere: no path, no device, no control or direction marks, 1 to 255 characters.
 * Returns it trimmed and in NFC. Throws `attachment-name-unsafe`: a message that tries this is not opened.
 */
export function checkedAttachmentName(text: string): string {
  const name = text.trim().normalize("NFC");
  const found = JSON.stringify(name.slice(0, 80));
  if (name === "" || name.length > NAME_LENGTH || /^\.+$/.test(name) || UNSAFE.test(name) || DEVICES.test(name))
    throw new EdxmlError("attachment-name-unsafe", `attachment name ${found} is empty, too long, a path or a device`, { found });
  return name;
}
