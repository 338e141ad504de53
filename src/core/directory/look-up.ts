import { canonicalOrganId, type LocalDate } from "#edxml";
import { notFound } from "../access.ts";
import type { Agency } from "../agency.ts";
import { localDateOf } from "../calendar/local-time.ts";
import { FieldsRefused } from "../fault.ts";
import type { Clock, Page, PageRequest, Reader } from "../ports.ts";
import { agencyOf } from "./entry.ts";
import type { CodeResolution } from "./level-one.ts";
import { isClosed, sayAgencyState } from "./say-agency.ts";
import { sayCode } from "./say-code.ts";
import { readSearchQuery } from "./search-terms.ts";

export interface AgencyQuestion extends PageRequest {
  /** As typed; absent: everybody, by code. */
  readonly text?: string;
  /** Canonical or old form: only this agency and the units below. */
  readonly under?: string;
  readonly active?: boolean;
}

export interface AgencyFound {
  readonly agency: Agency;
  /** Open today: neither closed itself, nor with its level-1 agency, nor gone from the partner's list. */
  readonly active: boolean;
  /** What to know before sending to it, Vietnamese; null when all is well. */
  readonly note: string | null;
  readonly successor: Pick<Agency, "code" | "facts"> | null;
}

export interface LookingNeeds {
  readonly reader: Reader;
  readonly clock: Clock;
  readonly resolveCode: (code: string) => CodeResolution;
}

/** Tra cứu danh bạ. Throws FieldsRefused when the text holds nothing to search for. */
export async function searchAgencies(needs: LookingNeeds, question: AgencyQuestion): Promise<Page<AgencyFound>> {
  const query = question.text === undefined ? null : readSearchQuery(question.text);
  if (question.text !== undefined && query === null) {
    throw new FieldsRefused([{ field: "/query/q", code: "field-invalid", message: "Từ khóa cần ít nhất hai chữ cái hoặc một chữ số.", rule: "Mô tả API (/api/openapi.json)" }]);
  }
  const today = localDateOf(needs.clock.now());
  const { rows, next } = await needs.reader.directory.search({
    query,
    today,
    limit: question.limit,
    ...(question.after !== undefined && { after: question.after }),
    ...(question.under !== undefined && { under: canonicalOrganId(question.under.toUpperCase()) }),
    ...(question.active !== undefined && { active: question.active }),
  });
  return { rows: await found(needs, rows, today), next };
}

/** One agency by code of either form, or alias. Throws `not-found`. */
export async function agencyByCode(needs: LookingNeeds, text: string): Promise<AgencyFound> {
  const written = text.trim().normalize("NFC");
  const agency = (await needs.reader.agencies.byCode(canonicalOrganId(written))) ?? (await needs.reader.agencies.byCode(canonicalOrganId(written.toUpperCase())));
  const [one] = agency === null ? [] : await found(needs, [agency], localDateOf(needs.clock.now()));
  if (one === undefined) throw notFound("agency", written.slice(0, 60));
  return one;
}

/** Adds what the national catalogue and the validity say, and who took over. */
async function found(needs: LookingNeeds, agencies: readonly Agency[], today: LocalDate): Promise<AgencyFound[]> {
  const resolutions = new Map(agencies.map(({ code }) => [code, needs.resolveCode(code)]));
  const successorOf = (agency: Agency): string | null => {
    const resolution = resolutions.get(agency.code);
    return agency.facts.successor ?? (resolution?.kind === "closed" ? (resolution.successor?.code ?? null) : null);
  };
  const wanted = [...new Set(agencies.map(successorOf).filter((code) => code !== null))];
  const successors = new Map((await needs.reader.directory.entries(wanted)).map((entry) => [entry.code, agencyOf(entry)]));
  return agencies.map((agency) => {
    const resolution = resolutions.get(agency.code);
    const successor = successors.get(successorOf(agency) ?? "") ?? null;
    const closedAbove = resolution?.kind === "closed";
    const note = closedAbove ? sayCode(resolution) : sayAgencyState(agency, today, successor?.facts.name ?? null);
    return { agency, active: !closedAbove && !isClosed(agency, today) && agency.vanishedAt === null, note, successor };
  });
}
