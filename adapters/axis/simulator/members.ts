import { readFile } from "node:fs/promises";
import { z } from "zod";
import { AdapterError } from "../../errors.ts";
import { agencyKey } from "../agency-code.ts";

const unitSchema = z.strictObject({
  code: z.string().min(1).max(50),
  name: z.string().min(1).max(500),
  /** The code of the other generation, when the two do not follow from each other. */
  oldCode: z.string().min(1).max(50).optional(),
  mail: z.string().max(200).optional(),
  /** Code of the unit above. */
  parentCode: z.string().max(50).optional(),
});
const membersSchema = z
  .array(
    z.strictObject({
      systemId: z.string().regex(/^[!-~]{1,100}$/),
      secret: z.string().min(1),
      /** Mã trung tâm, e.g. `02.29.W00`; written into the TraceHeader. Default: the system id. */
      centerCode: z.string().max(50).optional(),
      units: z.array(unitSchema).readonly(),
    }),
  )
  .min(1);

/** Đơn vị: one agency of a member. */
export type AxisUnit = z.infer<typeof unitSchema>;
/** Thành viên: one connected system with its account and the agencies it speaks for. */
export type AxisMember = z.infer<typeof membersSchema>[number];

/** Reads the members file of a stand-alone simulator: a JSON array of `{systemId, secret, units: [{code, name, …}]}`. Throws `adapter-settings-invalid`. */
export async function readAxisMembers(path: string): Promise<readonly AxisMember[]> {
  try {
    return checkAxisMembers(JSON.parse(await readFile(path, "utf8")));
  } catch (cause) {
    if (cause instanceof AdapterError) throw cause;
    throw new AdapterError("adapter-settings-invalid", `the members file ${path} cannot be read as JSON`, { path }, { cause });
  }
}

/** Checks shape and uniqueness: one account per system id, one owner per unit in either generation of its code. */
export function checkAxisMembers(value: unknown): readonly AxisMember[] {
  const parsed = membersSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join(".") ?? "";
    throw new AdapterError("adapter-settings-invalid", `the members of the axis simulator are wrong at ${where === "" ? "the top" : where}: ${issue?.message ?? ""}`, { where });
  }
  const owners = new Map<string, string>();
  for (const member of parsed.data) {
    if (owners.has(member.systemId)) throw new AdapterError("adapter-settings-invalid", `the system id ${member.systemId} appears twice`, { systemId: member.systemId });
    owners.set(member.systemId, member.systemId);
    for (const unit of member.units) {
      for (const key of new Set([unit.code, unit.oldCode ?? unit.code].map(agencyKey))) {
        if (owners.has(`unit ${key}`)) throw new AdapterError("adapter-settings-invalid", `the unit ${unit.code} belongs to two members`, { code: unit.code });
        owners.set(`unit ${key}`, member.systemId);
      }
    }
  }
  return parsed.data;
}
