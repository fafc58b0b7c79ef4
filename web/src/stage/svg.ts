// An SVG that says its proportions only by its viewBox has no natural size in some browsers, which then draw nothing of it
// on a canvas. This writes the size down. Text in, text out; what is no SVG comes back as it was.
export function sizedSvg(source: string): string {
  const root = /<svg\b[^>]*>/i.exec(source)?.[0];
  if (!root) return source;
  const size = (name: string) => new RegExp(`\\s${name}\\s*=\\s*["']\\s*[\\d.]+(?:px)?\\s*["']`, 'i').test(root);
  const [, , , width, height] =
    /\bviewBox\s*=\s*["']\s*(\S+?)[\s,]+(\S+?)[\s,]+([\d.]+)[\s,]+([\d.]+)/i.exec(root) ?? [];
  if ((size('width') && size('height')) || !width || !height) return withNamespace(source, root);
  const bare = root.replace(/\s(?:width|height)\s*=\s*(?:"[^"]*"|'[^']*')/gi, '');
  const sized = bare.replace(/^<svg/i, `<svg width="${width}" height="${height}"`);
  return withNamespace(
    source.replace(root, () => sized),
    sized,
  );
}

// Inline in a page an SVG needs no namespace, as an image it does; games copy theirs from pages.
function withNamespace(source: string, root: string): string {
  if (/\sxmlns\s*=/.test(root)) return source;
  return source.replace(root, () => root.replace(/^<svg/i, '<svg xmlns="http://www.w3.org/2000/svg"'));
}
