/** The testkit's generator by itself: its root brings a whole network, which every thread would load and count. */
export { SeededPrng } from '../../packages/testkit/src/seeded-random.ts';
