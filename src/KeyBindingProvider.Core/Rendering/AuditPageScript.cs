namespace KeyBindingProvider.Core.Rendering;

/// <summary>The one script of the page of an audit: tables, search, groups and order, over the JSON beside it. It shows what others wrote as text, and sends nothing.</summary>
internal static class AuditPageScript
{
    /// <summary>Its text, whose hash is in the policy of the page.</summary>
    public const string Text = """
        'use strict';
        (() => {
          const regions = JSON.parse(document.getElementById('audit').textContent);
          const main = document.getElementById('main');
          const count = (n, noun) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;

          // Every text goes in as a text node or an attribute that no browser obeys.
          const el = (tag, attributes = {}, ...children) => {
            const node = document.createElement(tag);
            for (const [name, value] of Object.entries(attributes)) {
              if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
              else if (value !== null && value !== false) node.setAttribute(name, value);
            }
            node.append(...children.filter((child) => child !== null));
            return node;
          };

          const label = (thing) => thing.name || thing.id;
          const order = new Intl.Collator('en', { numeric: true }).compare;

          const filters = [
            { id: 'all', words: 'machines', test: () => true },
            { id: 'keyless', words: 'no key', tone: 'bad', test: (m) => m.keyless },
            { id: 'blocked', words: 'cannot be changed now', tone: 'warn', test: (m) => m.blocked !== '' },
            { id: 'lacks', words: 'lack a pinned key', tone: 'bad', test: (m) => m.lacks.length > 0 },
            { id: 'over', words: 'access is over, still open', tone: 'bad', test: (m) => m.over.length > 0 },
            { id: 'ends', words: 'access ends', tone: 'warn', test: (m) => m.ends.length > 0 },
          ];

          function show(region, at) {
            const { keys, machines } = region;
            for (const machine of machines) {
              machine.cells = new Array(keys.length).fill('');
              for (const k of machine.has) machine.cells[k] = 'y';
              for (const k of machine.ends) machine.cells[k] = 'e';
              for (const k of machine.over) machine.cells[k] = 'o';
              for (const k of machine.lacks) machine.cells[k] = 'm';
              machine.tagged = Object.entries(machine.tags).map(([name, value]) => `${name}=${value}`);
              machine.text = [machine.id, machine.name, machine.state, machine.zone, machine.blocked, ...machine.tagged].join('\n').toLowerCase();
              machine.keyText = machine.has.map((k) => `${keys[k].id}\n${keys[k].name}`).join('\n').toLowerCase();
              machine.same = machine.has.length === 0 ? 'no key' : [...machine.has].sort((a, b) => a - b).map((k) => label(keys[k])).join(', ');
            }
            for (const [k, key] of keys.entries()) key.opens = machines.filter((m) => m.has.includes(k)).length;

            const tagNames = [...new Set(machines.flatMap((m) => Object.keys(m.tags)))].sort(order).slice(0, 40);
            const groups = [
              ['none', 'nothing', null],
              ['same', 'the same keys', (m) => m.same],
              ['state', 'state', (m) => m.state],
              ['zone', 'zone', (m) => m.zone || 'no zone'],
              ['why', 'why it cannot be changed', (m) => m.blocked || 'can be changed'],
              ...tagNames.map((name) => [`tag:${name}`, `tag ${name}`, (m) => (Object.hasOwn(m.tags, name) ? `${name}=${m.tags[name]}` : `no tag ${name}`)]),
            ];
            const kinds = new Set(machines.map((m) => m.same)).size;
            const state = {
              filter: 'all',
              words: [],
              group: machines.length > 60 && kinds <= machines.length / 4 ? 'same' : 'none',
              sort: 'name',
              down: false,
              closed: new Set(),
              shut: machines.length > 300,
            };

            const status = el('span', { role: 'status' });
            const search = el('input', {
              type: 'search',
              id: `search-${at}`,
              placeholder: 'machine, key, tag, state, zone',
              autocomplete: 'off',
              spellcheck: 'false',
              oninput: () => {
                state.words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
                draw();
              },
            });
            const grouping = el(
              'select',
              {
                id: `group-${at}`,
                onchange: () => {
                  state.group = grouping.value;
                  state.closed.clear();
                  state.shut = false;
                  draw();
                },
              },
              ...groups.map(([value, words]) => el('option', { value, selected: value === state.group ? '' : null }, words)),
            );
            const fold = el('button', {
              type: 'button',
              onclick: () => {
                state.shut = !state.shut;
                state.closed.clear();
                draw();
              },
            });
            const tiles = el('div', { class: 'tiles', role: 'group', 'aria-label': `Show only, in ${region.title}` });
            for (const filter of filters) {
              const found = machines.filter(filter.test).length;
              if (filter.id !== 'all' && found === 0) continue;
              filter[at] = el(
                'button',
                {
                  type: 'button',
                  class: `tile ${filter.tone || ''}`,
                  'data-filter': filter.id,
                  onclick: () => {
                    state.filter = state.filter === filter.id ? 'all' : filter.id;
                    draw();
                  },
                },
                el('b', {}, found.toLocaleString('en')),
                el('span', {}, filter.words),
              );
              tiles.append(filter[at]);
            }

            const columns = el('colgroup', {}, ...Array.from({ length: keys.length + 3 }, () => el('col')));
            const head = el('tr');
            const sorter = (id, words, attributes, ...more) => {
              const press = () => {
                state.down = state.sort === id ? !state.down : id !== 'name' && id !== 'state';
                state.sort = id;
                draw();
              };
              head.append(el('th', { scope: 'col', 'data-sort': id, ...attributes }, el('button', { type: 'button', onclick: press }, words), ...more));
            };
            sorter('name', 'Machine', {});
            sorter('state', 'State', {});
            sorter('count', 'Keys', {});
            for (const [k, key] of keys.entries()) {
              const pin = key.pinned ? el('span', { class: 'pin' }, 'pin') : null;
              sorter(`k${k}`, label(key), { class: 'k', title: key.name ? `${key.name} (${key.id})` : key.id }, pin, el('small', {}, String(key.opens)));
            }

            const table = el('table', {}, el('caption', { hidden: '' }, `Machines and keys of ${region.title}`), columns, el('thead', {}, head));
            const scroll = el('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Machines and keys of ${region.title}` }, table);
            const hot = (event) => {
              const cell = event.target.closest('td, th');
              for (const col of columns.children) col.classList.toggle('hot', cell !== null && cell.cellIndex > 2 && col === columns.children[cell.cellIndex]);
            };
            table.addEventListener('mouseover', hot);
            table.addEventListener('mouseleave', () => [...columns.children].forEach((col) => col.classList.remove('hot')));

            const signs = { y: '●', e: '◐', o: '▲', m: '○' };
            const says = { y: 'opens', e: 'opens, access ends', o: 'opens, access is over', m: 'pinned key is missing' };

            function row(machine) {
              const cells = machine.cells.map((kind) =>
                kind === '' ? el('td', { class: 'c' }) : el('td', { class: `c ${kind}`, 'aria-label': says[kind] }, signs[kind]),
              );
              const named = machine.name === '' ? [machine.id] : [machine.name, el('small', {}, machine.id)];
              const why = machine.blocked === '' ? null : el('em', {}, ` · ${machine.blocked}`);
              return el(
                'tr',
                { 'data-id': machine.id },
                el('th', { scope: 'row', title: [machine.name, machine.id, machine.zone, ...machine.tagged].filter(Boolean).join('\n') }, ...named),
                el('td', { class: 's' }, machine.state, why),
                el('td', { class: machine.keyless ? 'n n0' : 'n' }, String(machine.has.length)),
                ...cells,
              );
            }

            function compare(a, b) {
              const direction = state.down ? -1 : 1;
              const by =
                state.sort === 'name'
                  ? order(label(a), label(b))
                  : state.sort === 'state'
                    ? order(a.state + a.blocked, b.state + b.blocked)
                    : state.sort === 'count'
                      ? a.has.length - b.has.length
                      : Number(a.cells[state.sort.slice(1)] !== '') - Number(b.cells[state.sort.slice(1)] !== '');
              return direction * by || order(label(a), label(b)) || order(a.id, b.id);
            }

            function body(name, members) {
              if (name === null) return el('tbody', {}, ...members.map(row));
              const isOpen = state.words.length > 0 || state.shut === state.closed.has(name);
              const toggle = () => {
                if (!state.closed.delete(name)) state.closed.add(name);
                draw();
                [...table.querySelectorAll('tr.g button')].find((button) => button.dataset.group === name)?.focus();
              };
              const totals = keys.map((_, k) => {
                const of = (kind) => members.filter((m) => m.cells[k] === kind).length;
                const [lacking, over, ending] = [of('m'), of('o'), of('e')];
                const opened = members.filter((m) => m.has.includes(k)).length;
                const kind = over > 0 ? 'o' : lacking > 0 ? 'm' : ending > 0 ? 'e' : opened === members.length ? 'full' : '';
                const words = opened === members.length ? 'all' : opened > 0 ? String(opened) : lacking > 0 ? signs.m : '';
                const spoken = `${opened} of ${members.length}${lacking > 0 ? `, missing on ${lacking}` : ''}${over > 0 ? `, over on ${over}` : ''}${ending > 0 ? `, ends on ${ending}` : ''}`;
                return el('td', { class: `c ${kind}`, 'aria-label': words === '' ? null : spoken, title: words === '' ? null : spoken }, words);
              });
              // The matrix shows which keys those are; which machines it does not.
              const some = members.slice(0, 4).map(label).join(', ') + (members.length > 4 ? ' …' : '');
              const [first, second] = state.group === 'same' ? [count(members.length, 'machine'), some] : [name, `${count(members.length, 'machine')}: ${some}`];
              const button = el('button', { type: 'button', 'aria-expanded': String(isOpen), 'data-group': name, title: name, onclick: toggle }, `${isOpen ? '▾' : '▸'} ${first}`);
              const heading = el('tr', { class: 'g' }, el('th', { scope: 'rowgroup', colspan: '3', title: `${name}\n${second}` }, button, el('span', {}, second)), ...totals);
              return el('tbody', {}, heading, ...(isOpen ? members.map(row) : []));
            }

            function draw() {
              const passes = filters.find((filter) => filter.id === state.filter).test;
              const shown = machines
                .filter((m) => passes(m) && state.words.every((word) => m.text.includes(word) || m.keyText.includes(word)))
                .sort(compare);
              const by = groups.find(([id]) => id === state.group)[2];
              const bodies = [];
              if (by === null) {
                bodies.push(body(null, shown));
              } else {
                const members = Map.groupBy ? Map.groupBy(shown, by) : shown.reduce((map, m) => map.set(by(m), [...(map.get(by(m)) || []), m]), new Map());
                const names = [...members.keys()].sort((a, b) => members.get(b).length - members.get(a).length || order(a, b));
                bodies.push(...names.map((name) => body(name, members.get(name))));
              }
              if (shown.length === 0) bodies.push(el('tbody', {}, el('tr', {}, el('td', { class: 'none', colspan: String(keys.length + 3) }, 'No machine is like that.'))));
              table.querySelectorAll('tbody').forEach((old) => old.remove());
              table.append(...bodies);
              for (const th of head.children) {
                if (th.dataset.sort === state.sort) th.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
                else th.removeAttribute('aria-sort');
              }
              keys.forEach((key, k) => {
                const text = `${key.id}\n${key.name}`.toLowerCase();
                head.children[k + 3].classList.toggle('hit', state.words.some((word) => text.includes(word)));
              });
              for (const filter of filters) filter[at]?.setAttribute('aria-pressed', String(filter.id === state.filter));
              fold.hidden = by === null;
              fold.textContent = state.shut ? 'Open all groups' : 'Close all groups';
              status.textContent = `${shown.length.toLocaleString('en')} of ${count(machines.length, 'machine')}, ${count(keys.length, 'key')}`;
            }

            const list = (title, items) => (items.length === 0 ? null : el('section', { class: 'card' }, el('h3', {}, title), el('ul', {}, ...items.map((item) => el('li', {}, ...item)))));
            const tally = new Map();
            for (const m of machines) if (m.blocked !== '') tally.set(m.blocked, (tally.get(m.blocked) || 0) + 1);
            const later = region.later.flatMap((key) => key.lines.map((line) => [el('code', {}, key.id), ' ', el('small', {}, key.name), ` ${line}`]));
            if (later.length === 0) later.push(['nothing with a key of this region']);
            if (region.unread !== '') later.push([el('em', {}, region.unread)]);
            const cards = [
              list('Access that ends', region.ends.map((access) => [el('strong', {}, access.resource), ` ${access.when}; `, count(access.pairs, 'pair'), access.over ? ', still bound' : ''])),
              list('Why keys cannot be changed now', [...tally].sort((a, b) => b[1] - a[1]).map(([why, n]) => [`${count(n, 'machine')}: ${why}`])),
              list('Keys that open nothing in this region', region.idle.map((key) => [el('code', {}, key.id), ' ', el('small', {}, key.name)])),
              region.looked === '' ? null : list(region.looked, later),
              list('Not found in this region', region.missing.map((id) => [el('code', {}, id)])),
            ];
            const used = new Set(machines.flatMap((m) => m.cells));
            main.append(
              el('h2', {}, region.title),
              tiles,
              el(
                'div',
                { class: 'tools', role: 'search', 'aria-label': region.title },
                el('label', { for: search.id }, 'Search', search),
                el('label', { for: grouping.id }, 'Group by', grouping),
                fold,
                status,
              ),
              scroll,
              el('ul', { class: 'legend', 'aria-label': `Signs, ${region.title}` }, ...Object.keys(signs).filter((kind) => used.has(kind)).map((kind) => el('li', {}, el('i', { class: kind, 'aria-hidden': 'true' }, signs[kind]), says[kind]))),
              el('div', { class: 'lists' }, ...cards.filter((card) => card !== null)),
            );
            draw();
          }

          regions.forEach(show);
          document.addEventListener('keydown', (event) => {
            const isTyping = event.target.matches('input, select, textarea');
            if (event.key === '/' && !isTyping) {
              event.preventDefault();
              main.querySelector('input')?.focus();
            } else if (event.key === 'Escape' && event.target.matches('input[type=search]')) {
              event.target.value = '';
              event.target.dispatchEvent(new Event('input'));
            }
          });
        })();
        """;
}
