import { Button, Upload } from "antd";
import type { ReactNode } from "react";

/** One small file of a form, kept until the form is sent. */
export function FileField({ value, onChange, accept, label = "Chọn tệp", id }: { readonly value?: File | null; readonly onChange?: (file: File | null) => void; readonly accept: string; readonly label?: string; readonly id?: string }): ReactNode {
  return (
    <span className="wrap-row">
      <Upload accept={accept} maxCount={1} showUploadList={false} beforeUpload={(file) => { onChange?.(file); return false; }}>
        <Button {...(id !== undefined && { id })}>{label}</Button>
      </Upload>
      {value !== undefined && value !== null && <span>{value.name}</span>}
    </span>
  );
}

/** The bytes as the API takes them. */
export async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return window.btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
