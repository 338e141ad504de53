/** Danh mục mã cấp 1: which codes live, which are closed and who took over. */
export * from "./level-one.ts";
export * from "./say-code.ts";
