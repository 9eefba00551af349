/**
 * Every property draws the same values in every run, so that a test which passed passes again. SOTTO_PROPERTY_SEED, an
 * integer, draws others: that is how to search for longer.
 */
import process from 'node:process';
import fc from 'fast-check';
import { PROPERTY_SEED } from './property-seed.ts';

fc.configureGlobal({ seed: Number(process.env['SOTTO_PROPERTY_SEED'] ?? PROPERTY_SEED) });
