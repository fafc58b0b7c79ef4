import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

// What nearly every page shows comes as one file instead of a dozen small ones, and so does what belongs to game cards.
const groups: [name: string, files: RegExp][] = [
  ['preact', /node_modules\/@?preact\//],
  ['frame', /src\/(ui\/(frame|icons|links|message|notice|wave)\.|i18n\/(common|format|index|notices)\.)/],
  ['cards', /src\/(ui\/(badges|game_card|placeholder|play_button|preview|stars)\.|i18n\/cards\.)/],
];

// Everything lands under /assets with a hash in its name, so that it can be cached for ever; index.html is the shell into
// which the server writes the page's data at <!--page-->. No inline scripts or styles: the content security policy forbids them.
export default defineConfig({
  plugins: [preact()],
  publicDir: 'public',
  build: {
    target: 'es2020',
    outDir: 'dist',
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    cssCodeSplit: true,
    manifest: 'assets/manifest.json',
    rollupOptions: {
      output: {
        manualChunks: (id) => groups.find(([, files]) => files.test(id))?.[0],
      },
    },
  },
  server: { proxy: { '/socket.io': { target: 'http://127.0.0.1:8080', ws: true }, '/api': 'http://127.0.0.1:8080' } },
});
