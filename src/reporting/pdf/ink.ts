import type { FontStyle, PdfFont, Run } from "./font.ts";

/** The drawing of one page: text and lines, in points from the lower left corner. */
export class Ink {
  readonly #fonts: Readonly<Record<FontStyle, PdfFont>>;
  #drawn = "";

  constructor(fonts: Readonly<Record<FontStyle, PdfFont>>) {
    this.#fonts = fonts;
  }

  get content(): string {
    return this.#drawn;
  }

  text(text: string | Run, x: number, y: number, size: number, style: FontStyle = "regular"): void {
    const run = typeof text === "string" ? this.#fonts[style].run(text) : text;
    if (run.hex === "") return;
    this.#drawn += `BT /${style} ${size} Tf 1 0 0 1 ${round(x)} ${round(y)} Tm <${run.hex}> Tj ET\n`;
  }

  /** `align` 0 left, 0.5 centred, 1 right, in the space of this width. */
  aligned(text: string | Run, x: number, y: number, width: number, align: number, size: number, style: FontStyle = "regular"): void {
    const run = typeof text === "string" ? this.#fonts[style].run(text) : text;
    this.text(run, x + (width - (run.width * size) / 1000) * align, y, size, style);
  }

  line(x1: number, y1: number, x2: number, y2: number, width = 0.5): void {
    this.#drawn += `${width} w ${round(x1)} ${round(y1)} m ${round(x2)} ${round(y2)} l S\n`;
  }

  fill(x: number, y: number, width: number, height: number, grey: number): void {
    this.#drawn += `${grey} g ${round(x)} ${round(y)} ${round(width)} ${round(height)} re f 0 g\n`;
  }

  /** The number of pages, which is only known when the last one is written. */
  pageTotal(x: number, y: number): void {
    this.#drawn += `q 1 0 0 1 ${round(x)} ${round(y)} cm /Total Do Q\n`;
  }
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100);
}
