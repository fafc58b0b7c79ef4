#!/usr/bin/env python3
"""Draws and synthesises what the examples bring along: previews, one picture, four sounds. Needs nothing but Python.

Run it from anywhere; it writes beside itself and always the same bytes.
"""

import math
import struct
import wave
import zlib
from pathlib import Path

HERE = Path(__file__).parent
SHARPNESS = 3  # every pixel is the mean of 3 x 3 samples
RATE = 11025


class Canvas:
    """Shapes on a grid of (red, green, blue, alpha) samples; y grows downwards."""

    def __init__(self, width, height, color=(0, 0, 0, 0)):
        self.width, self.height = width, height
        self._samples = [[color] * (width * SHARPNESS) for _ in range(height * SHARPNESS)]

    def fill(self, left, top, right, bottom, color, inside=lambda x, y: True):
        for row in range(max(0, int(top * SHARPNESS)), min(self.height * SHARPNESS, int(bottom * SHARPNESS) + 1)):
            line = self._samples[row]
            for column in range(max(0, int(left * SHARPNESS)), min(self.width * SHARPNESS, int(right * SHARPNESS) + 1)):
                if inside((column + 0.5) / SHARPNESS, (row + 0.5) / SHARPNESS):
                    line[column] = color + (255,)

    def circle(self, x, y, radius, color):
        self.ellipse(x, y, radius, radius, color)

    def ellipse(self, x, y, rx, ry, color):
        self.fill(x - rx, y - ry, x + rx, y + ry, color, lambda u, v: ((u - x) / rx) ** 2 + ((v - y) / ry) ** 2 <= 1)

    def line(self, x1, y1, x2, y2, thickness, color):
        length = math.hypot(x2 - x1, y2 - y1)

        def near(u, v):
            along = max(0, min(1, ((u - x1) * (x2 - x1) + (v - y1) * (y2 - y1)) / length ** 2))
            return math.hypot(u - x1 - along * (x2 - x1), v - y1 - along * (y2 - y1)) <= thickness / 2

        half = thickness / 2
        self.fill(min(x1, x2) - half, min(y1, y2) - half, max(x1, x2) + half, max(y1, y2) + half, color, near)

    def save(self, path):
        rows = b''.join(b'\0' + b''.join(self._pixel(x, y) for x in range(self.width)) for y in range(self.height))
        header = struct.pack('>IIBBBBB', self.width, self.height, 8, 6, 0, 0, 0)
        chunks = ((b'IHDR', header), (b'IDAT', zlib.compress(rows, 9)), (b'IEND', b''))
        path.write_bytes(b'\x89PNG\r\n\x1a\n' + b''.join(
            struct.pack('>I', len(data)) + kind + data + struct.pack('>I', zlib.crc32(kind + data))
            for kind, data in chunks))

    def _pixel(self, x, y):
        samples = [sample for row in self._samples[y * SHARPNESS:(y + 1) * SHARPNESS]
                   for sample in row[x * SHARPNESS:(x + 1) * SHARPNESS]]
        alpha = sum(sample[3] for sample in samples)
        if alpha == 0:
            return b'\0\0\0\0'
        # What is transparent has no colour to add.
        return bytes(round(sum(s[i] * s[3] for s in samples) / alpha) for i in range(3)) + bytes([alpha // len(samples)])


def catch_preview():
    sky = Canvas(320, 200, (135, 206, 250, 255))
    sky.circle(270, 40, 22, (255, 244, 170))
    sky.fill(0, 178, 320, 200, (60, 179, 113))
    for x, y, color in ((50, 40, (220, 20, 60)), (120, 90, (255, 215, 0)), (180, 30, (112, 128, 144)),
                        (240, 110, (220, 20, 60)), (160, 132, (220, 20, 60))):
        sky.line(x, y - 14, x + 4, y - 20, 3, (90, 60, 30))
        sky.circle(x, y, 14, color)
        sky.circle(x - 4, y - 5, 3, (255, 255, 255))
    sky.fill(128, 150, 192, 180, (160, 82, 45))
    sky.fill(132, 154, 188, 176, (139, 69, 19))
    return sky


def orchestra_preview():
    stage = Canvas(320, 200, (25, 25, 112, 255))
    for x, color in ((56, (192, 57, 43)), (126, (244, 208, 63)), (196, (230, 126, 34)), (266, (93, 173, 226))):
        stage.circle(x, 128, 30, color)
        stage.circle(x - 9, 118, 6, (255, 255, 255))
    for x, y in ((70, 60), (130, 40), (190, 64), (250, 36)):  # a few notes
        stage.ellipse(x, y + 22, 10, 7, (255, 255, 255))
        stage.line(x + 8, y + 22, x + 8, y - 14, 3, (255, 255, 255))
        stage.line(x + 8, y - 14, x + 20, y - 4, 4, (255, 255, 255))
    return stage


def trails_preview():
    field = Canvas(320, 200, (0, 0, 0, 255))
    blue, orange = (0, 191, 255), (255, 165, 0)
    for color, corners in ((blue, ((30, 100), (110, 100), (110, 40), (190, 40), (190, 120), (150, 120))),
                           (orange, ((290, 100), (230, 100), (230, 160), (70, 160), (70, 130)))):
        for (x1, y1), (x2, y2) in zip(corners, corners[1:]):
            field.line(x1, y1, x2, y2, 7, color)
        field.circle(*corners[-1], 8, (255, 255, 255))
    return field


def flute():
    canvas = Canvas(96, 96)
    canvas.line(14, 80, 82, 14, 15, (93, 173, 226))
    canvas.line(12, 80, 78, 16, 3, (214, 234, 248))
    for step in range(5):
        canvas.circle(40 + step * 8, 56 - step * 8, 3, (21, 67, 96))
    canvas.ellipse(25, 70, 5, 4, (21, 67, 96))
    return canvas


def tone(path, frequency, seconds, harmonics, attack=0.01, slide=0.0):
    """A sum of harmonics that swells for `attack` seconds and then fades away."""
    samples = bytearray()
    for number in range(int(seconds * RATE)):
        time = number / RATE
        loudness = min(1, time / attack) * (1 - time / seconds) ** 2
        phase = 2 * math.pi * frequency * (time + slide * time * time)
        value = sum(weight * math.sin(multiple * phase) for multiple, weight in harmonics) / sum(w for _, w in harmonics)
        samples.append(round(128 + 120 * loudness * value))
    with wave.open(str(path), 'wb') as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(RATE)
        file.writeframes(bytes(samples))


def main():
    for name, draw in (('catch', catch_preview), ('orchestra', orchestra_preview), ('trails', trails_preview)):
        draw().save(HERE / name / 'preview.png')
    flute().save(HERE / 'orchestra' / 'images' / 'flute.png')
    audio = HERE / 'orchestra' / 'audio'
    tone(audio / 'drum.wav', 110, 0.35, ((1, 4), (1.6, 2), (2.3, 1)), attack=0.002, slide=-0.6)
    tone(audio / 'bell.wav', 880, 0.6, ((1, 4), (2.76, 2), (5.4, 1)), attack=0.002)
    tone(audio / 'horn.wav', 262, 0.5, ((1, 4), (2, 3), (3, 2), (4, 1)), attack=0.06)
    tone(audio / 'flute.wav', 587, 0.5, ((1, 8), (2, 1)), attack=0.08)


if __name__ == '__main__':
    main()
