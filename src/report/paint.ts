/** Colours, or none: the part of picocolors that the reports use. */
export interface Paint {
  readonly bold: Stroke;
  readonly dim: Stroke;
  readonly red: Stroke;
  readonly green: Stroke;
  readonly yellow: Stroke;
}

type Stroke = (text: string) => string;

const unpainted: Stroke = (text) => text;

export const PLAIN: Paint = {
  bold: unpainted,
  dim: unpainted,
  red: unpainted,
  green: unpainted,
  yellow: unpainted,
};
