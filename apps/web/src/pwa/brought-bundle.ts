/** The list of the bundle that this service worker came with; the build puts it here. */
import type { BundleList } from './bundle-list.ts';

declare const SOTTO_BUNDLE_LIST: BundleList;

export const brought: BundleList = SOTTO_BUNDLE_LIST;
