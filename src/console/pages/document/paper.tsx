import { Button, Form, Radio } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Panel } from "../../parts/page.tsx";
import { PersonFields, type PersonEntered } from "../../parts/person-fields.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Answered } from "../../parts/states.tsx";
import type { Label } from "../../text/labels.ts";

interface Entered {
  readonly matches: boolean;
  readonly note?: string;
  readonly person: PersonEntered;
}

const STATES: Readonly<Record<Schemas["PaperCopy"]["state"], Label>> = {
  promised: { text: "Chờ bản giấy để đối chiếu", tone: "wait" },
  matched: { text: "Đã đối chiếu, khớp", tone: "good" },
  mismatched: { text: "Khác bản điện tử", tone: "bad" },
};

/** Bản giấy gửi kèm: whether it came and says the same as what came electronically. */
export function PaperPanel({ id }: { readonly id: string }): ReactNode {
  const account = useAccount();
  const [open, setOpen] = useState(false);
  const found = useAsk(`incoming:${id}:paper`, async (signal) => (await asked(api.GET("/api/v1/papers", { params: { query: { direction: "incoming", document: id } }, signal }))).items);
  const enter = async ({ matches, note, person }: Entered): Promise<unknown> => {
    const said = note !== undefined && note.trim() !== "" ? { note: note.trim() } : {};
    return await asked(api.POST("/api/v1/incoming/{id}/paper", { params: { path: { id } }, body: { matches, person: person.fullName.trim(), ...said } }));
  };
  return (
    <Panel title="Bản giấy gửi kèm" extra={account.roles.includes("clerk") ? <Button size="small" onClick={() => setOpen(true)}>Đối chiếu</Button> : undefined}>
      <Answered asked={found} rows={1}>
        {(items) => {
          const [mine] = items;
          return mine === undefined ? <span className="faint">Bên gửi không hứa gửi bản giấy.</span> : <Badge label={STATES[mine.state]} />;
        }}
      </Answered>
      <ActionDialog<Entered>
        open={open}
        title="Đối chiếu bản giấy"
        explanation="Ghi lại kết quả so bản giấy vừa nhận với bản điện tử."
        confirm="Ghi kết quả"
        done="Đã ghi kết quả đối chiếu"
        initial={{ matches: true, person: { fullName: account.fullName } }}
        run={enter}
        onClose={(ran) => {
          setOpen(false);
          if (ran) found.reload();
        }}
      >
        <Form.Item name="matches" label="Bản giấy"><Radio.Group options={[{ value: true, label: "Cùng nội dung" }, { value: false, label: "Khác nội dung" }]} /></Form.Item>
        <ReasonField name="note" label="Ghi chú" required={false} />
        <PersonFields />
      </ActionDialog>
    </Panel>
  );
}
