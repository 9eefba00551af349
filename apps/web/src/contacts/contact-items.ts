/** What of the contacts can be open beside a contact itself. No account id is spelt like these. */
export const ADD = 'add';
export const YOU = 'you';
