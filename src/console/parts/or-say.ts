interface Choice {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
}

/**
 * The choices of a list, or one line that cannot be chosen: a list without any is none to whoever hears the page (WCAG 1.3.1). null: still looking,
 * the list stays closed, for the first of those that come is to be the one under the cursor.
 */
export function orSay(choices: readonly Choice[], nothing: string | null): Choice[] {
  return choices.length > 0 || nothing === null ? [...choices] : [{ value: "", label: nothing, disabled: true }];
}
