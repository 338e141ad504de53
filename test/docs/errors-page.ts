import { ADAPTER_FAULTS } from "#adapters/errors";
import { EDXML_FAULTS } from "#edxml";
import { HOUSE_FAULTS } from "#src/core/fault";
import { HOUSE_FAULT_TEXTS } from "#src/core/fault-texts";

/** `docs/errors.md`, from the tables the program throws by. */
export function errorsPage(): string {
  return [
    "# Errors",
    "",
    "Every error has a stable `code`, who has to act (`blame`), whether the same can succeed later (`retry`), facts, a hint and its cause.",
    "This page is written from the tables in the code by `npm run docs`; a test fails when it is stale.",
    "",
    "| blame | who acts | REST | exit code of the CLI |",
    "|---|---|---|---|",
    "| caller | the calling system or person | 4xx | 2 |",
    "| partner | the other side | 502 | 3 |",
    "| trust | whoever answers for the key | 422 | 4 |",
    "| infrastructure | nobody: it is tried again | 503 with Retry-After | 5 |",
    "| us | the makers; give them the reference | 500 | 70 |",
    "",
    "## The house",
    "",
    "| code | REST | blame | retry | văn thư đọc | cần làm |",
    "|---|---|---|---|---|---|",
    ...rowsOf(HOUSE_FAULTS).map(([code, { http, blame, retry }]) => `| \`${code}\` | ${http} | ${blame} | ${retry} | ${HOUSE_FAULT_TEXTS[code].title} | ${HOUSE_FAULT_TEXTS[code].advice.replaceAll("|", "\\|")} |`),
    "",
    "## The format (`edxml/`)",
    "",
    ...plainTable(EDXML_FAULTS),
    "",
    "## The wires (`adapters/`)",
    "",
    ...plainTable(ADAPTER_FAULTS),
    "",
  ].join("\n");
}

function plainTable(faults: Readonly<Record<string, { readonly blame: string; readonly retry: string }>>): string[] {
  return ["| code | blame | retry |", "|---|---|---|", ...Object.entries(faults).map(([code, { blame, retry }]) => `| \`${code}\` | ${blame} | ${retry} |`)];
}

function rowsOf<Code extends string, Row>(table: Readonly<Record<Code, Row>>): [Code, Row][] {
  return Object.entries(table) as [Code, Row][];
}
