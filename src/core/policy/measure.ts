export const MiB = 1024 * 1024;

/** One decimal, and never the limit itself when the size is over it. */
export function megabytes(bytes: number, limitMb = 0): string {
  const tenths = Math.round((bytes / MiB) * 10);
  const shown = bytes > limitMb * MiB ? Math.max(tenths, Math.floor(limitMb * 10) + 1) : tenths;
  return (shown / 10).toLocaleString("vi-VN", { maximumFractionDigits: 1 });
}

/** Lower case, without the dot. */
export function extensionOf(name: string): string | null {
  const at = name.lastIndexOf(".");
  return at > 0 && at < name.length - 1 ? name.slice(at + 1).toLowerCase() : null;
}
