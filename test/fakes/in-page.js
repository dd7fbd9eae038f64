/**
 * Runs inside a page: what an accessibility checker would complain about. Read as text and evaluated there; gives a list
 * of complaints.
 */
(() => {
  const complaints = [];
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const describe = (element) =>
    `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 30)}"`;

  // Headings: one h1, and no level left out.
  const levels = [...document.querySelectorAll('h1, h2, h3, h4')]
    .filter(isShown)
    .map(({ tagName }) => Number(tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) complaints.push('not one h1');
  for (const [index, level] of levels.entries())
    if (index > 0 && level > levels[index - 1] + 1)
      complaints.push(`h${level} follows h${levels[index - 1]}`);

  // Landmarks, names and ids.
  for (const landmark of ['header', 'main', 'nav[aria-label]'])
    if (document.querySelectorAll(landmark).length !== 1) complaints.push(`not one ${landmark}`);
  for (const field of document.querySelectorAll('input, select'))
    if (field.labels.length === 0) complaints.push(`no label: ${describe(field)}`);
  for (const control of document.querySelectorAll('button, a'))
    if (isShown(control) && control.textContent.trim() === '')
      complaints.push(`no name: ${describe(control)}`);
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  if (new Set(ids).size !== ids.length) complaints.push('an id stands twice');
  for (const element of document.querySelectorAll('[aria-labelledby]'))
    if (document.getElementById(element.getAttribute('aria-labelledby')) === null)
      complaints.push(`no ${element.getAttribute('aria-labelledby')}`);
  for (const image of document.querySelectorAll('svg'))
    if (image.getAttribute('role') !== 'img' || !image.getAttribute('aria-label'))
      complaints.push('a picture without a name');
  for (const head of document.querySelectorAll('thead th'))
    if (head.scope !== 'col') complaints.push(`no scope: ${describe(head)}`);

  // Contrast of every text with what lies behind it: 4.5, or 3 for large ones.
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const readColour = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([red, green, blue]) => {
    const linear = [red, green, blue].map((value) =>
      value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
  };
  const backgroundOf = (element) => {
    for (let each = element; each !== null; each = each.parentElement) {
      const colour = readColour(getComputedStyle(each).backgroundColor);
      if (colour[3] === 255) return colour;
    }
    return [255, 255, 255, 255];
  };
  const seen = new Set();
  for (const element of document.body.querySelectorAll('*')) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '');
    if (!hasText || !isShown(element) || element.closest('script, style, .vh, .skip') !== null) continue;
    const style = getComputedStyle(element);
    const inChart = element instanceof SVGElement;
    const front = readColour(inChart ? style.fill : style.color);
    const behind = backgroundOf(element);
    const key = `${front} ${behind} ${style.fontSize}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const [dark, light] = [luminance(front), luminance(behind)].sort((left, right) => left - right);
    const contrast = (light + 0.05) / (dark + 0.05);
    const least = Number.parseFloat(style.fontSize) >= 24 ? 3 : 4.5;
    if (contrast < least) complaints.push(`contrast ${contrast.toFixed(2)}: ${describe(element)}`);
  }
  if (seen.size < 5) complaints.push('no text was looked at');
  return complaints;
})();
