import { PlusOutlined } from "@ant-design/icons";
import { Button, Checkbox, DatePicker, Dropdown, Form, Input, Select } from "antd";
import type dayjs from "dayjs";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import type { Role } from "../../api/session.ts";
import { useAsk } from "../../api/use-ask.ts";
import { useFilters } from "../../app/router.tsx";
import { useAccount } from "../../app/session.tsx";
import { ActionDialog } from "../../parts/action-dialog.tsx";
import { AgenciesField } from "../../parts/agencies-field.tsx";
import { Badge } from "../../parts/badge.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Listing, type ListColumn } from "../../parts/listing.tsx";
import { Page } from "../../parts/page.tsx";
import { ReasonField } from "../../parts/reason-field.tsx";
import { Secret } from "../../parts/secret.tsx";
import { Nothing } from "../../parts/states.tsx";
import { WordsSearch } from "../../parts/words-search.tsx";
import { sayInstant } from "../../text/dates.ts";
import { ROLES } from "../../text/labels.ts";
import { Handovers } from "./handovers.tsx";

type Row = Schemas["Account"];
type Doing = { readonly what: "add" } | { readonly what: "change" | "reset" | "lock" | "unlock" | "hand-over"; readonly row: Row };

interface Entered {
  readonly userName?: string;
  readonly fullName?: string;
  readonly roles?: Role[];
  readonly agencies?: readonly string[];
  readonly supervises?: readonly string[];
  readonly decision?: string;
  readonly reason?: string;
  readonly secondFactor?: boolean;
  readonly successor?: string;
  readonly decidedOn?: dayjs.Dayjs;
}

const WORDS: Readonly<Record<Doing["what"], { readonly title: string; readonly confirm: string; readonly done: string; readonly explanation?: string; readonly danger?: boolean }>> = {
  add: { title: "Thêm tài khoản", confirm: "Tạo tài khoản", done: "Đã tạo tài khoản", explanation: "Cổng tạo mật khẩu tạm; người dùng phải đổi khi đăng nhập lần đầu." },
  change: { title: "Sửa tài khoản", confirm: "Lưu", done: "Đã lưu", explanation: "Đổi vai trò hoặc cơ quan thì các phiên đang mở của tài khoản kết thúc." },
  reset: { title: "Đặt lại mật khẩu", confirm: "Đặt lại", done: "Đã đặt lại mật khẩu", explanation: "Cổng tạo mật khẩu tạm mới và kết thúc mọi phiên đang mở." },
  lock: { title: "Khóa tài khoản", confirm: "Khóa", done: "Đã khóa tài khoản", danger: true },
  unlock: { title: "Mở khóa tài khoản", confirm: "Mở khóa", done: "Đã mở khóa" },
  "hand-over": { title: "Bàn giao khi chuyển công tác", confirm: "Khóa và bàn giao", done: "Đã mở bàn giao", explanation: "Tài khoản bị khóa ngay; văn bản còn dở giao cho người nhận, phải xong trong năm ngày làm việc.", danger: true },
};

/** Tài khoản: who may do what, and what of it must change hands. */
export default function Accounts(): ReactNode {
  const { roles } = useAccount();
  const [query, change] = useFilters();
  const after = query.get("after");
  const found = useAsk(`accounts?${query.toString()}`, async (signal) => {
    const [q, locked] = [query.get("q"), query.get("locked")];
    return await asked(api.GET("/api/v1/accounts", { params: { query: { ...(q !== null && { q }), ...(locked !== null && { locked: locked as "true" | "false" }), ...(after !== null && { after }), limit: 50 } }, signal }));
  });
  const [doing, setDoing] = useState<Doing>({ what: "add" });
  const [open, setOpen] = useState(false);
  const [password, setPassword] = useState<Schemas["AccountWithPassword"] | null>(null);
  const [round, setRound] = useState(0);
  const operator = roles.includes("operator");
  const begin = (next: Doing): void => {
    setDoing(next);
    setOpen(true);
  };
  const words = WORDS[doing.what];
  const row = "row" in doing ? doing.row : null;

  return (
    <Page title="Tài khoản" actions={operator ? <Button type="primary" icon={<PlusOutlined />} onClick={() => begin({ what: "add" })}>Thêm tài khoản</Button> : undefined}>
      {password !== null && <Secret title={`Mật khẩu tạm của ${password.account.fullName} (${password.account.userName})`} text={`Chỉ hiện một lần, dùng được đến ${sayInstant(password.until)}.`} value={password.temporaryPassword} onClose={() => setPassword(null)} />}
      <div className="filters" role="search">
        <WordsSearch value={query.get("q") ?? ""} placeholder="Tên hoặc tên đăng nhập" onSearch={(q) => change({ q })} />
        <Select aria-label="Tình trạng" placeholder="Tình trạng" allowClear value={query.get("locked")} onChange={(locked: string | undefined) => change({ locked })} options={[{ value: "false", label: "Đang dùng" }, { value: "true", label: "Bị khóa" }]} />
      </div>
      <Listing<Row>
        name="accounts"
        asked={found}
        columns={operator ? [...COLUMNS, { key: "do", title: "Thao tác", width: 110, cell: (one) => <More row={one} begin={begin} /> }] : COLUMNS}
        rowKey={({ id }) => id}
        after={after}
        turn={(next) => change({ after: next })}
        empty={<Nothing text="Không có tài khoản nào khớp." />}
        card={(one) => (
          <>
            <div className="card-top"><strong>{one.fullName}</strong><State row={one} /></div>
            <div className="card-foot">{one.userName} · {one.roles.map((role) => ROLES[role]).join(", ")} · {[...one.agencies, ...one.supervises].join(", ")}</div>
            {operator && <More row={one} begin={begin} />}
          </>
        )}
      />
      <Handovers key={round} />
      <ActionDialog<Entered>
        open={open}
        title={row === null ? words.title : `${words.title}: ${row.fullName}`}
        explanation={words.explanation}
        confirm={words.confirm}
        danger={words.danger ?? false}
        done={words.done}
        initial={doing.what === "change" ? { fullName: doing.row.fullName, roles: doing.row.roles, agencies: doing.row.agencies, supervises: doing.row.supervises } : doing.what === "add" ? { roles: ["clerk"], agencies: [], supervises: [] } : {}}
        run={async (values) => {
          const made = await run(doing, values);
          if (made !== null) setPassword(made);
        }}
        onClose={(ran) => { setOpen(false); if (ran) { found.reload(); setRound(round + 1); } }}
      >
        {doing.what === "add" && <Form.Item name="userName" label="Tên đăng nhập" rules={[{ required: true, whitespace: true, message: "Nhập tên đăng nhập" }]}><Input autoComplete="off" /></Form.Item>}
        {(doing.what === "add" || doing.what === "change") && (
          <>
            <Form.Item name="fullName" label="Họ và tên" rules={[{ required: true, whitespace: true, message: "Nhập họ và tên" }]}><Input autoComplete="off" /></Form.Item>
            <Form.Item name="roles" label="Vai trò" rules={[{ type: "array", min: 1, message: "Chọn ít nhất một vai trò" }]}><Checkbox.Group options={Object.entries(ROLES).map(([value, label]) => ({ value, label }))} /></Form.Item>
            <Form.Item name="agencies" label="Cơ quan làm thay hoặc được xem (văn thư, lãnh đạo)"><AgenciesField label="Thêm cơ quan" /></Form.Item>
            <Form.Item name="supervises" label="Cơ quan giám sát, kèm mọi cơ quan trực thuộc"><AgenciesField label="Thêm cơ quan giám sát" /></Form.Item>
          </>
        )}
        {doing.what === "add" && <Form.Item name="decision" label="Căn cứ (quyết định, văn bản đề nghị)" rules={[{ required: true, whitespace: true, message: "Nhập căn cứ cấp tài khoản" }]}><Input placeholder="12/QĐ-SNV ngày 20/11/2026" maxLength={200} /></Form.Item>}
        {doing.what === "hand-over" && (
          <>
            <Form.Item name="successor" label="Người nhận" rules={[{ required: true, message: "Chọn người nhận" }]}><Select options={(found.data?.items ?? []).filter(({ id, locked }) => id !== row?.id && locked === null).map(({ id, fullName, userName }) => ({ value: id, label: `${fullName} (${userName})` }))} /></Form.Item>
            <Form.Item name="decision" label="Quyết định chuyển công tác" rules={[{ required: true, whitespace: true, message: "Nhập số quyết định" }]}><Input placeholder="15/QĐ-SNV" /></Form.Item>
            <Form.Item name="decidedOn" label="Ngày quyết định" rules={[{ required: true, message: "Chọn ngày" }]}><DatePicker format="DD/MM/YYYY" /></Form.Item>
          </>
        )}
        {doing.what === "reset" && <Form.Item name="secondFactor" valuePropName="checked"><Checkbox>Tắt cả xác thực hai lớp (mất thiết bị)</Checkbox></Form.Item>}
        {(doing.what === "change" || doing.what === "reset" || doing.what === "lock" || doing.what === "unlock") && <ReasonField />}
      </ActionDialog>
    </Page>
  );
}

async function run(doing: Doing, values: Entered): Promise<Schemas["AccountWithPassword"] | null> {
  const { reason = "", roles = [], agencies = [], supervises = [], fullName = "" } = values;
  if (doing.what === "add") return await asked(api.POST("/api/v1/accounts", { body: { userName: (values.userName ?? "").trim(), fullName: fullName.trim(), roles, agencies: [...agencies], supervises: [...supervises], decision: (values.decision ?? "").trim() } }));
  const path = { params: { path: { id: doing.row.id } } };
  switch (doing.what) {
    case "change":
      await asked(api.PATCH("/api/v1/accounts/{id}", { ...path, body: { reason, fullName: fullName.trim(), roles, agencies: [...agencies], supervises: [...supervises] } }));
      return null;
    case "reset":
      return await asked(api.POST("/api/v1/accounts/{id}/reset", { ...path, body: { reason, secondFactor: values.secondFactor ?? false } }));
    case "lock":
      await asked(api.POST("/api/v1/accounts/{id}/lock", { ...path, body: { reason } }));
      return null;
    case "unlock":
      await asked(api.POST("/api/v1/accounts/{id}/unlock", { ...path, body: { reason } }));
      return null;
    case "hand-over":
      await asked(api.POST("/api/v1/accounts/{id}/hand-over", { ...path, body: { successor: values.successor ?? "", decision: (values.decision ?? "").trim(), decidedOn: values.decidedOn?.format("YYYY-MM-DD") ?? "" } }));
      return null;
  }
}

function State({ row }: { readonly row: Row }): ReactNode {
  if (row.locked !== null) return <Badge label={{ text: "Bị khóa", tone: "bad" }} />;
  return <Badge label={row.mustChangePassword ? { text: "Mật khẩu tạm", tone: "warn" } : { text: "Đang dùng", tone: "good" }} />;
}

const COLUMNS: readonly ListColumn<Row>[] = [
  { key: "name", title: "Họ và tên", width: 190, cell: (row) => <strong>{row.fullName}</strong> },
  { key: "user", title: "Tên đăng nhập", width: 130, cell: (row) => row.userName },
  { key: "roles", title: "Vai trò", width: 130, cell: (row) => row.roles.map((role) => ROLES[role]).join(", ") },
  { key: "agencies", title: "Cơ quan", cell: (row) => [...row.agencies, ...row.supervises.map((code) => `${code} (giám sát)`)].join(", ") || "–" },
  { key: "factor", title: "Hai lớp", width: 90, cell: (row) => (row.secondFactor ? "Có" : "Chưa") },
  { key: "last", title: "Đăng nhập cuối", width: 150, cell: (row) => <Instant at={row.lastSignInAt} /> },
  { key: "state", title: "Tình trạng", width: 140, cell: (row) => <State row={row} /> },
];

function More({ row, begin }: { readonly row: Row; readonly begin: (doing: Doing) => void }): ReactNode {
  const item = (what: Exclude<Doing["what"], "add">, label: string, danger = false) => ({ key: what, label, danger, onClick: () => begin({ what, row }) });
  return (
    <Dropdown trigger={["click"]} menu={{ items: [item("change", "Sửa"), item("reset", "Đặt lại mật khẩu"), row.locked === null ? item("lock", "Khóa", true) : item("unlock", "Mở khóa"), item("hand-over", "Bàn giao", true)] }}>
      <Button size="small" aria-label={`Thao tác với ${row.fullName}`}>Thao tác</Button>
    </Dropdown>
  );
}
