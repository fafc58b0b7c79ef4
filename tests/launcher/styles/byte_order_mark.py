print("bom", __file__[-7:])
