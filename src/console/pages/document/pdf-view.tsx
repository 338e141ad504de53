import { Button } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import type { PDFDocumentLoadingTask, PDFPageProxy } from "pdfjs-dist";
import { openPdf } from "../../parts/pdf.ts";
import { Failed, Waiting } from "../../parts/states.tsx";
import { faultOfAnswer, faultOf, type Fault } from "../../api/fault.ts";

/** More than these many pages are read in a program of their own. */
const MOST_PAGES = 30;

/** The pages of a PDF as pictures: nothing in the file can act, whoever wrote it. */
export default function PdfView({ href, name }: { readonly href: string; readonly name: string }): ReactNode {
  const [pages, setPages] = useState<readonly PDFPageProxy[] | null>(null);
  const [count, setCount] = useState(0);
  const [fault, setFault] = useState<Fault | "unreadable" | null>(null);

  useEffect(() => {
    let left = false;
    let task: PDFDocumentLoadingTask | null = null;
    const open = async (): Promise<void> => {
      const answer = await fetch(href, { credentials: "same-origin" });
      if (!answer.ok) throw faultOfAnswer(answer.status, await answer.json().catch(() => null));
      task = openPdf(await answer.arrayBuffer());
      const document = await task.promise;
      const numbers = Array.from({ length: Math.min(document.numPages, MOST_PAGES) }, (_, index) => index + 1);
      const found = await Promise.all(numbers.map(async (number) => await document.getPage(number)));
      if (left) return;
      setCount(document.numPages);
      setPages(found);
    };
    setPages(null);
    setFault(null);
    open().catch((error: unknown) => {
      if (!left) setFault(error instanceof Error && /PDF|Password/.test(error.name) ? "unreadable" : faultOf(error));
    });
    return () => {
      left = true;
      void task?.destroy();
    };
  }, [href]);

  if (fault === "unreadable") return <p className="pdf-note">Tệp này không xem trước được (có thể đã đặt mật khẩu hoặc bị hỏng). Hãy tải về để mở.</p>;
  if (fault !== null) return <Failed fault={fault} />;
  if (pages === null) return <Waiting rows={10} />;
  return (
    <div className="pdf" role="document" aria-label={`Nội dung tệp ${name}`} tabIndex={0}>
      {pages.map((page) => (
        <PdfPage key={page.pageNumber} page={page} count={count} />
      ))}
      {count > pages.length && (
        <p className="pdf-note">
          Còn {count - pages.length} trang nữa. <Button type="link" href={href} download={name}>Tải cả tệp</Button>
        </p>
      )}
    </div>
  );
}

function PdfPage({ page, count }: { readonly page: PDFPageProxy; readonly count: number }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return undefined;
    const width = element.parentElement?.clientWidth ?? 700;
    const viewport = page.getViewport({ scale: (width / page.getViewport({ scale: 1 }).width) * Math.min(window.devicePixelRatio, 2) });
    element.width = viewport.width;
    element.height = viewport.height;
    const task = page.render({ canvas: element, viewport });
    task.promise.catch(() => undefined);
    return () => task.cancel();
  }, [page]);
  return <canvas ref={canvas} role="img" aria-label={`Trang ${page.pageNumber} trên ${count}`} />;
}
