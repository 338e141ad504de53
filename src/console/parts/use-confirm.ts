import { App } from "antd";
import { faultOf, sayFault } from "../api/fault.ts";

export interface Question {
  readonly title: string;
  readonly text?: string;
  readonly confirm: string;
  readonly danger?: boolean;
  readonly done: string;
  readonly run: () => Promise<unknown>;
}

/** Asks before it does something that needs no words, and says what came of it. */
export function useConfirm(): (question: Question) => void {
  const { modal, message } = App.useApp();
  return ({ title, text, confirm, danger = false, done, run }) => {
    const act = async (): Promise<void> => {
      try {
        await run();
        void message.success(done);
      } catch (error) {
        const { title: refused, advice } = sayFault(faultOf(error));
        void message.error(`${refused}. ${advice}`);
      }
    };
    modal.confirm({ title, content: text, okText: confirm, okButtonProps: { danger }, cancelText: "Thôi", onOk: () => act() });
  };
}
