import type { DecidedRules } from "./profile.ts";

/** Tên tài khoản as the profile writes it: `nvan.stttt` in Hà Giang (1690/QĐ-UBND Đ.3.2), `annv.stttt` in Đắk Nông (01/2022/QĐ-UBND Đ.7.2.a). */
export function accountNameFits(rules: DecidedRules, name: string): boolean {
  return new RegExp(rules["account-name"].value.pattern, "u").test(name);
}

/** The name a profile of this order gives a person. `unit` is the abbreviation of the unit. */
export function accountNameFor(order: "initials-first" | "name-first", fullName: string, unit: string): string {
  const words = plain(fullName).split(" ").filter((word) => word !== "");
  const given = words.at(-1) ?? "";
  const initials = words.slice(0, -1).map((word) => word.charAt(0)).join("");
  return `${order === "initials-first" ? initials + given : given + initials}.${plain(unit).replaceAll(" ", "")}`;
}

function plain(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").replaceAll(/[đĐ]/g, "d").toLowerCase().replaceAll(/[^a-z0-9 ]/g, " ");
}
