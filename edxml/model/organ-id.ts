import { EdxmlError } from "../errors.ts";

/** Mã định danh cơ quan, as written by its owner: QCVN 102 form (`000.00.15.H51`), QĐ 20/2020 form (`H51.15`), enterprise number or Zxx scheme. */
export type OrganId = string & { readonly __brand: "OrganId" };

/**
 * Which grammar a code follows: `legacy` QCVN 102:2016 (13 characters, level 1 last), `current` QĐ 20/2020 Đ.4 (level 1 first),
 * `enterprise` Đ.5 (tax number), `other-scheme` Đ.6 (Zxx), `unknown` what the wire also carries (`02.29.W00`, `vxp.saas.03`).
 */
export type OrganIdKind = "legacy" | "current" | "enterprise" | "other-scheme" | "unknown";

/** QĐ 20/2020 Đ.4: at most 35 characters. */
export const ORGAN_ID_LENGTH = 35;
/** What we still read; longer is refused. */
export const ORGAN_ID_READING_LENGTH = 50;

const LEGACY = /^([0-9]{3})\.([0-9]{2})\.([0-9]{2})\.([A-Y][0-9]{2})$/;
const CURRENT = /^[A-Y][0-9]{2}(?:\.[0-9A-Z]+)*$/;
const ENTERPRISE = /^[0-9]{10}(?:-?[0-9]{3})?$/;
const OTHER_SCHEME = /^Z(?!00)[0-9]{2}.{1,32}$/;
// White space, a comma (it separates the parts of a document id) and markup never belong to a code of any scheme.
const FORBIDDEN = /[\s,<>&"\p{Cc}]/u;

/**
 * Trims, normalises to NFC and checks what can be read at all: 1 to 50 characters without space, comma or markup.
 * Deliberately tolerant (peers use codes of no grammar); `organIdKind` tells the grammar. Throws `organ-id-invalid`.
 */
export function parseOrganId(text: string): OrganId {
  const id = text.trim().normalize("NFC");
  const found = text.slice(0, 60);
  if (id.length === 0 || id.length > ORGAN_ID_READING_LENGTH)
    throw new EdxmlError("organ-id-invalid", `organ id ${JSON.stringify(found)} is empty or longer than ${ORGAN_ID_READING_LENGTH}`, { found });
  if (!isOrganId(id)) throw new EdxmlError("organ-id-invalid", `organ id ${JSON.stringify(found)} holds a character no code has`, { found });
  return id;
}

function isOrganId(text: string): text is OrganId {
  return !FORBIDDEN.test(text);
}

export function organIdKind(id: OrganId): OrganIdKind {
  if (LEGACY.test(id)) return "legacy";
  if (id.length <= ORGAN_ID_LENGTH && CURRENT.test(id)) return "current";
  if (ENTERPRISE.test(id)) return "enterprise";
  if (OTHER_SCHEME.test(id)) return "other-scheme";
  return "unknown";
}

/**
 * The one form to compare codes in: `000.00.15.H51` → `H51.15`; everything else stays. Groups are reversed and all-zero groups
 * at the end dropped, inner ones kept. A catalogue's alias table goes before this computation.
 */
export function canonicalOrganId(id: string): string {
  const parts = LEGACY.exec(id);
  if (parts === null) return id;
  const groups = parts.slice(1).toReversed();
  while (groups.length > 1 && /^0+$/.test(groups.at(-1) ?? "")) groups.pop();
  return groups.join(".");
}

/** The 13-character form of a code, `H51.15` → `000.00.15.H51`; null when it has none (`H55.242`, `H37.DN.001`). */
export function legacyOrganId(id: OrganId): string | null {
  if (LEGACY.test(id)) return id;
  if (!CURRENT.test(id)) return null;
  const [level1 = "", level2 = "00", level3 = "00", level4 = "000", ...more] = id.split(".");
  const legacy = `${level4}.${level3}.${level2}.${level1}`;
  const reversible = more.length === 0 && LEGACY.test(legacy) && canonicalOrganId(legacy) === id;
  return reversible ? legacy : null;
}

/** `H51` for every code under the People's Committee of H51; null when the grammar does not tell. */
export function levelOneCode(id: OrganId): string | null {
  const canonical = canonicalOrganId(id);
  return CURRENT.test(canonical) ? canonical.slice(0, 3) : null;
}
