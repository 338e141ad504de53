import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Bytes that can be read anywhere. Inspection runs in threads of its own, so reading is synchronous and simple. */
export interface Source {
  readonly size: number;
  /** Fewer bytes than asked at the end; the caller does not change them. */
  read(offset: number, length: number): Buffer;
}

export interface OpenSource extends Source {
  close(): void;
}

/** Files up to here are read once; larger ones piece by piece, so that 200 MB cost no more memory than this. */
const WHOLE_UP_TO = 8 * 1024 * 1024;

export function fileSource(path: string): OpenSource {
  const fd = openSync(path, "r");
  const { size } = fstatSync(fd);
  const close = () => closeSync(fd);
  if (size <= WHOLE_UP_TO) return { ...bufferSource(readAt(fd, 0, size)), close };
  return { size, read: (offset, length) => readAt(fd, offset, Math.max(0, Math.min(length, size - offset))), close };
}

export function bufferSource(bytes: Buffer): Source {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

function readAt(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const got = readSync(fd, bytes, filled, length - filled, offset + filled);
    if (got === 0) break;
    filled += got;
  }
  return bytes.subarray(0, filled);
}
