/**
 * Vai trò của người dùng. clerk (văn thư) acts for the agencies of the account, leader (lãnh đạo) reads their documents,
 * supervisor (giám sát) reads registers, reports and logs of the trees it supervises, operator (quản trị) runs the gateway without
 * reading documents, auditor (kiểm tra) reads the journal and everything and changes nothing.
 */
export const ROLES = ["clerk", "leader", "supervisor", "operator", "auditor"] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_NAMES: Readonly<Record<Role, string>> = { clerk: "văn thư", leader: "lãnh đạo", supervisor: "giám sát", operator: "quản trị", auditor: "kiểm tra" };
