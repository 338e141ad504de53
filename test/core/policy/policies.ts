import { loadDocumentTypes, loadPolicyData } from "#config";
import type { LocalDate } from "#edxml";
import { sendDocumentSchema, type SendDocument } from "#src/core/outgoing/send-command";
import { buildPolicies } from "#src/core/policy/build-policies";
import type { SubmissionLimits } from "#src/core/policy/check-submission";
import { examineForReceiver, examineSubmission } from "#src/core/policy/examine";
import type { PolicyFinding } from "#src/core/policy/finding";
import type { EffectivePolicy, PolicyOverride } from "#src/core/policy/profile";

export const MiB = 1024 * 1024;
export const TODAY = "2026-11-23" as LocalDate;
export const data = loadPolicyData();
export const book = buildPolicies(data);
export const types = loadDocumentTypes();

export function day(text: string): LocalDate {
  return text as LocalDate;
}

export function profile(id: string): EffectivePolicy {
  return book.policyOf(id, TODAY);
}

export function limits(change: Partial<SubmissionLimits> = {}): SubmissionLimits {
  return { maxFileBytes: 200 * MiB, maxDocumentBytes: 400 * MiB, documentTypes: types, policyOf: (code) => book.policyFor(code, TODAY), ...change };
}

export function command(change: object = {}): SendDocument {
  return sendDocumentSchema.parse({
    sender: "G22",
    receivers: [{ organId: "H48" }],
    code: { number: "123", notation: "VPCP-KSTT" },
    issuedOn: "2026-11-20",
    issuedAt: "Hà Nội",
    documentType: "Công văn",
    subject: "V/v kết nối, liên thông văn bản điện tử",
    signer: { fullName: "Nguyễn Văn A" },
    ...change,
  });
}

export function file(name: string, size = 1000) {
  return { name, size };
}

/** What this profile says of a submission of one of its own agencies. */
export function examined(id: string, change: object = {}, files = [file("van-ban.pdf")]): readonly PolicyFinding[] {
  return examineSubmission(profile(id), command(change), files, types);
}

export function refusals(findings: readonly PolicyFinding[]): string[] {
  return findings.filter(({ severity }) => severity === "refuse").map(({ field, code }) => `${field} ${code}`);
}

export function notes(findings: readonly PolicyFinding[]): string[] {
  return findings.filter(({ severity }) => severity === "note").map(({ field, code }) => `${field} ${code}`);
}

/** What a receiver of this profile says to a sender of the national one. */
export function received(id: string, change: object = {}, files = [file("van-ban.pdf")]): readonly PolicyFinding[] {
  return examineForReceiver(profile("national"), profile(id), command(change), files, "UBND tỉnh Hà Giang (H22)");
}

export function override(change: Partial<PolicyOverride> = {}): PolicyOverride {
  return {
    id: "019aa9c4-6f00-7c3e-9f1a-0242ac120002",
    scope: "H48.06",
    version: 1,
    profile: null,
    rules: [],
    decision: { number: "15/QĐ-SKHCN", issuedOn: day("2026-11-01"), issuer: "Sở Khoa học và Công nghệ" },
    validFrom: day("2026-11-16"),
    validTo: null,
    reason: "đường truyền chưa nâng cấp",
    recordedAt: new Date("2026-11-16T02:00:00Z"),
    actor: { kind: "operator", name: "an@cli" },
    ...change,
  };
}
