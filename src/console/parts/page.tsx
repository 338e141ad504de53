import { useEffect, type ReactNode } from "react";

/** Every page: its title (also of the browser's tab), one line below it, and what can be done here. */
export function Page({ title, note, actions, children }: { readonly title: string; readonly note?: ReactNode; readonly actions?: ReactNode; readonly children: ReactNode }): ReactNode {
  useEffect(() => {
    document.title = `${title} · Liên thông văn bản`;
  }, [title]);
  return (
    <div className="page">
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {note !== undefined && <div className="page-note">{note}</div>}
        </div>
        {actions !== undefined && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  );
}

export function Panel({ title, extra, children, className = "" }: { readonly title?: ReactNode; readonly extra?: ReactNode; readonly children: ReactNode; readonly className?: string }): ReactNode {
  return (
    <section className={`panel ${className}`}>
      {title !== undefined && (
        <header>
          <h2>{title}</h2>
          {extra}
        </header>
      )}
      <div className="panel-body">{children}</div>
    </section>
  );
}
