"""Writing for whoever follows the day on a terminal: scenes, sentences, tables with Chinese text aligned."""
import os
import sys
import unicodedata

COLOURED = sys.stdout.isatty() and "NO_COLOR" not in os.environ
_scene = 0


def colour(code, text):
    return f"\033[{code}m{text}\033[0m" if COLOURED else text


def scene(title):
    global _scene
    _scene += 1
    print(f"\n{colour('1;36', f'{_scene}. {title}')}", flush=True)


def say(text):
    print(f"   {text}", flush=True)


def command(text):
    """What a person would type."""
    print(f"   {colour('2', '$ ' + text)}", flush=True)


def width(text):
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def padded(text, to):
    return text + " " * (to - width(text))


def table(headings, rows):
    cells = [[str(cell) for cell in row] for row in [headings, *rows]]
    widths = [max(width(row[column]) for row in cells) for column in range(len(headings))]
    for number, row in enumerate(cells):
        line = "   " + "  ".join(padded(cell, size) for cell, size in zip(row, widths)).rstrip()
        print(colour("1", line) if number == 0 else line)
        if number == 0:
            print("   " + "  ".join("─" * size for size in widths))
    sys.stdout.flush()
