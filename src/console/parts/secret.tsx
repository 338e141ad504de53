import { Alert, Button, Typography } from "antd";
import type { ReactNode } from "react";

/** Something that is shown once: to copy, then to close. */
export function Secret({ title, text, value, onClose }: { readonly title: string; readonly text: string; readonly value: string; readonly onClose: () => void }): ReactNode {
  return (
    <Alert
      className="gap-below"
      type="success"
      showIcon
      title={title}
      description={
        <>
          <p className="snug">{text}</p>
          <Typography.Text code copyable={{ text: value, tooltips: ["Chép", "Đã chép"] }}>{value}</Typography.Text>
        </>
      }
      action={<Button size="small" onClick={onClose}>Đóng</Button>}
    />
  );
}
