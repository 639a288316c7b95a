/** Text from outside in one harmless line: control, bidirectional and zero-width characters become spaces; longer text is cut. */
export function plainText(text: string, maxLength = 300): string {
  const line = text
    .slice(0, maxLength * 4)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}
