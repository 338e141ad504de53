import { Form, Input } from "antd";
import type { ReactNode } from "react";

export function ReasonField({ name = "reason", label = "Lý do", missing = `Nhập ${label.toLowerCase()}`, required = true, placeholder }: { readonly name?: string; readonly label?: string; readonly missing?: string; readonly required?: boolean; readonly placeholder?: string }): ReactNode {
  return (
    <Form.Item name={name} label={label} rules={[{ required, whitespace: true, message: missing }]}>
      <Input.TextArea rows={3} maxLength={1000} showCount {...(placeholder !== undefined && { placeholder })} />
    </Form.Item>
  );
}
