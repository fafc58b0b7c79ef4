from smartphone_connector import Connector

if True
    Connector("https://io.example.org", "Broken")
