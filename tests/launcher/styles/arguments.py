# None of these would work at home. Arguments are still evaluated.
from smartphone_connector import Connector


def name(text):
    print('evaluated', text)
    return text.strip(')(')


for make in (
        lambda: Connector(),
        lambda: Connector('https://io.example.org'),
        lambda: Connector(name('(a)'), name('b)'), 3, device_nr=(4, (5,))),
        lambda: Connector(input('server? '), input('id? ')),
        lambda: Connector(None, device_id=7),
):
    device = make()
    print('id', device.device_id)
    device.disconnect()
