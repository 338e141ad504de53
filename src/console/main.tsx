import "./app/fonts.css";
import "./app/base.css";
import { App as AntApp, ConfigProvider } from "antd";
import viVN from "antd/es/locale/vi_VN";
import dayjs from "dayjs";
import "dayjs/locale/vi";
import { createRoot } from "react-dom/client";
import { Console } from "./app/console.tsx";
import { SessionKeeper } from "./app/session.tsx";
import { THEME } from "./app/theme.ts";

dayjs.locale("vi");
/** A field for a day asks for a day; the month and the year above a calendar are called what stands there (WCAG 2.5.3). */
const LOCALE: typeof viVN = { ...viVN, ...(viVN.DatePicker !== undefined && { DatePicker: { ...viVN.DatePicker, lang: { ...viVN.DatePicker.lang, placeholder: "Chọn ngày", monthSelect: "", yearSelect: "" } } }) };
/** The policy of the page lets only styles with this nonce in; Ant Design writes its own while it runs. */
const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";
/** Parts of Ant Design that measure scrollbars forget the nonce: every style element made here gets it. */
const create = document.createElement.bind(document);
document.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
  const made = create(name, options);
  if (made instanceof HTMLStyleElement) made.nonce = nonce;
  return made;
};

const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <ConfigProvider locale={LOCALE} theme={THEME} csp={{ nonce }} button={{ autoInsertSpace: false }}>
      <AntApp message={{ top: 64 }}>
        <SessionKeeper>
          <Console />
        </SessionKeeper>
      </AntApp>
    </ConfigProvider>,
  );
}
