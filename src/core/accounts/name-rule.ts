import { localDateOf } from "../calendar/local-time.ts";
import type { FieldProblem } from "../fault.ts";
import { accountNameFits, accountNameFor } from "../policy/account-name.ts";
import type { Policies } from "../policy/policies.ts";
import type { Clock } from "../ports.ts";

/** Whose name the examples of the policies write. */
const EXAMPLE = { fullName: "Nguyễn Văn An", unit: "stttt" } as const;

/**
 * What is wrong with the name of an account by the policy of the agency; null: nothing, or no agency. Hà Giang and Đắk Nông put the parts
 * of a person's name in opposite orders (1690/QĐ-UBND Đ.3.2, 01/2022/QĐ-UBND Đ.7.2), and their example says which.
 */
export async function nameProblemOf({ policies, clock }: { readonly policies: Policies; readonly clock: Clock }, userName: string, fullName: string, agency: string | undefined): Promise<FieldProblem | null> {
  if (agency === undefined) return null;
  await policies.refresh();
  const { rules, profile } = policies.for(agency, localDateOf(clock.now()));
  const { example } = rules["account-name"].value;
  const order = (["initials-first", "name-first"] as const).find((each) => accountNameFor(each, EXAMPLE.fullName, EXAMPLE.unit) === example);
  const [person = "", ...unit] = userName.split(".");
  const wanted = order === undefined ? null : accountNameFor(order, fullName, unit.join(""));
  // people of the same name are told apart by a number, where the pattern allows one (01/2022/QĐ-UBND Đ.7.2.b)
  const fits = accountNameFits(rules, userName) && (wanted === null || `${person.replace(/\d+$/, "")}.${unit.join(".")}` === wanted);
  if (fits) return null;
  const shown = wanted === null || unit.length === 0 ? example : wanted;
  return {
    field: "/userName",
    code: "field-invalid",
    message: `Tên tài khoản: quy định của ${agency} yêu cầu dạng như “${shown}”.`,
    rule: "docs/accounts.md",
    found: userName,
    allowed: shown,
    profile: `${profile.id} bản ${profile.version}`,
  };
}
