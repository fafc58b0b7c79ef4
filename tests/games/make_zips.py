#!/usr/bin/env python3
"""Makes the two archives beside this file, always the same bytes: pictures_and_sound as it is, and nested.zip with all
of it in one folder beside what some computers add on their own."""

import io
import struct
import wave
import zipfile
import zlib
from pathlib import Path

HERE = Path(__file__).parent
GAME = HERE / 'pictures_and_sound'


def dot():
    rows = b''.join(b'\0' + b'\xff\0\0' * 4 for _ in range(4))
    chunks = ((b'IHDR', struct.pack('>IIBBBBB', 4, 4, 8, 2, 0, 0, 0)), (b'IDAT', zlib.compress(rows)), (b'IEND', b''))
    return b'\x89PNG\r\n\x1a\n' + b''.join(
        struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data)) for kind, data in chunks)


def beep():
    buffer = io.BytesIO()
    with wave.open(buffer, 'wb') as file:
        file.setparams((1, 1, 8000, 0, 'NONE', ''))
        file.writeframes(bytes(160 if number // 9 % 2 else 96 for number in range(800)))
    return buffer.getvalue()


def pack(name, entries):
    with zipfile.ZipFile(HERE / name, 'w', zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(entries.items()):
            archive.writestr(zipfile.ZipInfo(path, (2024, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def main():
    (GAME / 'images' / 'dot.png').write_bytes(dot())
    (GAME / 'tracks' / 'beep.wav').write_bytes(beep())
    files = {path.relative_to(GAME).as_posix(): path.read_bytes() for path in GAME.rglob('*') if path.is_file()}
    pack('pictures_and_sound.zip', files)
    nested = {'My Game/' + path: content for path, content in files.items()}
    nested['__MACOSX/My Game/._game.py'] = b'\0\5\x16\7'
    nested['My Game/.DS_Store'] = b'\0\0\0\1Bud1'
    pack('nested.zip', nested)


if __name__ == '__main__':
    main()
