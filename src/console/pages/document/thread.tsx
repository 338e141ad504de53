import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import type { Asked } from "../../api/use-ask.ts";
import { Link } from "../../app/router.tsx";
import { Instant } from "../../parts/instant.tsx";
import { Panel } from "../../parts/page.tsx";
import { Answered } from "../../parts/states.tsx";

/** Luồng văn bản: what this one answers or replaces, and what answers or replaces it, old first. */
export function ThreadPanel({ asked, id }: { readonly asked: Asked<Schemas["Thread"]>; readonly id: string }): ReactNode {
  const own = asked.data?.items.find((item) => item.id === id)?.identityKey;
  /** The same document at another of our agencies is no answer to itself. */
  const others = (items: Schemas["Thread"]["items"]): Schemas["Thread"]["items"] => items.filter((item) => item.id === id || item.identityKey !== own);
  if (asked.data !== null && others(asked.data.items).length <= 1) return null;
  return (
    <Panel title="Luồng văn bản" className="panel-flush">
      <Answered asked={asked} rows={2}>
        {({ items, truncated }) => (
          <ul className="cards">
            {others(items).map((item) => (
              <li key={item.direction + item.id} aria-current={item.id === id ? "true" : undefined}>
                <div className="card-top">
                  {item.id === id ? <strong>{item.code} (văn bản này)</strong> : <Link to={`/${item.direction === "outgoing" ? "van-ban-di" : "van-ban-den"}/${item.id}`} className="card-code">{item.code}</Link>}
                  <span className="faint">{item.direction === "outgoing" ? "Đi" : "Đến"} · <Instant at={item.at} /></span>
                </div>
                <div>{item.subject}</div>
                {item.mentions.map(({ relation, identityKey }) => (
                  <div key={relation + identityKey} className="card-foot">
                    {relation === "answers" ? "Trả lời" : "Thay thế"} {items.find((other) => other.identityKey === identityKey)?.code ?? identityKey}
                  </div>
                ))}
              </li>
            ))}
            {truncated && <li className="faint">Luồng còn dài hơn; chỉ hiện phần gần nhất.</li>}
          </ul>
        )}
      </Answered>
    </Panel>
  );
}
