import { createTransport } from "nodemailer";
import { AdapterError } from "../errors.ts";

export interface SmtpSettings {
  /** `smtp://user:password@host:587` or `smtps://…`. Holds the password: never logged. */
  readonly url: string;
  readonly from: { readonly name: string; readonly address: string };
}

/** A letter as plain text. Names and the subject may hold anything; they never become headers of their own. */
export interface Mail {
  /** Stays the same when it is sent again, so that a mailbox can tell. */
  readonly id: string;
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
}

export interface MailSender {
  /** Resolves when the server has taken it. Throws `partner-unreachable`, `partner-timeout`, `partner-credentials-refused`, `partner-failed`, and `partner-refused` for an address it will never take. */
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_MS = 10_000;
const ANSWER_MS = 30_000;

/** Thư điện tử by SMTP; TLS as the URL says, else as soon as the server offers it. */
export function smtpSender({ url, from }: SmtpSettings): MailSender {
  const transport = createTransport(url, { connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: ANSWER_MS, disableFileAccess: true, disableUrlAccess: true } as object);
  const domain = from.address.slice(from.address.lastIndexOf("@") + 1);
  return {
    async send({ id, to, subject, text }) {
      try {
        await transport.sendMail({
          messageId: `<${id}@${domain}>`,
          from: { name: oneLine(from.name), address: from.address },
          to: { name: oneLine(to.name), address: to.address },
          subject: oneLine(subject),
          text,
          textEncoding: "base64",
          headers: { "Auto-Submitted": "auto-generated" },
        });
      } catch (cause) {
        throw adapterErrorOf(cause, id);
      }
    },
    async close() {
      transport.close();
      await Promise.resolve();
    },
  };
}

/** A line break in a name would begin another header. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
}

function adapterErrorOf(cause: unknown, id: string): AdapterError {
  const { code, responseCode } = cause instanceof Error ? (cause as Error & { readonly code?: string; readonly responseCode?: number }) : {};
  const facts = { mailId: id, ...(responseCode !== undefined && { answer: responseCode }) };
  if (code === "EAUTH") return new AdapterError("partner-credentials-refused", "the mail server does not know us", facts, { cause, hint: "check LIENTHONG_SMTP_URL" });
  if (code === "ETIMEDOUT") return new AdapterError("partner-timeout", "the mail server does not answer", facts, { cause });
  if (responseCode !== undefined && responseCode >= 500) return new AdapterError("partner-refused", `the mail server refuses the mail with ${responseCode}`, facts, { cause });
  if (responseCode !== undefined) return new AdapterError("partner-failed", `the mail server cannot take the mail now: ${responseCode}`, facts, { cause });
  return new AdapterError("partner-unreachable", "the mail server cannot be reached", facts, { cause });
}
