/** Texts of the HTML page that `mendian report` writes. */
export const htmlUi = {
  title: 'Stores',
};
