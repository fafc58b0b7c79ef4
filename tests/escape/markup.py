"""Puts markup wherever a text is shown. Everywhere it must be shown as text, and pictures must stay pictures."""
from smartphone_connector import Connector

MARKUP = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'
SVG = '''<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" onload="document.title='owned'">
<script>document.title='owned'</script><rect width="10" height="10" fill="red" onclick="document.title='owned'"/>
<foreignObject width="10" height="10">
<body xmlns="http://www.w3.org/1999/xhtml"><script>top.document.title='owned'</script></body>
</foreignObject>
<image href="http://192.0.2.1/track.png"/></svg>'''

device = Connector('https://io.example.org', 'Escape')
device.clear_playground()
device.configure_playground(width=100, height=100, color='red;background:url(javascript:alert(1))')
device.add_svg_to_playground('picture', SVG)
device.add_sprite(id=MARKUP, text=MARKUP, image='picture', pos_x=10, pos_y=10, width=30, height=30, clickable=True,
                  color='url(http://192.0.2.1/x)', font_color='red" onclick="alert(1)')
device.add_text(MARKUP, pos_x=10, pos_y=60)
device.print(MARKUP)
device.set_grid([['<b>', 'javascript:alert(1)'], [MARKUP, 'red']])
device.set_color(MARKUP)
print(MARKUP, flush=True)
print('ESCAPE markup shown', flush=True)
device.sleep(30)
device.disconnect()
