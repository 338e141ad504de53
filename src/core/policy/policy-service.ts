import type { LocalDate } from "#edxml";
import { canonicalOrNull } from "../agency-code.ts";
import { mayActFor, notFound } from "../access.ts";
import { localDateOf } from "../calendar/local-time.ts";
import { FieldsRefused } from "../fault.ts";
import { comparePolicies } from "./diff.ts";
import { confirmPaper, notePaper, type PaperNeeds } from "./decide-paper.ts";
import { recordOverride, type OverridingNeeds } from "./override.ts";
import type { EffectivePolicy } from "./profile.ts";
import { PAPER_STATES } from "./ports.ts";
import type { PolicyService } from "./service.ts";

export type PolicyNeeds = OverridingNeeds & PaperNeeds;

export function policyService(needs: PolicyNeeds): PolicyService {
  const { policies, clock } = needs;
  const { reader } = needs.store;
  const today = (): LocalDate => localDateOf(clock.now());
  const of = async (code: string, field: string, on: LocalDate): Promise<EffectivePolicy> => {
    await policies.refresh();
    const canonical = codeOf(code, field);
    return policies.for((await reader.agencies.byCode(canonical))?.code ?? canonical, on);
  };
  return {
    policyProfiles: () => Promise.resolve({ version: policies.book.version, profiles: policies.book.profiles }),
    async policyProfile(id) {
      const profile = policies.book.lineage(id).at(-1);
      if (profile === undefined) throw notFound("policy profile", id);
      return { profile, policy: policies.book.policyOf(id, today()) };
    },
    policyOf: (code, on) => of(code, "/agency", on === undefined ? today() : (on as LocalDate)),
    async comparePolicies(sender, receiver, on = {}) {
      const [ours, theirs] = [await of(sender, "/query/sender", (on.sender ?? today()) as LocalDate), await of(receiver, "/query/receiver", (on.receiver ?? today()) as LocalDate)];
      return { sender: ours, receiver: theirs, differences: comparePolicies(ours, theirs) };
    },
    async policyOverrides(code) {
      await policies.refresh(true);
      const scope = code === undefined ? null : codeOf(code, "/query/agency");
      return policies.overrides.filter((row) => scope === null || row.scope === scope).toReversed();
    },
    overridePolicy: (command, access) => recordOverride(needs, command, access),
    async policyCheck(id, access) {
      const document = await reader.incoming.byId(id);
      if (document === null || !mayActFor(access, document.receiverCode)) throw notFound("incoming document", id);
      return reader.policies.check(id);
    },
    async noteSecretRefused(door, access) {
      await needs.store.write((tx) => tx.append({ kind: "policy.secret-refused", at: clock.now(), actor: access?.actor ?? { kind: "gateway", job: door }, facts: { door } }));
    },
    papers: ({ states, ...filter }, access) => reader.policies.papers({ ...filter, agencies: access.agencies, states: states ?? (filter.documentId === undefined ? ["promised", "mismatched"] : PAPER_STATES) }),
    confirmPaper: (id, command, access) => confirmPaper(needs, id, command, access),
    notePaper: (id, receiver, command, access) => notePaper(needs, id, codeOf(receiver, "/receiver"), command, access),
  };
}

function codeOf(text: string, field: string): string {
  const code = canonicalOrNull(text);
  if (code !== null) return code;
  throw new FieldsRefused([{ field, code: "field-invalid", message: `“${text.slice(0, 60)}” không phải mã định danh cơ quan. Mã đúng có dạng H48 hoặc H48.06.`, rule: "QĐ 20/2020/QĐ-TTg Đ.4–6" }]);
}
