import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minutesFor, PIECES, RATES, restAfter, SLOWLY, unevenPiece } from '../../web/source/tempo.ts';

const chance = fc.double({ min: 0, max: 1, noNaN: true });
const tempo = fc.record({ rate: fc.constantFrom(...RATES), piece: fc.constantFrom(...PIECES) });

describe('sending slowly', () => {
  test('pieces are half to one and a half times what was chosen, or what the rate allows, whatever chance says', () => {
    fc.assert(
      fc.property(tempo, chance, (chosen, drawn) => {
        const piece = unevenPiece(chosen, drawn);
        const mean = Math.min(chosen.piece, chosen.rate * 1.25);
        expect(piece).toBeGreaterThanOrEqual(mean / 2);
        expect(piece).toBeLessThanOrEqual(Math.ceil(mean * 1.5));
      }),
    );
  });

  test('no rest is so long that a server or a circuit would give the upload up', () => {
    fc.assert(
      fc.property(tempo, chance, fc.nat(60_000), (chosen, drawn, took) => {
        const rest = restAfter(chosen, unevenPiece(chosen, drawn), took, drawn);
        expect(rest).toBeGreaterThanOrEqual(0);
        expect(rest).toBeLessThanOrEqual(300_000);
      }),
    );
  });

  test.each(RATES.flatMap((rate) => PIECES.map((piece) => ({ rate, piece }))))(
    'over many pieces the rate comes out as chosen, where the line allows it: $rate, $piece',
    (chosen) => {
      const { rate } = chosen;
      let [bytes, milliseconds] = [0, 0];
      const draws = 4000;
      for (let draw = 0; draw < draws; draw += 1) {
        // Every chance once, in an order in which large pieces and long rests do not go together.
        const piece = unevenPiece(chosen, ((draw * 1777) % draws) / draws);
        bytes += piece;
        milliseconds += 100 + restAfter(chosen, piece, 100, (draw + 0.5) / draws);
      }
      expect((bytes / milliseconds) * 60_000).toBeGreaterThan(rate * 0.9);
      expect((bytes / milliseconds) * 60_000).toBeLessThan(rate * 1.1);
    },
  );

  test('a line that is slower than the rate is not made slower still', () => {
    expect(restAfter(SLOWLY, SLOWLY.piece, 3_600_000, 0.99)).toBe(0);
  });

  test('says how long it takes, and never that it takes no time', () => {
    expect(minutesFor(SLOWLY, 5_000_000)).toBe(10);
    expect(minutesFor(SLOWLY, 1)).toBe(1);
  });
});
