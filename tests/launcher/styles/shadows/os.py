HERE = "local os"
