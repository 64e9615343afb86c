/* Blanks are filled with text, never with markup. */

const BLANK = /⟦(\w+)⟧/g;
const MARKS = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

export const escape = (text) => String(text).replace(/[&<>"']/g, (mark) => MARKS[mark]);

export function fill(page, values) {
  return page.replace(BLANK, (_, name) => escape(values[name] ?? ""));
}
