import helper

device = helper.connect()
print('id', device.device_id)
device.disconnect()
