import smartphone_connector

print('I have', smartphone_connector.__name__, 'but I do not use it')
