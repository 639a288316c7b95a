/** How many columns text takes in a terminal: East Asian wide characters and pictures take two, combining marks none. */
export function terminalWidth(text: string): number {
  let columns = 0;
  for (const character of text) columns += isWide.test(character) ? 2 : isCombining.test(character) ? 0 : 1;
  return columns;
}

const isWide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const isCombining = /\p{Mn}|\p{Me}/u;
