import type { ThemeConfig } from "antd";

/** Navy to work with, dark red for the state's mark and what is urgent. Every text colour has at least 4.5:1 on white and on the page. */
export const THEME: ThemeConfig = {
  hashed: false,
  token: {
    colorPrimary: "#1f4a80",
    colorInfo: "#1f4a80",
    colorError: "#b3201f",
    colorSuccess: "#1d6b3a",
    colorWarning: "#8a5300",
    // made of such dark colours, the grounds of messages would be grey
    colorInfoBg: "#eaf2fc",
    colorInfoBorder: "#bfd5f0",
    colorErrorBg: "#fdeeee",
    colorErrorBorder: "#f0c0c0",
    colorSuccessBg: "#e9f6ee",
    colorSuccessBorder: "#b9dfc8",
    colorWarningBg: "#fff5e2",
    colorWarningBorder: "#efd29b",
    colorLink: "#1f4a80",
    colorText: "#1c232d",
    colorTextSecondary: "#4a5463",
    colorTextTertiary: "#586375",
    colorTextQuaternary: "#667085",
    colorTextDescription: "#586375",
    colorTextPlaceholder: "#667085",
    colorBgLayout: "#f3f5f8",
    colorBorder: "#c5cbd5",
    colorBorderSecondary: "#e3e7ed",
    fontWeightStrong: 600,
    fontFamily: '"Be Vietnam Pro", system-ui, sans-serif',
    fontSize: 14,
    borderRadius: 4,
    controlHeight: 34,
    // a dialog that is closed is gone: one whose closing picture is interrupted (a busy machine, a page redrawn meanwhile) would lie over the page
    motion: false,
  },
  components: {
    Table: { headerBg: "#eef1f6", headerColor: "#364152", cellPaddingBlockMD: 8, cellPaddingInlineMD: 10, headerSplitColor: "transparent", rowHoverBg: "#f5f8fc" },
    Menu: { itemHeight: 36, itemSelectedBg: "#e5edf7", itemSelectedColor: "#17365d", itemBorderRadius: 4, groupTitleColor: "#586375" },
    Layout: { headerBg: "#17365d", headerHeight: 52, headerPadding: "0 16px", siderBg: "#ffffff" },
    Descriptions: { labelBg: "#f3f5f8" },
  },
};
