import { HouseError, type HouseFaultCode } from "../../core/fault.ts";

/** What differs between SOAP 1.1 (W3C Note 2000) and 1.2 (W3C Recommendation 2007) on the wire. */
export interface SoapVersion {
  readonly name: "1.1" | "1.2";
  readonly namespace: string;
  readonly mediaType: string;
  /** Names of the two sides in a fault. */
  readonly sides: { readonly caller: string; readonly gateway: string };
}

export const SOAP_11: SoapVersion = { name: "1.1", namespace: "http://schemas.xmlsoap.org/soap/envelope/", mediaType: "text/xml", sides: { caller: "Client", gateway: "Server" } };
export const SOAP_12: SoapVersion = { name: "1.2", namespace: "http://www.w3.org/2003/05/soap-envelope", mediaType: "application/soap+xml", sides: { caller: "Sender", gateway: "Receiver" } };

/** Namespace of our elements, and the beginning of every SOAPAction: `urn:lienthong:soap:v1/SendDocument`. */
export const NAMESPACE = "urn:lienthong:soap:v1";
export const XOP_NAMESPACE = "http://www.w3.org/2004/08/xop/include";

export function versionOf(namespace: string): SoapVersion | null {
  return [SOAP_11, SOAP_12].find((version) => version.namespace === namespace) ?? null;
}

/** A refusal for which SOAP has a fault code of its own. */
export class SoapRefused extends HouseError {
  readonly soapCode: "VersionMismatch" | "MustUnderstand";

  constructor(soapCode: SoapRefused["soapCode"], message: string, facts: Readonly<Record<string, string>>, code: HouseFaultCode = "request-invalid") {
    super(code, message, facts);
    this.soapCode = soapCode;
  }
}
