/**
 * Guided generation: where few programs came to, more are sent.
 *
 * A share of the programs is fresh, each made of the seed and its number alone, as without a guide. Of the others, the
 * guided ones, each has a target: one of the subject's marks, the likelier the fewer programs came to it. Where none did,
 * nothing is known but that the usual ways do not lead there, so the program is one full of strays (strays.ts). Where
 * some did, it may also be a mutant (mutate.ts) of the shortest of them.
 *
 * The corpus is those shortest programs, one for each mark that was reached: at most as many as there are marks. A
 * program that is no longer the shortest for any mark is forgotten.
 *
 * What first reaches a mark is most often a stray: without mutants the coldest marks come sooner still. Mutants come again
 * and again to what is cold, and go on from there.
 *
 * All of it is a function of the seed and of what was learnt. bench/guidance.ts measures what it brings.
 */
import type { Mark } from '../../spec/mark.ts';
import { Prng, mixSeed } from '../base/prng.ts';
import { renumber } from '../program/close.ts';
import { STRIDE, commandCount } from '../program/program.ts';
import type { Program } from '../program/program.ts';
import { generateProgram } from './generate.ts';
import { mutate } from './mutate.ts';
import { DEED_NAMES } from './profile.ts';
import type { Profile } from './profile.ts';
import { sprinkle } from './strays.ts';
import { Weighted } from './weighted.ts';

/** What a run tells of its program. */
interface Learnt {
  readonly marks: readonly Pick<Mark, 'id'>[];
  /** Ids of the marks that it came to. */
  readonly reached: ReadonlySet<string>;
}

/** What is known of a mark. */
interface Known {
  /** Runs that came to it. */
  readonly runs: number;
  /** The shortest program that did; undefined where none did. */
  readonly shortest: Program | undefined;
}

const UNREACHED: Known = { runs: 0, shortest: undefined };
/**
 * Fresh programs before the first that may be as long as the profile says; from the shortest on, each may be longer than
 * the one before by the same factor. Most of what breaks does so in a few commands: so it is found by fewer of them, and
 * what is found is short already.
 */
const RAMP = 16;
/** Number of the stream that guided programs draw from: no fresh program has it. */
const GUIDED = -1;
/** One guided program in so many is a mutant, where its target was reached; the others explore. */
const MUTATES = 3;
/** Commands of a program that explores. */
const LENGTH: readonly [low: number, high: number] = [120, 200];
/** Mallocs for each other deed, where deeds are even. */
const MALLOCS = 4;

/** What a program that explores is made of. */
interface Mixture {
  /** By the weights of the profile, or each as likely as the next. */
  readonly deeds: 'usual' | 'even';
  /** Share of strays among the commands: 0…1. */
  readonly strays: number;
}

/**
 * Each comes to marks that the others seldom do: strays alone to those between two steps of a collection, usual deeds
 * among them to what needs a full span, even ones to what needs an object of a rare kind.
 */
const MIXTURES: readonly Mixture[] = [
  { deeds: 'usual', strays: 1 },
  { deeds: 'usual', strays: 1 },
  { deeds: 'usual', strays: 0.5 },
  { deeds: 'even', strays: 0.5 },
];

export class Guide {
  readonly #profile: Profile;
  readonly #seed: number;
  readonly #prng: Prng;
  /** By id of the mark. */
  readonly #known = new Map<string, Known>();
  #fresh = 0;
  #guided = 0;

  /** @param seed  32 bits. The fresh programs are those of the same seed without a guide */
  constructor(profile: Profile, seed: number) {
    this.#profile = profile;
    this.#seed = seed;
    this.#prng = new Prng(mixSeed(seed, GUIDED));
  }

  /** The next program. It depends on all that was learnt before. */
  next(): Program {
    const { guided } = this.#profile.shares;
    const made = this.#fresh + this.#guided + 1;
    const isGuided = this.#guided < Math.floor((made * guided) / 100);
    if (!isGuided) {
      this.#fresh += 1;
      return freshProgram(this.#profile, this.#seed, this.#fresh - 1);
    }
    this.#guided += 1;
    const entry = this.#drawEntry();
    if (entry === undefined || !this.#prng.oneIn(MUTATES)) return this.#explore();
    const donor = (): Program => this.#drawEntry() ?? entry;
    return mutate(entry, { prng: this.#prng, profile: this.#profile, donor });
  }

  /** Takes note of where a program came to, whoever made it. */
  learn(program: Program, { marks, reached }: Learnt): void {
    const isEntry = commandCount(program) <= this.#profile.commandsMax;
    for (const { id } of marks) {
      const { runs, shortest } = this.#known.get(id) ?? UNREACHED;
      if (!reached.has(id)) this.#known.set(id, { runs, shortest });
      else
        this.#known.set(id, {
          runs: runs + 1,
          shortest: isEntry ? shorter(program, shortest) : shortest,
        });
    }
  }

  /** The corpus, by id of the mark. */
  get corpus(): ReadonlyMap<string, Program> {
    const corpus = new Map<string, Program>();
    for (const [id, { shortest }] of this.#known)
      if (shortest !== undefined) corpus.set(id, shortest);
    return corpus;
  }

  /** The program for a target; undefined where the target was not reached. */
  #drawEntry(): Program | undefined {
    const all = [...this.#known.values()];
    if (all.length === 0) return undefined;
    return new Weighted(
      all,
      all.map(({ runs }) => 1 / (1 + runs)),
    ).pick(this.#prng).shortest;
  }

  /** Deeds and strays in one of several mixtures. */
  #explore(): Program {
    const prng = this.#prng;
    const { deeds, strays } = prng.pick(MIXTURES);
    const profile = exploring(this.#profile, deeds);
    const length = Math.min(prng.between(...LENGTH), profile.commandsMax);
    const count = Math.floor(length * strays);
    const own = length - count;
    const range = { commandsMin: Math.max(1, own), commandsMax: Math.max(1, own) };
    const program = generateProgram(prng, { ...profile, ...range });
    const commands = program.commands.subarray(0, own * STRIDE);
    return renumber(sprinkle({ ...program, commands }, count, prng, profile));
  }
}

/** Fresh program `index` of a seed. @param seed  32 bits. @param index  from 0 */
export function freshProgram(profile: Profile, seed: number, index: number): Program {
  const { commandsMin, commandsMax } = profile;
  const grown = Math.min(1, (index + 1) / RAMP);
  const most = Math.floor(commandsMin * (commandsMax / commandsMin) ** grown);
  return generateProgram(new Prng(mixSeed(seed, index)), { ...profile, commandsMax: most });
}

function shorter(program: Program, other: Program | undefined): Program {
  if (other === undefined) return program;
  return commandCount(program) <= commandCount(other) ? program : other;
}

/** The profile with more of what makes a heap busy: all its programs collect in steps, and schedule, if they can. */
function exploring(profile: Profile, deeds: Mixture['deeds']): Profile {
  const { collecting, stepped, scheduled } = profile.shares;
  const always = (share: number): number => (share > 0 ? 100 : 0);
  const shares = {
    ...profile.shares,
    collecting: always(collecting),
    stepped: always(stepped),
    scheduled: always(scheduled),
  };
  return { ...profile, shares, deeds: deeds === 'even' ? evenly(profile.deeds) : profile.deeds };
}

/** All deeds that there are as likely as each other, but for malloc, which all need. */
function evenly(deeds: Profile['deeds']): Profile['deeds'] {
  const even = { ...deeds };
  for (const name of DEED_NAMES) even[name] = Math.sign(deeds[name]);
  return { ...even, malloc: MALLOCS };
}
