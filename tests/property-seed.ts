/** What every property draws from, in Node and in a page, unless a run asks for another. */
export const PROPERTY_SEED = 20_261;
