const special = /[&<>\r[\p{Cc}--[\t\n\x7f-\x9f]]\p{Cs}\ufffe\uffff]/v;
const specials = new RegExp(special.source, "gv");

const entity = (character: string): string => {
  switch (character) {
    case "&":
      return "&amp;";
    case "<":
      return "&lt;";
    case ">":
      return "&gt;";
    case "\r":
      return "&#xD;";
    default:
      // Why replaced: XML 1.0 has no way to write these, and one of them makes the whole answer unreadable.
      return "\ufffd";
  }
};

/** A text as the content of an XML element. */
export const xmlText = (text: string): string => (special.test(text) ? text.replace(specials, entity) : text);
