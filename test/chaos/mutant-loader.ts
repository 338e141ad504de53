import type { InitializeHook, LoadHook } from "node:module";
import { TestSetupError } from "#test/support/setup-error";
import type { Mutant } from "./mutants.ts";

let mutant: Mutant | null = null;

export const initialize: InitializeHook<Mutant> = (given) => {
  mutant = given;
};

/** Throws when the program no longer has the text: a mutant that changes nothing must not pass for one that was caught. */
export const load: LoadHook = async (url, context, nextLoad) => {
  const loaded = await nextLoad(url, context);
  if (mutant === null || !url.endsWith(mutant.module)) return loaded;
  const text = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
  if (!text.includes(mutant.find)) throw new TestSetupError(`${mutant.module} has no longer the text that the mutant changes: ${mutant.find}`);
  return { ...loaded, source: text.replace(mutant.find, () => mutant?.replace ?? "") };
};
