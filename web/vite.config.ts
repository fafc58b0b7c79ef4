import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

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
  },
  server: { proxy: { '/socket.io': { target: 'http://127.0.0.1:8080', ws: true }, '/api': 'http://127.0.0.1:8080' } },
});
