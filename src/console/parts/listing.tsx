import { SettingOutlined } from "@ant-design/icons";
import { Button, Checkbox, Popover, Table } from "antd";
import { useState, type ReactNode } from "react";
import type { Asked } from "../api/use-ask.ts";
import { useNarrow } from "../app/narrow.ts";
import { Answered } from "./states.tsx";

export interface ListColumn<Row> {
  readonly key: string;
  readonly title: string;
  readonly width?: number;
  /** Shown only when the reader asks for it. */
  readonly extra?: boolean;
  readonly align?: "right";
  cell(row: Row): ReactNode;
}

export interface ListPage<Row> {
  readonly items: readonly Row[];
  readonly next: string | null;
}

interface Props<Row> {
  readonly name: string;
  readonly asked: Asked<ListPage<Row>>;
  readonly columns: readonly ListColumn<Row>[];
  readonly rowKey: (row: Row) => string;
  /** The row on a phone. */
  readonly card: (row: Row) => ReactNode;
  readonly empty: ReactNode;
  /** The cursor of this page, and how to turn to another one; absent: the list has one page. */
  readonly after?: string | null;
  readonly turn?: (after: string | null) => void;
}

/** Rows as a table, or as cards on a phone; which columns are shown is remembered; pages by the cursor of the gateway. */
export function Listing<Row extends object>({ name, asked, columns, rowKey, card, empty, after = null, turn }: Props<Row>): ReactNode {
  const narrow = useNarrow();
  const [chosen, setChosen] = useState(() => rememberedColumns(name, columns));
  const [behind, setBehind] = useState<readonly (string | null)[]>([]);
  const shown = columns.filter(({ key }) => chosen.includes(key));

  return (
    <Answered asked={asked}>
      {({ items, next }) =>
        items.length === 0 ? (
          <>{empty}</>
        ) : (
          <div aria-busy={asked.asking}>
            {narrow ? (
              <ul className="cards panel">
                {items.map((row) => (
                  <li key={rowKey(row)}>{card(row)}</li>
                ))}
              </ul>
            ) : (
              <Table<Row>
                className="panel"
                size="medium"
                tableLayout="fixed"
                pagination={false}
                rowKey={rowKey}
                dataSource={[...items]}
                columns={shown.map((column) => ({ key: column.key, title: column.title, ...(column.width !== undefined && { width: column.width }), ...(column.align !== undefined && { align: column.align }), render: (_value: unknown, row: Row) => column.cell(row) }))}
              />
            )}
            <div className="pager">
              {!narrow && columns.some(({ extra }) => extra) && <ColumnChoice columns={columns} chosen={chosen} choose={(keys) => { rememberColumns(name, keys); setChosen(keys); }} />}
              <span className="faint">{items.length} dòng</span>
              {turn !== undefined && (
                <>
                  <Button disabled={after === null} onClick={() => { turn(behind.at(-1) ?? null); setBehind(behind.slice(0, -1)); }}>Trang trước</Button>
                  <Button disabled={next === null} onClick={() => { setBehind([...behind, after]); turn(next); }}>Trang sau</Button>
                </>
              )}
            </div>
          </div>
        )
      }
    </Answered>
  );
}

function ColumnChoice<Row>({ columns, chosen, choose }: { readonly columns: readonly ListColumn<Row>[]; readonly chosen: readonly string[]; readonly choose: (keys: readonly string[]) => void }): ReactNode {
  return (
    <Popover
      trigger="click"
      placement="topRight"
      content={
        <Checkbox.Group className="choices" value={[...chosen]} onChange={(keys) => keys.length > 0 && choose(columns.map(({ key }) => key).filter((key) => keys.includes(key)))}>
          {columns.map(({ key, title }) => (
            <Checkbox key={key} value={key}>
              {title}
            </Checkbox>
          ))}
        </Checkbox.Group>
      }
    >
      <Button type="text" icon={<SettingOutlined aria-hidden />}>
        Cột
      </Button>
    </Popover>
  );
}

function rememberedColumns<Row>(name: string, columns: readonly ListColumn<Row>[]): readonly string[] {
  const kept = window.localStorage.getItem(`columns.${name}`)?.split(",").filter((key) => columns.some((column) => column.key === key)) ?? [];
  return kept.length > 0 ? kept : columns.filter(({ extra }) => extra !== true).map(({ key }) => key);
}

function rememberColumns(name: string, keys: readonly string[]): void {
  window.localStorage.setItem(`columns.${name}`, keys.join());
}
