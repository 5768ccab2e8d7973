/** Tells what is told to it, but the same again and again only once. */
export const onceInARow = (tell: (text: string) => void): ((text: string) => void) => {
  let last = "";
  return (text) => {
    if (text !== last) tell(text);
    last = text;
  };
};
