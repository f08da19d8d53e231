/** Where the numbers go to that a state is told by. */
export interface StateWords {
  push(word: number): void;
}
