import { megabytes } from "./measure.ts";
import { CATEGORY_TEXTS, RULE_NAMES, RULE_TEXTS, type MetadataField, type RuleName, type RuleValue } from "./rules.ts";
import type { DecidedRule, EffectivePolicy } from "./profile.ts";
import { URGENCY_TEXTS } from "./check-form.ts";
import { FIELD_TEXTS } from "./metadata.ts";

/** One rule that differs between two policies, as people read it. */
export interface PolicyDifference {
  readonly rule: RuleName;
  readonly title: string;
  readonly sender: SaidRule;
  readonly receiver: SaidRule;
  /** The receiver takes less: what decides whether a document can be delivered. */
  readonly receiverIsStricter: boolean;
}

export interface SaidRule {
  readonly value: RuleValue<RuleName>;
  readonly text: string;
  readonly article: string;
  readonly profile: string;
}

/** What a letter from one to the other meets. */
export function comparePolicies(sender: EffectivePolicy, receiver: EffectivePolicy): PolicyDifference[] {
  return RULE_NAMES.flatMap((rule): PolicyDifference[] => {
    const [ours, theirs] = [sender.rules[rule], receiver.rules[rule]];
    if (JSON.stringify(ours.value) === JSON.stringify(theirs.value)) return [];
    return [{ rule, title: RULE_TEXTS[rule], sender: sayDecided(ours), receiver: sayDecided(theirs), receiverIsStricter: isStricter(ours, theirs) }];
  });
}

export function sayDecided(rule: DecidedRule): SaidRule {
  return { value: rule.value, text: sayRule(rule), article: rule.article, profile: rule.label };
}

/** The value of a rule in words. */
export function sayRule({ rule, value }: Pick<DecidedRule, "rule" | "value">): string {
  const as = <Name extends RuleName>(): RuleValue<Name> => value as RuleValue<Name>;
  switch (rule) {
    case "secrecy":
      return "không có độ mật";
    case "file-formats":
    case "main-file-formats":
      return as<"file-formats">().extensions.map((extension) => `.${extension}`).join(" ");
    case "file-size":
    case "document-size":
      return sayLimit(as<"file-size">().maxMb);
    case "file-name": {
      const { maxLength, characters } = as<"file-name">();
      return [maxLength === null ? "không giới hạn độ dài" : `tối đa ${maxLength} ký tự`, characters === "any" ? "mọi ký tự hợp lệ" : "chỉ chữ không dấu, số, dấu chấm, gạch nối, gạch dưới"].join(", ");
    }
    case "text":
      return "Unicode dựng sẵn theo TCVN 6909:2001";
    case "metadata": {
      const { required, expected } = as<"metadata">();
      const names = (fields: readonly MetadataField[]): string => fields.map((field) => FIELD_TEXTS[field]).join(", ");
      return `bắt buộc: ${names(required)}${expected.length === 0 ? "" : `; nên có: ${names(expected)}`}`;
    }
    case "document-types":
      return as<"document-types">().list === "any" ? "danh mục riêng" : "29 loại của NĐ 30/2020 và văn bản quy phạm pháp luật";
    case "numbering":
      return as<"numbering">().abbreviation ? "ký hiệu có chữ viết tắt của tên loại" : "theo hướng dẫn riêng";
    case "urgency":
      return as<"urgency">().levels.map((level) => URGENCY_TEXTS[level]).join(", ");
    case "forbidden-categories": {
      const { categories } = as<"forbidden-categories">();
      return categories.length === 0 ? "ngoài bí mật nhà nước, không cấm thêm" : categories.map((category) => CATEGORY_TEXTS[category]).join("; ");
    }
    case "signature": {
      const { unsigned, issuer } = as<"signature">();
      return `${unsigned === "refuse" ? "không ký số thì từ chối" : "không ký số thì chỉ để biết"}; ${issuer === "any" ? "chứng thư được công nhận" : "chứng thư của Ban Cơ yếu Chính phủ"}`;
    }
    case "virus-scan": {
      const { infected, unscanned } = as<"virus-scan">();
      return `có mã độc thì ${infected === "refuse" ? "từ chối" : "tạm giữ"}; chưa quét được thì ${unscanned === "hold" ? "tạm giữ" : "đánh dấu rồi cho đi"}`;
    }
    case "paper": {
      const { otherwise, electronicOnly, waivedBySignature } = as<"paper">();
      const base = otherwise === "electronic-only" ? "chỉ điện tử" : "kèm bản giấy";
      return [base, ...(electronicOnly.length === 0 ? [] : ["có danh mục hoàn toàn điện tử"]), ...(waivedBySignature === null ? [] : ["ký số thì không phải kèm giấy, trừ loại phải lưu giấy"])].join("; ");
    }
    case "account-name":
      return `như ${as<"account-name">().example}`;
    case "network":
      return as<"network">().class === "internet" ? "Internet" : "mạng truyền số liệu chuyên dùng";
  }
}

function sayLimit(maxMb: number | null): string {
  return maxMb === null ? "theo giới hạn của cổng" : `tối đa ${megabytes(maxMb * 1024 * 1024, maxMb)} MB`;
}

function isStricter(sender: DecidedRule, receiver: DecidedRule): boolean {
  const { rule } = receiver;
  if (rule === "file-size" || rule === "document-size") return limitOf(receiver) < limitOf(sender);
  if (rule === "file-formats" || rule === "main-file-formats") return !isPart(valueOf<"file-formats">(sender).extensions, valueOf<"file-formats">(receiver).extensions);
  if (rule === "forbidden-categories") return !isPart(valueOf<"forbidden-categories">(receiver).categories, valueOf<"forbidden-categories">(sender).categories);
  if (rule !== "file-name") return false;
  const [ours, theirs] = [valueOf<"file-name">(sender), valueOf<"file-name">(receiver)];
  return (theirs.maxLength ?? Infinity) < (ours.maxLength ?? Infinity) || (theirs.characters === "letters-digits" && ours.characters === "any");
}

function limitOf(rule: DecidedRule): number {
  return valueOf<"file-size">(rule).maxMb ?? Infinity;
}

function valueOf<Name extends RuleName>({ value }: DecidedRule): RuleValue<Name> {
  return value as RuleValue<Name>;
}

function isPart<Item>(some: readonly Item[], all: readonly Item[]): boolean {
  return some.every((item) => all.includes(item));
}
