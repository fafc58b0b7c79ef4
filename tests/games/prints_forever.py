from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Chatter')
number = 0
while True:
    print('line', number)
    number += 1
