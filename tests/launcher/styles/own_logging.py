# What a script logs itself stays as it is, and its own basicConfig() counts.
import logging

logging.basicConfig(format='MINE %(message)s', level=logging.INFO)
try:
    1 / 0
except ZeroDivisionError as error:
    logging.warning(error)
logging.info('configured')
