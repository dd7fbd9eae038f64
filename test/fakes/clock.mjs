// Loaded before the program (node --import): its clock starts at TEST_NOW and goes on from there.
const start = Date.parse(process.env.TEST_NOW ?? '');
if (Number.isNaN(start)) throw new Error('TEST_NOW is no time');
const RealDate = Date;
const shift = start - RealDate.now();

globalThis.Date = class extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + shift);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + shift;
  }
};
