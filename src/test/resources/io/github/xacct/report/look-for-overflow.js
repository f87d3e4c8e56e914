// Writes into #found which text of the pages in frames leaves its box, and what is too wide.
addEventListener('load', () => {
  const found = [];
  const frames = document.querySelectorAll('iframe');
  for (const frame of frames) {
    const page = frame.contentDocument;
    const say = words => found.push(frame.title + ': ' + words);
    if (page.documentElement.scrollWidth > frame.clientWidth) {
      say('the page is ' + page.documentElement.scrollWidth + ' wide');
    }
    const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      const scrolls = text.parentElement.closest('pre.log');
      const box = text.parentElement.closest('.stage, section, header, footer, main');
      if (!text.data.trim() || scrolls || !box) {
        continue;
      }
      const edges = box.getBoundingClientRect();
      const range = page.createRange();
      range.selectNodeContents(text);
      for (const line of range.getClientRects()) {
        if (line.width && (line.left < edges.left - 0.5 || line.right > edges.right + 0.5)) {
          say(text.data.trim().slice(0, 60));
          break;
        }
      }
    }
  }
  found.push('Looked at ' + frames.length + ' pages.\n');
  document.getElementById('found').textContent = found.join('\n');
});
