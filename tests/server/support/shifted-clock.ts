/** Preloaded into a server of a test's own (node --import): sets its clock ahead by WITNESSBOX_TEST_SHIFT ms. @module */
const shift = Number(process.env['WITNESSBOX_TEST_SHIFT'] ?? 0);
const RealDate = Date;

class ShiftedDate extends RealDate {
  constructor(...given: ConstructorParameters<typeof Date> | []) {
    if (given.length === 0) super(RealDate.now() + shift);
    else super(...given);
  }

  static override now(): number {
    return RealDate.now() + shift;
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
