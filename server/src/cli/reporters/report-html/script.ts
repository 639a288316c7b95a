/**
 * The script of the report: sorts and filters the table. Without it, the page shows the same. It reads only what stands in the
 * document, writes no markup, and its hash stands in the page's policy.
 */
export const script = `
'use strict';
(() => {
  const form = document.getElementById('filters');
  if (!form) return;
  const body = document.querySelector('#flags tbody');
  const rows = [...body.rows];
  const shown = document.getElementById('shown');
  const sortBy = document.getElementById('sort');
  const fields = [...form.querySelectorAll('[data-filter]')];
  const heads = [...document.querySelectorAll('th[data-sort]')];
  const order = { safe: 0, caution: 1, keep: 2, unknown: 3 };
  const texts = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]));

  const valueOf = (row, field) => {
    const value = row.dataset[field] || '';
    if (field === 'verdict') return order[value];
    return field === 'age' || field === 'reads' ? Number(value) : value.toLowerCase();
  };
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const firstDirection = (field) => (field === 'age' || field === 'reads' ? 'descending' : 'ascending');

  const sort = (field, direction) => {
    const sign = direction === 'ascending' ? 1 : -1;
    rows.sort((a, b) => {
      const [left, right] = [valueOf(a, field), valueOf(b, field)];
      // What is not known comes last, whichever way.
      if ((left === '') !== (right === '')) return left === '' ? 1 : -1;
      return sign * compare(left, right) || compare(a.dataset.key, b.dataset.key);
    });
    body.append(...rows);
    for (const head of heads) {
      if (head.dataset.sort === field) head.setAttribute('aria-sort', direction);
      else head.removeAttribute('aria-sort');
    }
    sortBy.value = field;
  };

  const filter = () => {
    let count = 0;
    for (const row of rows) {
      const fits = fields.every(({ value, dataset }) => {
        if (dataset.filter !== 'text') return value === '*' || row.dataset[dataset.filter] === value;
        return value.trim().toLowerCase().split(/\\s+/).every((word) => texts.get(row).includes(word));
      });
      row.hidden = !fits;
      if (fits) count += 1;
    }
    shown.textContent = count === rows.length ? String(count) : count + ' of ' + rows.length;
    document.getElementById('none').hidden = count > 0;
  };

  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const now = head.getAttribute('aria-sort');
      const { sort: field } = head.dataset;
      sort(field, now === null ? firstDirection(field) : now === 'ascending' ? 'descending' : 'ascending');
    });
  }
  sortBy.addEventListener('change', () => sort(sortBy.value, firstDirection(sortBy.value)));
  form.addEventListener('input', filter);
  form.addEventListener('submit', (event) => event.preventDefault());
  // The fields are empty only after the event.
  form.addEventListener('reset', () => setTimeout(filter));
  for (const link of document.querySelectorAll('a[data-field]')) {
    link.addEventListener('click', () => {
      for (const field of fields) {
        if (field.dataset.filter === link.dataset.field) field.value = link.dataset.value;
        else field.value = field.dataset.filter === 'text' ? '' : '*';
      }
      filter();
    });
  }
  form.hidden = false;
  // A reload keeps what was in the fields.
  filter();
})();
`;
