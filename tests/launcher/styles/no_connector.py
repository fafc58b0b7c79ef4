import smartphone_connector

print('just text', end='')
