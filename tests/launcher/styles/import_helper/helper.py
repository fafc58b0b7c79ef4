from smartphone_connector import Connector


def connect():
    from smartphone_connector import Connector as Inner
    assert Inner is Connector
    return Connector('https://io.example.org', 'FooBar')
