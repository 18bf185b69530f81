"""What a page must be like for everybody: labels, sizes, contrasts, and nothing that sticks out."""

from playwright.sync_api import Page

LEAST_CONTRAST = 4.5  # WCAG 2.2, success criterion 1.4.3
LEAST_TARGET_PX = 24  # WCAG 2.2, success criterion 2.5.8
# Relative luminance and contrast as WCAG 2.2 defines them, for every text that is shown on its own ground.
CONTRASTS = """() => {
  const channel = (part) => { const c = part / 255; return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; };
  const parts = (color) => color.match(/[0-9.]+/g).map(Number);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ground = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const found = parts(getComputedStyle(at).backgroundColor);
      if (found.length < 4 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  const texts = [...document.querySelectorAll('main *')].filter((node) =>
    node.tagName !== 'OPTION' && [...node.childNodes].some((each) => each.nodeType === 3 && each.textContent.trim()));
  return texts.map((node) => {
    const [a, b] = [luminance(parts(getComputedStyle(node).color)), luminance(ground(node))];
    return [node.textContent.trim().slice(0, 40), (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)];
  });
}"""
FAULTS = """() => {
  const wrong = [];
  const ids = [...document.querySelectorAll('[id]')].map((node) => node.id);
  if (new Set(ids).size !== ids.length) wrong.push('two elements have one id');
  for (const field of document.querySelectorAll('input:not([type=hidden]), select')) {
    if (!field.labels.length || !field.labels[0].textContent.trim()) wrong.push(`${field.name} has no label`);
    for (const id of (field.getAttribute('aria-describedby') || '').split(' ').filter(Boolean))
      if (!ids.includes(id)) wrong.push(`${field.name} is described by ${id}, which is not there`);
  }
  for (const link of document.querySelectorAll('a[href^="#"]'))
    if (!ids.includes(link.hash.slice(1))) wrong.push(`${link.hash} leads nowhere`);
  if (document.querySelectorAll('h1').length !== 1) wrong.push('there is not one h1');
  if (!document.documentElement.lang) wrong.push('no language');
  if (document.querySelectorAll('script').length) wrong.push('a script');
  return wrong;
}"""
SMALL = """(least) => [...document.querySelectorAll('button, input:not([type=hidden]), select, nav a')]
  .filter((node) => { const box = node.getBoundingClientRect(); return Math.min(box.width, box.height) < least; })
  .map((node) => node.outerHTML.slice(0, 80))"""
OVERFLOWS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"


def is_accessible(page: Page) -> None:
    assert page.evaluate(FAULTS) == []
    assert page.evaluate(SMALL, LEAST_TARGET_PX) == []
    assert [found for found in page.evaluate(CONTRASTS) if found[1] < LEAST_CONTRAST] == []
    assert not page.evaluate(OVERFLOWS)
