import type { Schemas } from "../../api/client.ts";

export const CHANGES: Readonly<Record<Schemas["AgencyChange"]["kind"], string>> = { added: "Thêm vào danh bạ", changed: "Thay đổi", vanished: "Không còn trong nguồn", returned: "Có lại trong nguồn" };
