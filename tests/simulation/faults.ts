import type { Random } from "./random.ts";

/** How bad the network is; all probabilities of one message or call. */
export type Weather = {
  readonly lostRequest: number;
  readonly lostAnswer: number;
  readonly duplicate: number;
  readonly slow: number;
};

const CALM: Weather = { lostRequest: 0, lostAnswer: 0, duplicate: 0, slow: 0 };

/** The network's faults, until they cease. */
export class Faults {
  #weather: Weather;
  readonly #random: Random;

  constructor(random: Random, weather: Weather) {
    this.#random = random;
    this.#weather = weather;
  }

  get raging(): boolean {
    return this.#weather !== CALM;
  }

  cease(): void {
    this.#weather = CALM;
  }

  /** How long something is on its way, in milliseconds. */
  delay(): number {
    if (this.#random.chance(this.#weather.slow)) return this.#random.between(100, 5000);
    return this.#random.between(1, 30);
  }

  /** After how long of silence an agent gives a connection up, in milliseconds. */
  silence(): number {
    return this.#random.between(60_000, 120_000);
  }

  losesRequest(): boolean {
    return this.#random.chance(this.#weather.lostRequest);
  }

  losesAnswer(): boolean {
    return this.#random.chance(this.#weather.lostAnswer);
  }

  duplicates(): boolean {
    return this.#random.chance(this.#weather.duplicate);
  }
}
