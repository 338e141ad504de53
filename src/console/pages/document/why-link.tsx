import { Button, Popover } from "antd";
import { useState, type ReactNode } from "react";
import { api, asked, type Schemas } from "../../api/client.ts";
import { useAsk } from "../../api/use-ask.ts";
import { Answered } from "../../parts/states.tsx";
import { WhyNotYet } from "./why-not-yet.tsx";

/** Vì sao chưa tới? On a row that waits: asked of the gateway when somebody wants to know. */
export function WhyLink({ id }: { readonly id: string }): ReactNode {
  const [open, setOpen] = useState(false);
  const found = useAsk(open ? `why:${id}` : null, async (signal) => await asked(api.GET("/api/v1/why/{id}", { params: { path: { id } }, signal })));
  const content = (
    <div className="why-popover" tabIndex={0}>
      <Answered asked={found} rows={2}>{({ items }) => <Whys items={items} />}</Answered>
    </div>
  );
  return (
    <Popover trigger="click" open={open} onOpenChange={setOpen} content={content} placement="bottomRight">
      <Button type="link" size="small" className="why-link">Vì sao chưa tới?</Button>
    </Popover>
  );
}

/** What is the same at many receivers is said once. */
function Whys({ items }: { readonly items: readonly Schemas["Why"][] }): ReactNode {
  const groups = new Map<string, Schemas["Why"][]>();
  for (const why of items) groups.set(why.sentence, [...(groups.get(why.sentence) ?? []), why]);
  return [...groups].map(([sentence, [why, ...others]]) => <WhyNotYet key={sentence} why={why} {...(others.length > 0 && { places: others.length + 1 })} />);
}
