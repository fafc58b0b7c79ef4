from smartphone_connector import Connector

for _ in range(2):
    Connector('https://io.example.org', 'FooBar').disconnect()
