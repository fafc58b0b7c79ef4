from smartphone_connector import Connector


class Clumsy(Connector):
    def emit(self, event, data={}, **options):
        raise ConnectionError('dropped it')


try:
    Clumsy('https://io.example.org', 'FooBar')
except ConnectionError as error:
    raise ValueError('no phone') from error
