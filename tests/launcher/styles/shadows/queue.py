HERE = "local queue"
