/* global document, window, location */
const drills = [...document.querySelectorAll('details.drill')];
const form = document.querySelector('form.filter');
const input = form.querySelector('input');
const outcomeButtons = [...form.querySelectorAll('[data-outcome]')];
const shown = form.querySelector('.shown span');

const textOf = (drill) =>
  [...drill.querySelectorAll(':scope > summary, .title, .reasons, .facts dd')]
    .map((part) => part.textContent)
    .join(' ');
const texts = new Map(drills.map((drill) => [drill, textOf(drill).toLowerCase()]));

const filter = () => {
  const wanted = outcomeButtons.filter((button) => button.ariaPressed === 'true').map(({ dataset }) => dataset.outcome);
  const words = input.value.toLowerCase().split(/\s+/);
  for (const drill of drills) {
    const hasOutcome = wanted.length === 0 || wanted.includes(drill.dataset.outcome);
    drill.hidden = !hasOutcome || !words.every((word) => texts.get(drill).includes(word));
  }
  shown.textContent = String(drills.filter((drill) => !drill.hidden).length);
};

const reveal = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.matches('details.drill') !== true) return;
  target.hidden = false;
  target.open = true;
  target.scrollIntoView();
};

form.hidden = false;
form.addEventListener('submit', (event) => event.preventDefault());
input.addEventListener('input', filter);
for (const button of outcomeButtons) {
  button.addEventListener('click', () => {
    button.ariaPressed = String(button.ariaPressed !== 'true');
    filter();
  });
}
for (const button of form.querySelectorAll('[data-all]')) {
  button.addEventListener('click', () => {
    for (const drill of drills) if (!drill.hidden) drill.open = button.dataset.all === 'open';
  });
}
document.addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.matches('input')) return;
  event.preventDefault();
  input.focus();
});
window.addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true;
});
window.addEventListener('hashchange', reveal);
reveal();
