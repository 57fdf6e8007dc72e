// Words on the screen that stand out too little from what is below them (WCAG 2.2, 1.4.3), with their ratio.
() => {
  const colour = (text) => { const [r, g, b, a = 1] = text.match(/[\d.]+/g).map(Number); return text.startsWith("color(") ? [r * 255, g * 255, b * 255, a] : [r, g, b, a]; };
  const over = (top, below) => [0, 1, 2].map((each) => top[each] * top[3] + below[each] * (1 - top[3])).concat(1);
  const light = (each) => (each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * light(r) + 0.7152 * light(g) + 0.0722 * light(b);
  const ground = colour(getComputedStyle(document.body).backgroundColor);  // the gradient of the chat begins with it
  const below = (node) => {
    const layers = [];
    for (let each = node; each && layers.at(-1)?.[3] !== 1; each = each.parentElement) layers.push(colour(getComputedStyle(each).backgroundColor));
    return layers.reduceRight((under, layer) => over(layer, under), ground);
  };
  const ratio = (one, two) => { const [dark, bright] = [luminance(one), luminance(two)].sort((a, b) => a - b); return (bright + 0.05) / (dark + 0.05); };
  const faint = {};
  const words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const node = words.currentNode.parentElement;
    const text = words.currentNode.textContent.trim();
    if (!text || !node.offsetParent || node.closest("[aria-hidden=true], [inert], .unseen, option")) continue;
    const style = getComputedStyle(node);
    const size = parseFloat(style.fontSize);
    const found = ratio(over(colour(style.color), below(node)), below(node));
    if (found < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5)) faint[text.slice(0, 40)] = found.toFixed(2);
  }
  return faint;
}
