import type { ReactNode } from "react";
import { Link } from "../app/router.tsx";

/** A subject in a list: three lines of it, whole when it is pointed at and when it is printed. */
export function Subject({ text, to }: { readonly text: string; readonly to?: string }): ReactNode {
  return to === undefined ? <span className="clamped" title={text}>{text}</span> : <Link to={to} className="subject-link clamped" title={text}>{text}</Link>;
}
