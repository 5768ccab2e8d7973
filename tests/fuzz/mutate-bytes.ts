import type { Random } from "./random.ts";

const SPICES: readonly Buffer[] = [
  ..."{ } [ ] \" \\ , : & = . % + ' < > # ; \u0000 \u2028 é".split(" "),
  "null",
  "1e999",
  "-",
  "\\ud800",
  "\\u0000",
  "%00",
  "%ff",
  "%zz",
  "&Action=DeleteUser",
  "&Version=1999-01-01",
  '"__proto__":{"a":1},',
  "/*",
  "NaN",
  "\r\n\r\n",
]
  .map((text) => Buffer.from(text))
  .concat(
    Buffer.from([0xff]),
    Buffer.from([0xc3, 0x28]),
    Buffer.from([0xed, 0xa0, 0x80]),
    Buffer.from([0xef, 0xbb, 0xbf]),
  );

/** A member that is there is there twice: the second time with another value. */
const doubled = (random: Random, body: Buffer): Buffer => {
  const text = body.toString("utf8");
  if (text.startsWith("{")) {
    const names = [...text.matchAll(/"([A-Za-z]+)":/g)].map(([, name]) => name ?? "");
    const member = `{"${names.length === 0 ? "a" : random.pick(names)}":${random.pick(["null", "1", '"x"', "[]"])},`;
    return Buffer.from(member + text.slice(1).replace(/^\}/, '"z":1}'));
  }
  return Buffer.from(`${text}&${random.pick(text.split("&"))}${random.pick(["", "x", ".1", ".member.1=a"])}`);
};

/** A body with one thing changed in its bytes. */
export const mutateBytes = (random: Random, body: Buffer): Buffer => {
  const at = random.below(body.length + 1);
  const [head, tail] = [body.subarray(0, at), body.subarray(at)];
  switch (random.below(7)) {
    case 0:
      return head;
    case 1:
      return Buffer.concat([head, tail.subarray(1 + random.below(20))]);
    case 2:
      return Buffer.concat([head, random.pick(SPICES), tail.subarray(random.below(4))]);
    case 3:
      return Buffer.concat([head, tail.subarray(0, 20), tail]);
    case 4:
      return doubled(random, body);
    case 5:
      return Buffer.from(
        random.pick(["", "{", "[]", "null", '""', "7", "{}", "=", "&&&", "<a/>", "Action", "[[[["]),
      );
    default:
      return Buffer.concat([head, random.pick(SPICES), tail]);
  }
};
