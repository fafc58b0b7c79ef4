print("never")
if True
    print("colon missing")
