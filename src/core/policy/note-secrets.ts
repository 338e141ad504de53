import type { Access } from "../actor.ts";
import { FieldsRefused } from "../fault.ts";
import type { PolicyService } from "./service.ts";

/**
 * Around whatever a door does with a submission: when it was refused for its secrecy, the journal has a line that says which door, who and when,
 * and nothing of what it was (QĐ 28/2018 Đ.1.2).
 */
export async function notingSecrets<Result>(service: Pick<PolicyService, "noteSecretRefused">, door: string, access: () => Access | null, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof FieldsRefused && error.problems.some(({ code }) => code === "secret-content-forbidden")) await service.noteSecretRefused(door, access());
    throw error;
  }
}
