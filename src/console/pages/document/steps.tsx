import type { ReactNode } from "react";
import { Instant } from "../../parts/instant.tsx";

export interface Step {
  readonly at: string;
  readonly title: string;
  readonly note?: string;
  readonly tone: "done" | "bad";
}

/** What happened, old first, each with its exact time. */
export function Steps({ steps }: { readonly steps: readonly Step[] }): ReactNode {
  return (
    <ol className="steps">
      {steps.map((step) => (
        <li key={step.at + step.title} className={`step-${step.tone}`}>
          <Instant at={step.at} />
          <div>
            {step.title}
            {step.note !== undefined && step.note !== "" && <span className="card-foot line">{step.note}</span>}
          </div>
        </li>
      ))}
    </ol>
  );
}
