/** The script of a report: one section of the page at a time, and the films in it. */
import { button } from './elements.ts';
import { onNewColours } from './colours.ts';
import { islandOf } from './island.ts';
import { Player } from './player.ts';

/** Milliseconds after which the address of the page follows; a browser refuses more than some a second. */
const FOLLOW_MS = 250;

const films = new Map(islandOf().map((film) => [film.id, film]));
const players = new Map<string, Player>();
const sections = [...document.querySelectorAll<HTMLElement>('main > section')];
let shown = '';
let following: number | undefined;

/** Shows what the address of the page names: `#finding-1/step-3`. */
function show(): void {
  const [wanted = '', place = ''] = location.hash.slice(1).split('/');
  const section = sections.find(({ id }) => id === wanted) ?? sections[0];
  if (section === undefined) return;
  shown = section.id;
  for (const each of sections) each.hidden = each !== section;
  for (const link of document.querySelectorAll('nav a')) {
    if (link.getAttribute('href') === `#${shown}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const player = playerOf(section);
  if (player !== undefined && (place !== '' || player.place < 0)) player.go(player.placeOf(place));
}

/** Made when its section is shown first. */
function playerOf(section: HTMLElement): Player | undefined {
  const film = films.get(section.id);
  if (film === undefined) return undefined;
  let player = players.get(section.id);
  if (player === undefined) {
    player = new Player(section, film, follow);
    players.set(section.id, player);
    addCopies(section, film.program);
  }
  return player;
}

/** The address of the page, a little later, is a link to what is shown. */
function follow(hash: string): void {
  clearTimeout(following);
  following = setTimeout(() => history.replaceState(null, '', hash), FOLLOW_MS);
}

function addCopies(section: HTMLElement, program: string | undefined): void {
  for (const box of section.querySelectorAll<HTMLElement>('[data-copy]')) {
    const text =
      box.dataset['copy'] === 'program' ? program : box.querySelector('code')?.textContent;
    if (text === undefined || text === null) continue;
    const copy = button('copy', { class: 'copy' }, () => void copied(copy, text));
    box.prepend(copy);
  }
}

async function copied(copy: HTMLButtonElement, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    copy.textContent = 'copied';
  } catch {
    copy.textContent = 'not copied';
  }
}

document.addEventListener('keydown', (event) => {
  const isOurs = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey;
  if (isOurs && players.get(shown)?.key(event.key) === true) event.preventDefault();
});
window.addEventListener('hashchange', show);
onNewColours(() => {
  for (const player of players.values()) player.redraw();
});
show();
