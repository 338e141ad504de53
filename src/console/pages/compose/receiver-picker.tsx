import { App, Button, Select } from "antd";
import type { ReactNode } from "react";
import { api, asked } from "../../api/client.ts";
import { useAgencySearch } from "../../parts/agency-picker.tsx";
import { nameOfAgency } from "../../parts/agency.tsx";
import { orSay } from "../../parts/or-say.ts";

export interface Receiver {
  readonly code: string;
  readonly name: string;
}

/** Picks receivers one after the other; a code that was closed offers its successor. */
export function ReceiverPicker({ value = [], onChange }: { readonly value?: readonly Receiver[]; readonly onChange?: (receivers: readonly Receiver[]) => void }): ReactNode {
  const { options, search, searching, opened } = useAgencySearch();
  const { modal } = App.useApp();

  const add = async (code: string): Promise<void> => {
    const agency = await asked(api.GET("/api/v1/agencies/{code}", { params: { path: { code } } }));
    const put = (one: Receiver): void => {
      if (!value.some((other) => other.code === one.code)) onChange?.([...value, one]);
    };
    if (agency.active) return put({ code: agency.code, name: agency.name ?? agency.code });
    const { successor } = agency;
    if (successor === null) return void modal.warning({ title: "Mã này đã đóng", content: `${agency.name ?? code} không còn nhận văn bản. ${agency.note ?? ""}`, okText: "Đã hiểu" });
    const name = successor.name ?? (await nameOfAgency(successor.code));
    modal.confirm({ title: "Mã này đã đóng", content: `${agency.name ?? code} đã được thay bằng ${name} (${successor.code}).`, okText: `Gửi tới ${name}`, cancelText: "Thôi", onOk: () => put({ code: successor.code, name }) });
  };

  return (
    <>
      <Select
        aria-label="Thêm nơi nhận"
        className="whole-width"
        placeholder="Gõ tên (không cần dấu) hoặc mã định danh để thêm nơi nhận"
        value={null}
        showSearch={{ filterOption: false, onSearch: search }}
        onOpenChange={opened}
        loading={searching}
        onSelect={(code: string | null) => { if (code !== null) void add(code); }}
        notFoundContent={null}
        options={orSay(options.map(({ code, name, active }) => ({ value: code, label: `${name ?? code} (${code})${active ? "" : ", đã đóng"}` })), searching ? null : "Không có cơ quan nào")}
      />
      <ul className="chosen">
        {value.map(({ code, name }) => (
          <li key={code}>
            <span>{name} <small>{code}</small></span>
            <Button type="link" size="small" danger aria-label={`Bỏ ${name}`} onClick={() => onChange?.(value.filter((other) => other.code !== code))}>Bỏ</Button>
          </li>
        ))}
      </ul>
    </>
  );
}
