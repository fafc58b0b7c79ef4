import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

const catalogue =
  /src\/(ui\/(badges|frame|game_card|icons|message|notice|placeholder|play_button|preview|stars|table|wave)\.|i18n\/(format|games|notices)\.)/;

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
        // What nearly every catalogue page shows comes as one file instead of a dozen small ones; pages of plays need
        // only Preact of it.
        manualChunks: (id) => {
          if (/node_modules\/@?preact\//.test(id)) return 'preact';
          return catalogue.test(id) ? 'catalogue' : undefined;
        },
      },
    },
  },
  server: { proxy: { '/socket.io': { target: 'http://127.0.0.1:8080', ws: true }, '/api': 'http://127.0.0.1:8080' } },
});
