import type { StaffInfo } from "../model/document.ts";
import { compact } from "./compact.ts";
import type { Fields } from "./fields.ts";

export function readStaff(fields: Fields): StaffInfo {
  const staff = compact({
    department: fields.optional("Department", 300),
    departmentId: fields.optional("DepartmentId"),
    staff: fields.optional("Staff", 300),
    staffId: fields.optional("StaffId"),
    email: fields.optional("Email", 100),
    mobile: fields.optional("Mobile", 50),
  });
  fields.finish();
  return staff;
}
