import { parseOrganId, type LocalDate } from "#edxml";
import { actorName, isOperator, notFound } from "../access.ts";
import type { Access } from "../actor.ts";
import type { LiveCalendars } from "../calendar/live.ts";
import { instantAt } from "../calendar/local-time.ts";
import { nextWorkingDay } from "../calendar/working-time.ts";
import { FieldsRefused, HouseError } from "../fault.ts";
import { asId, newId, type AccountId, type HandoverId } from "../ids.ts";
import type { HandoverCommand } from "./account-commands.ts";
import type { Account } from "./account.ts";
import type { Handover } from "./handover.ts";
import { changing, lockIn, type ManageNeeds } from "./manage.ts";

export interface HandoverNeeds extends ManageNeeds {
  readonly calendars: LiveCalendars;
}

/** 01/2022/QĐ-UBND Đắk Nông Đ.23.2.b. */
const WORKING_DAYS = 5;
const RULE = "01/2022/QĐ-UBND Đắk Nông Đ.23";

export async function openHandover(needs: HandoverNeeds, id: AccountId, command: HandoverCommand, access: Access): Promise<Handover> {
  let opened: Handover | null = null;
  await changing(needs, id, access, async (tx, before, at) => {
    const successorId = asId<AccountId>(command.successor);
    const successor = successorId === null ? null : await tx.accounts.byId(successorId);
    if (successor === null || successor.locked !== null || successor.id === id) throw refused("Người nhận bàn giao: cần là một tài khoản khác, đang dùng được.");
    const work = await tx.accounts.openWork(id, before.agencies);
    const strange = [...new Set(work.map(({ agencyCode }) => agencyCode))].filter((code) => !successor.agencies.includes(code));
    if (strange.length > 0) throw refused(`Người nhận bàn giao: chưa gắn với ${strange.join(", ")}, nơi còn việc dở. Hãy gắn cơ quan cho tài khoản đó trước.`);
    const after = await lockIn(tx, before, `bàn giao cho ${successor.userName} theo ${command.decision}`, access, at);
    opened = {
      id: newId<HandoverId>(),
      accountId: id,
      fullName: before.fullName,
      successorId: successor.id,
      successorName: successor.fullName,
      decision: command.decision,
      decidedOn: command.decidedOn as LocalDate,
      openedAt: at,
      openedBy: actorName(access.actor),
      ...dueOf(needs.calendars, before, command.decidedOn as LocalDate),
      work,
      doneAt: null,
      doneBy: null,
    };
    await tx.addHandover(opened);
    await tx.append({ kind: "account.handover-opened", at, actor: access.actor, facts: { accountId: id, handoverId: opened.id, successorId: successor.id, decision: command.decision, decidedOn: command.decidedOn, dueAt: opened.dueAt.toISOString(), documents: work.map((item) => item.id) } });
    return after;
  });
  if (opened === null) throw new HouseError("invariant-broken", `the hand-over of account ${id} was not opened`, { accountId: id });
  return opened;
}

export async function finishHandover({ store, clock }: HandoverNeeds, id: HandoverId, access: Access): Promise<Handover> {
  const known = await store.reader.accounts.handover(id);
  if (known === null || !(isOperator(access) || isSuccessor(access, known))) throw notFound("hand-over", id);
  const [at, by] = [clock.now(), actorName(access.actor)];
  await store.write(async (tx) => {
    if (!(await tx.finishHandover(id, at, by))) throw new HouseError("move-illegal", `hand-over ${id} was finished before`, { handoverId: id });
    await tx.append({ kind: "account.handover-done", at, actor: access.actor, facts: { accountId: known.accountId, handoverId: id, late: at >= known.dueAt } });
  });
  return { ...known, doneAt: at, doneBy: by };
}

/** All for operators and auditors, for others those that name them. */
export async function handovers({ store }: HandoverNeeds, access: Access): Promise<readonly Handover[]> {
  if (access.agencies === "all") return await store.reader.accounts.handovers(null);
  return access.actor.kind === "person" ? await store.reader.accounts.handovers(access.actor.accountId) : [];
}

/** The end of the fifth working day after the decision. */
function dueOf(calendars: LiveCalendars, { agencies: [agency] }: Account, decidedOn: LocalDate): Pick<Handover, "dueAt" | "provisional" | "calendarVersion"> {
  const calendar = agency === undefined ? calendars.named("VN", decidedOn) : calendars.for(parseOrganId(agency), decidedOn);
  let date = decidedOn;
  let provisional = false;
  for (let day = 0; day < WORKING_DAYS; day += 1) {
    const next = nextWorkingDay(date, calendar);
    date = next.date;
    provisional ||= next.doubts.length > 0;
  }
  return { dueAt: instantAt(date, 1440), provisional, calendarVersion: calendar.version };
}

function isSuccessor({ actor }: Access, { successorId }: Handover): boolean {
  return actor.kind === "person" && actor.accountId === successorId;
}

function refused(message: string): FieldsRefused {
  return new FieldsRefused([{ field: "/successor", code: "field-invalid", message, rule: RULE }]);
}
