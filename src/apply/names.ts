/** Whether two store names can mean the same shop: a copied file with a forgotten id must not change another. Pure. */

/** True when the names are equal, or share two characters in a row; blanks and punctuation do not count. */
export function namesAgree(left: string, right: string): boolean {
  const plainLeft = plain(left);
  const plainRight = plain(right);
  if (left === right || plainLeft === plainRight) return true;
  const characters = [...plainLeft];
  return characters.some((character, index) => {
    const next = characters[index + 1];
    return next !== undefined && plainRight.includes(character + next);
  });
}

function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}\p{C}]+/gu, '');
}
