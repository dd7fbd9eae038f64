/** The commands that read files and nothing else, in one piece: a plan must not wait for dozens of small files. */
export { matrix } from './matrix.ts';
export { plan } from './plan.ts';
export { refuseOptions } from './refusals.ts';
export { show } from './show.ts';
export { validate } from './validate.ts';
export { welcome } from './welcome.ts';
