"""Reports 7, 3, 12.9 and a text, and is gone in the same instant. 12 must be stored."""
import sys

from smartphone_connector import Connector

device = Connector('https://io.example.org', 'Scores')
for score in (7, 3, 12.9, 'x'):
    device.send({'type': 'report_score', 'score': score, 'deliver_to': '__GAME_RUNNER__'})
sys.exit()
