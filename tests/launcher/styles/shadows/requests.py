HERE = "local requests"
