import { StarOutlined } from "@ant-design/icons";
import { App, Button, Dropdown, Input } from "antd";
import { useState, type ReactNode } from "react";
import { go, usePlace } from "../app/router.tsx";
import { useAccount } from "../app/session.tsx";

/** Filters of a list kept under a name, for this account in this browser. */
export function SavedSearches(): ReactNode {
  const { id } = useAccount();
  const { path, query } = usePlace();
  const { modal } = App.useApp();
  const place = `searches.${id}.${path}`;
  const [kept, setKept] = useState(() => read(place));
  const current = new URLSearchParams(query);
  current.delete("after");
  const text = current.toString();

  const write = (next: Readonly<Record<string, string>>): void => {
    window.localStorage.setItem(place, JSON.stringify(next));
    setKept(next);
  };
  const save = (): void => {
    let name = "";
    const keep = (close: () => void): void => {
      if (name === "") return; // it waits for a name
      write({ ...kept, [name]: text });
      close();
    };
    const dialog = modal.confirm({
      title: "Lưu bộ lọc này",
      icon: null,
      content: <Input aria-label="Tên bộ lọc" placeholder="Ví dụ: Khẩn chưa tiếp nhận" maxLength={60} onChange={(event) => { name = event.target.value.trim(); }} onPressEnter={() => keep(() => dialog.destroy())} />,
      okText: "Lưu",
      cancelText: "Thôi",
      onOk: (close: () => void) => keep(close),
    });
  };
  const names = Object.keys(kept);
  return (
    <Dropdown
      trigger={["click"]}
      menu={{
        items: [
          ...names.map((name) => ({ key: `open:${name}`, label: name, onClick: () => go(kept[name] === "" ? path : `${path}?${kept[name] ?? ""}`) })),
          ...(names.length > 0 ? [{ type: "divider" as const }] : []),
          { key: "save", label: "Lưu bộ lọc hiện tại…", disabled: text === "", onClick: save },
          ...(names.length > 0 ? [{ key: "remove", label: "Xóa bộ lọc", children: names.map((name) => ({ key: `remove:${name}`, label: `Xóa “${name}”`, onClick: () => write(Object.fromEntries(Object.entries(kept).filter(([one]) => one !== name))) })) }] : []),
        ],
      }}
    >
      <Button icon={<StarOutlined aria-hidden />}>Bộ lọc đã lưu</Button>
    </Dropdown>
  );
}

function read(place: string): Readonly<Record<string, string>> {
  try {
    const found: unknown = JSON.parse(window.localStorage.getItem(place) ?? "{}");
    return typeof found === "object" && found !== null ? Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => typeof entry[1] === "string")) : {};
  } catch {
    return {};
  }
}
