import { Form, Input } from "antd";
import type { ReactNode } from "react";

/** Whoever answers for it; a report to a partner carries this name. */
export function PersonFields({ label = "Người thực hiện" }: { readonly label?: string }): ReactNode {
  return (
    <div className="two">
      <Form.Item name={["person", "fullName"]} label={label} rules={[{ required: true, whitespace: true, message: "Nhập họ tên" }]}>
        <Input autoComplete="off" maxLength={300} />
      </Form.Item>
      <Form.Item name={["person", "department"]} label="Đơn vị">
        <Input autoComplete="off" maxLength={300} />
      </Form.Item>
    </div>
  );
}

export interface PersonEntered {
  readonly fullName: string;
  readonly department?: string;
}

export function personOf({ fullName, department }: PersonEntered): PersonEntered {
  return { fullName: fullName.trim(), ...(department !== undefined && department.trim() !== "" && { department: department.trim() }) };
}
