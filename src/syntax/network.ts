/** Whether a text is a network in the notation of CIDR: `10.0.0.0/8`, `fe80::/10`. */
export function isNetwork(text: string): boolean {
  return text.includes("/") && /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f:]*:[0-9a-f:]*)\/\d{1,3}$/i.test(text);
}
