import { Button } from "antd";
import type { ReactNode } from "react";
import { Agency } from "./agency.tsx";
import { AgencyPicker } from "./agency-picker.tsx";

/** Several agencies, one added after the other. */
export function AgenciesField({ value = [], onChange, label }: { readonly value?: readonly string[]; readonly onChange?: (codes: readonly string[]) => void; readonly label: string }): ReactNode {
  return (
    <>
      <AgencyPicker label={label} value={null} onChange={(code) => { if (code !== null && !value.includes(code)) onChange?.([...value, code]); }} />
      <ul className="chosen">
        {value.map((code) => (
          <li key={code}>
            {code.endsWith(".*") ? <span>Mọi cơ quan trực thuộc {code.slice(0, -2)}</span> : <Agency code={code} showCode />}
            <Button type="link" size="small" danger aria-label={`Bỏ ${code}`} onClick={() => onChange?.(value.filter((other) => other !== code))}>Bỏ</Button>
          </li>
        ))}
      </ul>
    </>
  );
}
