import { DownloadOutlined, EyeOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { lazy, Suspense, useState, type ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { Badge } from "../../parts/badge.tsx";
import { Panel } from "../../parts/page.tsx";
import { Nothing, Waiting } from "../../parts/states.tsx";
import { sayInstant, saySize } from "../../text/dates.ts";
import { FORMATS } from "../../text/labels.ts";

const PdfView = lazy(async () => await import("./pdf-view.tsx"));
type FileOfDocument = Schemas["File"];

/** The files of a document with what was found in them; a PDF opens in the page. */
export function Files({ files, purged, held = false }: { readonly files: readonly FileOfDocument[]; readonly purged: boolean; readonly held?: boolean }): ReactNode {
  const firstPdf = held || purged ? null : (files.find((file) => isPdf(file) && file.href !== null)?.index ?? null);
  const [shown, setShown] = useState<number | null>(firstPdf);
  const current = files.find(({ index }) => index === shown);
  return (
    <Panel title={purged ? "Tệp" : `Tệp (${files.length})`}>
      {purged || files.length === 0 ? (
        <Nothing text={purged ? "Nội dung và các tệp đã được hủy; cổng chỉ giữ dấu vết." : "Văn bản này không có tệp."} />
      ) : (
        <ul className="cards files">
          {files.map((file) => (
            <li key={file.index} className={file.index === shown ? "file-shown" : ""}>
              <div className="card-top">
                <span>
                  <strong>{file.name}</strong>
                  <span className="card-foot line">
                    {file.index === 0 ? "Văn bản chính" : (file.description ?? "Đính kèm")} · {formatOf(file)} · {saySize(file.size)}
                    {file.finding?.pages !== null && file.finding?.pages !== undefined && ` · ${file.finding.pages} trang`}
                  </span>
                </span>
                {file.href !== null && !held && (
                  <span className="wrap-row">
                    {isPdf(file) && <Button size="small" icon={<EyeOutlined aria-hidden />} aria-pressed={file.index === shown} onClick={() => setShown(file.index === shown ? null : file.index)}>{file.index === shown ? "Đóng" : "Xem"}</Button>}
                    <Button size="small" icon={<DownloadOutlined aria-hidden />} href={file.href} download={file.name} aria-label={`Tải ${file.name}`}>Tải</Button>
                  </span>
                )}
              </div>
              <Findings file={file} />
            </li>
          ))}
        </ul>
      )}
      {current?.href !== null && current?.href !== undefined && (
        <Suspense fallback={<Waiting rows={10} />}>
          <PdfView href={current.href} name={current.name} />
        </Suspense>
      )}
    </Panel>
  );
}

function Findings({ file: { finding } }: { readonly file: FileOfDocument }): ReactNode {
  if (finding === null) return null;
  return (
    <>
      {finding.agreement === "differs" && <div><Badge label={{ text: "Nội dung không đúng với đuôi tệp", tone: "warn" }} /></div>}
      {finding.encrypted && <div><Badge label={{ text: "Tệp có mật khẩu", tone: "warn" }} /></div>}
      {finding.signatures.map((signature) => (
        <div key={`${signature.subject ?? ""}${signature.signedAt ?? ""}`} className="card-foot">
          {signature.kind === "agency" ? "Chữ ký cơ quan" : signature.kind === "timestamp" ? "Dấu thời gian" : "Chữ ký số"}: {signature.signerName ?? signature.organization ?? signature.subject ?? "không rõ"}
          {signature.signedAt !== null && `, lúc ${sayInstant(signature.signedAt)}`}
          {signature.covers === "broken" && <> <Badge label={{ text: "không còn khớp nội dung", tone: "bad" }} /></>}
        </div>
      ))}
      {finding.notes.map((note) => (
        <div key={note} className="card-foot">{note}</div>
      ))}
    </>
  );
}

/** What it is by its content; text is text whatever it is called. */
function formatOf({ finding, name }: FileOfDocument): string {
  const extension = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]?.toUpperCase() ?? "không rõ định dạng";
  return FORMATS[finding?.detected ?? ""] ?? extension;
}

function isPdf({ finding, name }: FileOfDocument): boolean {
  return finding?.detected === "pdf" || (finding === null && name.toLowerCase().endsWith(".pdf"));
}
