import { z } from "zod";
import { canonicalOrganId, EdxmlError, parseOrganId } from "#edxml";

/** The canonical code of an agency out of either form (QĐ 20/2020/QĐ-TTg Đ.4–6); null for what is no code. */
export function canonicalOrNull(text: string | null): string | null {
  if (text === null) return null;
  try {
    return canonicalOrganId(parseOrganId(text));
  } catch (error) {
    if (error instanceof EdxmlError) return null;
    throw error;
  }
}

/** A code as a person types it, made canonical. */
export const agencyCode = z
  .string()
  .trim()
  .max(50)
  .transform((text, context) => {
    const code = canonicalOrNull(text);
    if (code !== null) return code;
    context.addIssue({ code: "custom", message: "Mã cơ quan: cần dạng H48 hoặc H48.06" });
    return z.NEVER;
  });
