/** The LIKE pattern of all codes below this one. */
export function below(root: string): string {
  return `${root.replaceAll(/[\\%_]/g, String.raw`\$&`)}.%`;
}
