import { Alert, App, Form, Modal } from "antd";
import { useRef, useState, type ReactNode } from "react";
import { faultOf, sayFault, type Fault } from "../api/fault.ts";

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
  /** Where the form has what the gateway calls `/decision/number`, when its name is another; null: nowhere. */
  readonly placeOf?: (pointer: string, values: Values) => FieldName | null;
  readonly children?: ReactNode;
}

type FieldName = readonly (string | number)[];

/** An action with its confirmation: what it does, what it needs, and what the gateway says against it. */
export function ActionDialog<Values extends object>({ open, title, explanation, confirm, danger = false, initial, done, run, onClose, width = 520, placeOf, children }: Props<Values>): ReactNode {
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
      refuse(faultOf(error), values);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  /** Each refusal stands at its field; what has none stands above. */
  const refuse = (fault: Fault, values: Values): void => {
    const known = form.getFieldsError().map(({ name }) => name.map(String));
    const above: string[] = [];
    for (const { field, message: text } of fault.problem?.problems ?? []) {
      const steps = (placeOf?.(field, values) ?? field.split("/").slice(1)).map(String);
      const [name] = known.filter((one) => one.every((step, index) => step === steps[index])).toSorted((one, other) => other.length - one.length);
      if (name === undefined) above.push(text);
      else form.setFields([{ name: (name.length === 1 ? name[0] : name) as Parameters<typeof form.setFields>[0][number]["name"], errors: [text] }]);
    }
    const said = { ...sayFault(fault), fields: above };
    setRefusal(fault.kind === "lost" ? { ...said, advice: "Chưa rõ cổng đã ghi nhận hay chưa: khi có lại kết nối, xem trạng thái trên trang rồi mới làm lại." } : said);
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
