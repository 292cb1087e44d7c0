/**
 * How far apart two colours look to people with and without a colour deficiency: the difference of CIE 1976 between
 * what is left of them by the model of Machado, Oliveira and Fernandes (2009) at full severity.
 */
export function leastDifference(a: string, b: string): number {
  return Math.min(...Object.values(visions).map((vision) => differenceOf(seen(a, vision), seen(b, vision))));
}

type Triple = readonly [number, number, number];
type Matrix = readonly [Triple, Triple, Triple];

const visions: Readonly<Record<"usual" | "protan" | "deutan" | "tritan", Matrix>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function differenceOf(a: Triple, b: Triple): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** CIELAB of an `#rrggbb`, as somebody sees it. */
function seen(colour: string, [red, green, blue]: Matrix): Triple {
  const light = linear(colour);
  return labOf([dot(red, light), dot(green, light), dot(blue, light)]);
}

function linear(colour: string): Triple {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return [channel(1), channel(3), channel(5)];
}

function labOf(light: Triple): Triple {
  const within: Triple = [clamp(light[0]), clamp(light[1]), clamp(light[2])];
  const x = bent(dot([0.4124, 0.3576, 0.1805], within) / 0.95047);
  const y = bent(dot([0.2126, 0.7152, 0.0722], within));
  const z = bent(dot([0.0193, 0.1192, 0.9505], within) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function bent(value: number): number {
  return value > 0.008856 ? Math.cbrt(value) : 7.787 * value + 16 / 116;
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}

function dot(a: Triple, b: Triple): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
