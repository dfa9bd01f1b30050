"""Print the figures, for people or for machines."""

import json
import sys

HEAD = ("", "plain ms", "queries", "ours ms", "queries", "ratio (95 %)", "bounds", "")


def as_json(rows):
    """Write the figures as one JSON document."""
    json.dump([row.get_figures() for row in rows], sys.stdout, indent=2)
    sys.stdout.write("\n")


def as_table(rows):
    """Write the figures as a table that Markdown understands."""
    cells = [HEAD, *(_cells(row.get_figures()) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(HEAD))]
    for number, row in enumerate(cells):
        _write(row, widths)
        if number == 0:
            _write(["-" * width for width in widths], widths)


def _write(row, widths):
    padded = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    sys.stdout.write(f"| {' | '.join(padded)} |\n")


def _cells(figures):
    plain = "plain_ms" in figures
    missed = figures["missed"]
    verdict = f"MISSED: {', '.join(missed)}" if missed else "ok"
    name = f"{figures['name']} (n={figures['number']})"
    if "text" in figures:
        return (name, "", "", figures["text"], "", "", figures["bounds"], verdict)
    return (
        name,
        f"{figures['plain_ms']:.1f}" if plain else "",
        f"{figures['plain_queries']:g}" if plain else "",
        f"{figures['ours_ms']:.1f}"
        + (f" (scaled {figures['scaled_ms']:.1f})" if "scaled_ms" in figures else ""),
        f"{figures['ours_queries']:g}"
        + (f" ({figures['more_queries']:+g})" if plain else ""),
        f"{figures['ratio']:.3f} ({figures['ratio_limit']:.3f})" if plain else "",
        figures["bounds"],
        verdict if figures["bounds"] else "",
    )
