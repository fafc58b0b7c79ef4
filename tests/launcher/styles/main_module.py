import inspect
import pickle
import sys
from dataclasses import dataclass


@dataclass
class Point:
    x: int
    y: int = 2


def double(number):
    return 2 * number


if __name__ == '__main__':
    print('name', __name__, sys.modules['__main__'].__dict__ is globals())
    print('pickled', pickle.loads(pickle.dumps(Point(1))), pickle.loads(pickle.dumps(double))(4))
    print('source', inspect.getsource(double).strip().splitlines()[-1].strip())
    print('file', __file__ == sys.argv[0], len(sys.argv), __spec__)
