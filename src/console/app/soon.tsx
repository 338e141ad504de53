import { lazy, type ComponentType, type ReactNode } from "react";

interface Soon {
  (): ReactNode;
  /** Fetches the part, so that it stands at once when it is shown. */
  readonly load: () => Promise<void>;
}

/**
 * A part of the console in a chunk of its own, shown without a wait when it is there already: what React itself loads late it shows
 * up to 0.3 s later than it could, so that pages do not flicker.
 */
export function soon(read: () => Promise<{ readonly default: ComponentType }>): Soon {
  let known: ComponentType | null = null;
  const reading = async (): Promise<{ readonly default: ComponentType }> => {
    const part = await read();
    known = part.default;
    return part;
  };
  const Later = lazy(reading);
  const Part = (): ReactNode => (known === null ? <Later /> : <Known part={known} />);
  return Object.assign(Part, { load: async () => { await reading(); } });
}

function Known({ part: Part }: { readonly part: ComponentType }): ReactNode {
  return <Part />;
}
