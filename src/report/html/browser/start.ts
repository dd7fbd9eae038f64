/** Runs before the page is drawn: what only a script can work is shown, and the long table waits for it. */
document.documentElement.classList.add('js');
