import { Alert, App, Form, Modal } from "antd";
import { useRef, useState, type ReactNode } from "react";
import { faultOf, sayFault } from "../api/fault.ts";

interface Props<Values extends object> {
  readonly open: boolean;
  readonly title: string;
  /** What happens, before it happens. */
  readonly explanation?: ReactNode;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly initial?: Partial<Values>;
  readonly done: string;
  readonly run: (values: Values) => Promise<unknown>;
  readonly onClose: (ran: boolean) => void;
  readonly width?: number;
  readonly children?: ReactNode;
}

/** An action with its confirmation: what it does, what it needs, and what the gateway says against it. */
export function ActionDialog<Values extends object>({ open, title, explanation, confirm, danger = false, initial, done, run, onClose, width = 520, children }: Props<Values>): ReactNode {
  const { message } = App.useApp();
  const [form] = Form.useForm<Values>();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<ReturnType<typeof sayFault> | null>(null);

  /** Enter and a click, or two clicks, are one action. */
  const running = useRef(false);

  const finish = async (values: Values): Promise<void> => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    setRefusal(null);
    try {
      await run(values);
      void message.success(done);
      onClose(true);
    } catch (error) {
      const fault = faultOf(error);
      setRefusal(fault.kind === "lost" ? { ...sayFault(fault), advice: "Chưa rõ cổng đã ghi nhận hay chưa: khi có lại kết nối, xem trạng thái trên trang rồi mới làm lại." } : sayFault(fault));
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  return (
    <Modal open={open} title={title} okText={confirm} cancelText="Thôi" okButtonProps={{ danger }} confirmLoading={busy} width={width} style={{ top: 32 }} destroyOnHidden onOk={() => form.submit()} onCancel={() => onClose(false)} afterClose={() => setRefusal(null)}>
      {explanation !== undefined && <div className="gap-below">{explanation}</div>}
      {refusal !== null && (
        <Alert
          className="gap-below"
          type="error"
          showIcon
          title={refusal.title}
          description={[refusal.advice, ...refusal.fields, ...(refusal.reference === null ? [] : [`Mã tham chiếu: ${refusal.reference}`])].map((line) => (
            <span key={line} className="line">
              {line}
            </span>
          ))}
        />
      )}
      <Form<Values> form={form} layout="vertical" requiredMark={false} preserve={false} {...(initial !== undefined && { initialValues: initial })} onFinish={(values) => void finish(values)}>
        {children}
      </Form>
    </Modal>
  );
}
