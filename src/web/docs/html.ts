const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Text that is HTML already. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Html | readonly Html[] | null | false;

/** Template whose values are escaped unless they are Html themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return new Html(strings.reduce((out, string, index) => out + render(values[index - 1] ?? null) + string));
}

function render(part: Part): string {
  if (part === null || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "string" || typeof part === "number") return String(part).replaceAll(/[&<>"']/g, (char) => ESCAPES[char] ?? char);
  return part.map((one) => one.text).join("");
}

/** `code` between backticks; everything else is text. */
export function prose(text: string): Html {
  return new Html(
    text
      .split("`")
      .map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : html`${piece}`).text)
      .join(""),
  );
}
