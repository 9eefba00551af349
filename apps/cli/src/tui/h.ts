/** `h` builds an element: Node runs these files as they are, and JSX would need a build step. */
export { createElement as h } from 'react';
