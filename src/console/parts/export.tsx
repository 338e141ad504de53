import { DownloadOutlined } from "@ant-design/icons";
import { App, Button } from "antd";
import { useState, type ReactNode } from "react";
import { faultOf, sayFault } from "../api/fault.ts";
import type { ListPage } from "./listing.tsx";

const MOST = 5000;

interface Props<Row> {
  readonly fileName: string;
  readonly columns: readonly { readonly title: string; text(row: Row): string }[];
  readonly page: (after: string | null) => Promise<ListPage<Row>>;
}

/** All rows of the filters as CSV that a spreadsheet reads, up to 5,000. */
export function ExportButton<Row>({ fileName, columns, page }: Props<Row>): ReactNode {
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  const run = async (): Promise<void> => {
    setBusy(true);
    try {
      const rows: Row[] = [];
      for (let after: string | null = null; ; ) {
        const found: ListPage<Row> = await page(after);
        rows.push(...found.items);
        after = found.next;
        if (after === null) break;
        if (rows.length >= MOST) {
          void message.warning(`Chỉ xuất ${MOST.toLocaleString("vi-VN")} dòng đầu; hãy lọc hẹp hơn để lấy đủ.`);
          break;
        }
      }
      save(fileName, [columns.map(({ title }) => title), ...rows.map((row) => columns.map((column) => column.text(row)))]);
    } catch (error) {
      const { title, advice } = sayFault(faultOf(error));
      void message.error(`${title}. ${advice}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button icon={<DownloadOutlined aria-hidden />} loading={busy} onClick={() => void run()}>
      Xuất CSV
    </Button>
  );
}

export function save(fileName: string, rows: readonly (readonly string[])[]): void {
  const text = `\uFEFF${rows.map((cells) => cells.map(cellOf).join(",")).join("\r\n")}\r\n`;
  saveBlob(fileName, new Blob([text], { type: "text/csv;charset=utf-8" }));
}

export function saveBlob(fileName: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** A cell that begins like a formula must stay text: a subject is written by strangers. */
function cellOf(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${safe.replaceAll('"', '""')}"`;
}
