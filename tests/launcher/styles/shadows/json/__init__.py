HERE = "local json"
