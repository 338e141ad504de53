import * as pdfjs from "pdfjs-dist";

pdfjs.GlobalWorkerOptions.workerSrc = new URL("pdfjs-dist/build/pdf.worker.min.mjs", import.meta.url).href;

/** Reads a PDF without letting anything in it run: no evaluated code, no forms, no modules beyond our own files. */
export function openPdf(data: ArrayBuffer): pdfjs.PDFDocumentLoadingTask {
  return pdfjs.getDocument({ data, isEvalSupported: false, useWasm: false, enableXfa: false });
}
