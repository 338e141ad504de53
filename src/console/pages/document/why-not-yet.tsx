import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";

/** Causes with nothing to wait for; a refusal stands on the page by itself. */
const SETTLED: readonly Schemas["Why"]["cause"][] = ["done", "goes-on", "withdrawn", "incoming-done", "refused-by-receiver"];

/** Vì sao chưa tới? One sentence of the gateway: the cause, since when, who must act, the next try; and what would mend it. */
export function WhyNotYet({ why, places }: { readonly why: Schemas["Why"] | undefined; /** At how many receivers it is so. */ readonly places?: number }): ReactNode {
  if (why?.cause === "recall-agreed") return <p className="snug explained">{why.sentence}</p>;
  if (why === undefined || SETTLED.includes(why.cause)) return null;
  return (
    <div className="why">
      <strong>Vì sao chưa xong?</strong> {places !== undefined && `${places} nơi nhận: `}{why.sentence}
      {why.action !== null && <div className="card-foot">Cách xử lý: {why.action.text}</div>}
    </div>
  );
}
