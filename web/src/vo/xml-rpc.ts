// XML-RPC as SAMP uses it: calls and answers made of strings, lists and maps only (SAMP 1.3, sections 3.3 and 4.3).

import { child, parse, type XmlElement } from "./xml.ts";

/** All that may travel by SAMP: no numbers, no booleans, no nulls (SAMP 1.3 §3.3). */
export type SampValue = string | SampValue[] | SampMap;
export interface SampMap {
  [key: string]: SampValue;
}

/** The other side answered, and refused: the fault string of XML-RPC. */
export class SampFault extends Error {
  override name = "SampFault";
}

/** The XML text of a call. Characters that SAMP does not allow are replaced by plain ones. */
export function writeCall(method: string, params: SampValue[]): string {
  const body = params.map((param) => `<param>${writeValue(param)}</param>`).join("");
  return `<?xml version="1.0"?>\n<methodCall><methodName>${escape(method)}</methodName><params>${body}</params></methodCall>`;
}

/** The value of an answer. A fault is thrown as SampFault; text that is no answer as an Error that says so. */
export function readAnswer(text: string): SampValue {
  const root = parse(text);
  if (root.name !== "methodResponse") throw new Error(`not an answer of XML-RPC: its outer element is <${root.name}>`);
  const fault = child(root, "fault");
  if (fault) throw new SampFault(faultText(readValue(child(fault, "value"))));
  const param = child(child(root, "params") ?? root, "param");
  return readValue(child(param, "value"));
}

/**
 * Text of the characters that SAMP carries (SAMP 1.3 §3.3: tab, line ends, 0x20 to 0x7F).
 * Accents are dropped ("Gómez" -> "Gomez"), all else becomes "?".
 */
export function plainText(text: string): string {
  if (/^[\t\n\r\x20-\x7f]*$/.test(text)) return text;
  const bare = text.normalize("NFKD").replace(/\p{M}/gu, "");
  return [...bare].map((c) => (/[\t\n\r\x20-\x7f]/.test(c) ? c : "?")).join("");
}

function writeValue(value: SampValue): string {
  if (typeof value === "string") return `<value>${escape(value)}</value>`;
  if (Array.isArray(value)) return `<value><array><data>${value.map(writeValue).join("")}</data></array></value>`;
  const members = Object.entries(value).map(([k, v]) => `<member><name>${escape(k)}</name>${writeValue(v)}</member>`);
  return `<value><struct>${members.join("")}</struct></value>`;
}

function escape(text: string): string {
  return plainText(text).replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/\r/g, "&#13;");
}

function readValue(value: XmlElement | undefined): SampValue {
  if (!value) return "";
  const typed = value.children[0];
  if (!typed) return value.text;
  if (typed.name === "struct") return readStruct(typed);
  if (typed.name !== "array") return typed.text;
  return (child(typed, "data")?.children ?? []).map(readValue);
}

function readStruct(struct: XmlElement): SampMap {
  const entries = struct.children
    .filter((member) => member.name === "member")
    .map((member) => [child(member, "name")?.text ?? "", readValue(child(member, "value"))] as const);
  return Object.fromEntries(entries);
}

function faultText(fault: SampValue): string {
  if (typeof fault === "object" && !Array.isArray(fault) && typeof fault.faultString === "string") return fault.faultString;
  return "refused without a reason";
}
