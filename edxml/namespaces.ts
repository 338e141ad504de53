/** The one namespace of QCVN 102:2016; root and attachments take it as default, the envelope through prefix `edXML`. */
export const EDXML_NAMESPACE = "http://www.mic.gov.vn/TBT/QCVN_102_2016";
export const XMLDSIG_NAMESPACE = "http://www.w3.org/2000/09/xmldsig#";
export const XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace";
export const XMLNS_NAMESPACE = "http://www.w3.org/2000/xmlns/";
