import { invalidParameter } from "../../errors.ts";
import { invalidExpression, type Token, tokensOf } from "./tokens.ts";
import { type Wildcard, wildcard } from "./wildcard.ts";

/** How a subject is compared with a value. */
export type Comparison = "==" | "!=" | "<" | "<=" | ">" | ">=";

/** An expression of the cluster query language. */
export type Expression =
  | { readonly kind: "and" | "or"; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "not"; readonly of: Expression }
  | { readonly kind: "compare"; readonly subject: string; readonly by: Comparison; readonly value: string }
  | {
      readonly kind: "match";
      readonly subject: string;
      readonly pattern: Wildcard;
      readonly negated: boolean;
    }
  | {
      readonly kind: "in";
      readonly subject: string;
      readonly values: readonly string[];
      readonly negated: boolean;
    }
  | { readonly kind: "exists"; readonly subject: string; readonly negated: boolean };

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  "==": "==",
  equals: "==",
  "!=": "!=",
  not_equals: "!=",
  "<": "<",
  less_than: "<",
  "<=": "<=",
  less_than_equal: "<=",
  ">": ">",
  greater_than: ">",
  ">=": ">=",
  greater_than_equal: ">=",
};

const SUBJECT =
  /^(?:attribute:[\w.\-/]+|task:group|agentConnected|agentVersion|ec2InstanceId|registeredAt|runningTasksCount)$/;

/** Beyond this an expression is refused; AWS's own limit. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementConstraint.html */
const LONGEST = 2000;

/**
 * Reads an expression. Words for operators, `and`, `or` and `not` may be written in any letter case;
 * `and` binds closer than `or`.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-query-language.html
 *
 * @throws AwsError InvalidParameterException with the position of the mistake
 */
export const parseExpression = (text: string): Expression => {
  if (text.length > LONGEST)
    throw invalidParameter(`Expression must not be longer than ${LONGEST} characters.`);
  const reader = new Reader(tokensOf(text));
  const expression = reader.either(0);
  reader.expect("end");
  return expression;
};

const DEEPEST = 100;

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  #peek(): Token {
    // INVARIANT: the list ends with an "end" token, which is never passed.
    return this.#tokens[this.#at]!;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== "end") this.#at += 1;
    return token;
  }

  #takes(...words: readonly string[]): boolean {
    const token = this.#peek();
    if (token.quoted || !words.includes(token.text.toLowerCase()) || token.kind === "end") return false;
    this.#at += 1;
    return true;
  }

  expect(kind: Token["kind"]): Token {
    const token = this.#next();
    if (token.kind !== kind) throw unexpected(token);
    return token;
  }

  either(depth: number): Expression {
    if (depth > DEEPEST) throw invalidParameter("Expression is nested too deeply.");
    let left = this.#both(depth);
    while (this.#takes("or", "||")) left = { kind: "or", left, right: this.#both(depth) };
    return left;
  }

  #both(depth: number): Expression {
    let left = this.#single(depth);
    while (this.#takes("and", "&&")) left = { kind: "and", left, right: this.#single(depth) };
    return left;
  }

  #single(depth: number): Expression {
    if (depth > DEEPEST) throw invalidParameter("Expression is nested too deeply.");
    if (this.#takes("not", "!")) return { kind: "not", of: this.#single(depth + 1) };
    if (this.#peek().kind === "(") {
      this.#next();
      const inner = this.either(depth + 1);
      this.expect(")");
      return inner;
    }
    return this.#condition();
  }

  #condition(): Expression {
    const token = this.expect("word");
    if (token.quoted || !SUBJECT.test(token.text)) throw unexpected(token);
    const subject = token.text;
    const operator = this.#next();
    const word = operator.text.toLowerCase();
    if (operator.text === "!") {
      const next = this.#next();
      if (next.kind === "word" && next.text.toLowerCase() === "exists") {
        return { kind: "exists", subject, negated: true };
      }
      if (next.kind === "word" && next.text.toLowerCase() === "in") return this.#in(subject, true);
      throw unexpected(next);
    }
    const by = Object.hasOwn(COMPARISONS, word) ? COMPARISONS[word] : undefined;
    if (by !== undefined) return { kind: "compare", subject, by, value: this.expect("word").text };
    switch (word) {
      case "exists":
      case "not_exists":
        return { kind: "exists", subject, negated: word === "not_exists" };
      case "in":
      case "not_in":
        return this.#in(subject, word === "not_in");
      case "=~":
      case "matches":
      case "!~":
      case "not_matches":
        return this.#match(subject, word === "!~" || word === "not_matches");
      default:
        throw unexpected(operator);
    }
  }

  #in(subject: string, negated: boolean): Expression {
    const open = this.#next();
    if (open.kind !== "[" && open.kind !== "(") throw unexpected(open);
    const values = [this.expect("word").text];
    while (this.#peek().kind === ",") {
      this.#next();
      values.push(this.expect("word").text);
    }
    this.expect(open.kind === "[" ? "]" : ")");
    return { kind: "in", subject, values, negated };
  }

  #match(subject: string, negated: boolean): Expression {
    const token = this.expect("word");
    return { kind: "match", subject, pattern: wildcard(token.text), negated };
  }
}

const unexpected = (token: Token) =>
  invalidExpression(token.kind === "end" ? "end" : `"${token.text}"`, token.position);
