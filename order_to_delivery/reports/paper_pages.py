"""Lays a paper out on pages: headings repeat, and signatures stay with the last lines.

wkhtmltopdf repeats the head of a table and keeps rows whole only where it is built with
a patched Qt, which distributions' packages are not. So a paper is printed on an endless
sheet first, where marks tell how high its parts are, and is cut into pages here.
"""

import copy
import io
import itertools
import math
import re
import secrets
from collections import namedtuple

from lxml import etree, html
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import RectangleObject

# Room in points that a page keeps free below its last line, for borders and margins.
SLACK = 8
# Parts that stay together at the end: the last lines with all that is below them.
TOGETHER = 2
MARK_STYLE = "position: absolute; font-size: 1px; line-height: 1px;"
# From the end of the page's content to its foot, in points.
FOOT = 4

Sheet = namedtuple("Sheet", "width height top room")
Place = namedtuple("Place", "left top")
# What a page takes or leaves whole: a block, or a line with its table, whose head
# takes room on each page that has lines of it.
Part = namedtuple("Part", "element height table head")


class PaperPages:
    """One paper on its way from HTML to a PDF whose pages are numbered.

    :param str body: the HTML of the paper, whose blocks stand below each other
    :param sheet: width and height of a page, its margin at the top, and how high its
        content may be, in points
    :param render: a function that returns the PDF of HTML, on sheets that nothing fills
    """

    def __init__(self, body, sheet, render):
        self.root = html.document_fromstring(body)
        self.paper = self.root.find_class("otd")[0]
        self.sheet, self.render = sheet, render
        # Nothing that people wrote may be taken for a mark.
        self.token = secrets.token_hex(4)

    def print(self):
        """Return the PDF."""
        pages = self._cut(self._measure())
        if len(pages) > 1:
            # Each part of a table is as wide as the whole, so its lines wrap alike.
            self._fix_columns()
            pages = self._cut(self._measure())
        self._write_pages(pages)
        # What is higher than a page by itself goes on where the page ends.
        return self._number_pages(
            [
                (number, turn)
                for number, parts in enumerate(pages)
                for turn in range(math.ceil(self._get_height(parts) / self.sheet.room))
            ]
        )

    def _cut(self, parts):
        """Return the parts in pages, as many as fit on each."""
        pages = [[]]
        for group in self._keep_together(parts):
            if pages[-1] and not self._fit(pages[-1] + group):
                pages.append([])
            pages[-1].extend(group)
        return pages

    def _keep_together(self, parts):
        """Return the parts in groups that no page parts."""
        lines = [number for number, part in enumerate(parts) if part.table is not None]
        start = lines[-TOGETHER:][0] if lines else len(parts)
        if not self._fit(parts[start:]):
            start = len(parts)
        # Signatures never stand alone, even below text that fills a page.
        start = min(start, max(len(parts) - TOGETHER, 0))
        return [[part] for part in parts[:start]] + [parts[start:]]

    def _fit(self, parts):
        return self._get_height(parts) <= self.sheet.room

    def _get_height(self, parts):
        """Return how high parts are on one page, with the heads of their tables."""
        heads = {part.table: part.head for part in parts if part.table is not None}
        return sum(part.height for part in parts) + sum(heads.values()) + SLACK

    def _measure(self):
        """Return the parts of the paper as they follow each other, with heights."""
        elements = []
        for block in self._get_blocks():
            elements.append((block, None))
            if "lines" in block.classes:
                elements.extend((row, block) for row in block.xpath("tbody/tr"))
        marks = [
            self._mark_inside(element[0], number)
            if table is not None
            else self._mark_before(element, number)
            for number, (element, table) in enumerate(elements)
        ]
        last = self._make_mark(len(elements))
        self.paper.append(last)
        places = self._find([*marks, last])
        tops = [places[str(number)].top for number in range(len(places))]
        parts, head = [], 0
        for number, (element, table) in enumerate(elements):
            height = tops[number + 1] - tops[number]
            if elements[number + 1 :] and elements[number + 1][1] is element:
                # Its lines are the parts; above them stands their head.
                head = height
            else:
                parts.append(Part(element, height, table, head))
        return parts

    def _get_blocks(self):
        """Return what the paper consists of from top to bottom."""
        return [
            block
            for block in self.paper.iterchildren(tag=etree.Element)
            if block.tag != "style" and "foot" not in block.classes
        ]

    def _fix_columns(self):
        """Write down the widths of columns as all lines of their table need them."""
        tables = self.paper.find_class("lines")
        heads = [table.xpath("thead/tr/th") for table in tables]
        ruler = [self._make_mark(name) for name in ("zero", "hundred")]
        for mark, left in zip(ruler, (0, 100), strict=True):
            mark.set("style", f"{MARK_STYLE} left: {left}px;")
            self.paper.append(mark)
        places = self._find(
            ruler
            + [
                self._mark_inside(cell, f"{number}x{column}")
                for number, cells in enumerate(heads)
                for column, cell in enumerate(cells)
            ]
        )
        pixel = (places["hundred"].left - places["zero"].left) / 100
        for number, cells in enumerate(heads):
            tables[number].classes.add("fixed")
            lefts = [places[f"{number}x{column}"].left for column in range(len(cells))]
            widths = [
                (right - left) / pixel for left, right in itertools.pairwise(lefts)
            ]
            widest = widths.index(max(widths))
            for column, width in enumerate(widths):
                # What fits exactly would wrap; the widest column has room to give.
                width += 1 - len(widths) * (column == widest)
                style = cells[column].get("style", "")
                cells[column].set("style", f"{style} width: {width:.0f}px;")

    def _find(self, marks):
        """Return by name where marks come out on an endless sheet; forget them."""
        places = {}
        sought = re.compile(rf"@{self.token}_(\w+)@")
        reader = self._print()
        for number, page in enumerate(reader.pages):
            height = float(page.mediabox.height)

            def note(text, now, matrix, *_font, start=(number + 1) * height):
                for name in sought.findall(text):
                    x, y = matrix[4], matrix[5]
                    left = x * now[0] + y * now[2] + now[4]
                    places[name] = Place(left, start - x * now[1] - y * now[3] - now[5])

            page.extract_text(visitor_text=note)
        for mark in marks:
            mark.drop_tree()
        return places

    def _make_mark(self, name):
        mark = html.Element("div", style=MARK_STYLE)
        mark.text = f"@{self.token}_{name}@"
        return mark

    def _mark_before(self, block, name):
        mark = self._make_mark(name)
        block.addprevious(mark)
        return mark

    def _mark_inside(self, cell, name):
        mark = self._make_mark(name)
        mark.tail, cell.text = cell.text, None
        cell.insert(0, mark)
        return mark

    def _take(self, page, endless, start):
        """Lay on a page what an endless sheet has from a height on, in points."""
        height = float(endless.mediabox.height)
        top = height - self.sheet.top - max(start, 0)
        endless.cropbox = RectangleObject(
            (0, top - self.sheet.room, self.sheet.width, top)
        )
        page.merge_translated_page(endless, 0, self.sheet.height - height + start)

    def _print(self):
        text = etree.tostring(
            self.root, method="html", doctype="<!DOCTYPE html>", encoding="unicode"
        )
        return PdfReader(io.BytesIO(self.render(text)))

    def _write_pages(self, pages):
        """Put the parts into one element a page, tables with their heads."""
        for part in sum(pages, []):
            part.element.getparent().remove(part.element)
        for table in self.paper.find_class("lines"):
            # What is left of it are its head and an empty body.
            table.getparent().remove(table)
        for number, parts in enumerate(pages):
            page = etree.SubElement(self.paper, "div")
            page.set("style", "page-break-before: always;" if number else "")
            table = None
            for part in parts:
                if part.table is not None and part.table is not table:
                    page.append(copy.deepcopy(part.table))
                table = part.table
                target = page if table is None else page[-1].find("tbody")
                target.append(part.element)

    def _number_pages(self, cuts):
        """Print the pages and their feet, and lay each foot on its page.

        A foot is printed as a page of its own: the margin below a page's content is
        out of reach of HTML, except in builds with a patched Qt. The pages are taken
        off endless sheets, on which WebKit pushes no line over the end of a page.

        :param cuts: for each page of the paper, which sheet it is taken off, and how
            many pages were taken off that sheet before
        """
        foot = self.paper.find_class("foot")[0]
        foot.drop_tree()
        for number in range(1, len(cuts) + 1):
            copied = copy.deepcopy(foot)
            copied.set("style", "display: block; page-break-before: always;")
            copied.find_class("page")[0].text = str(number)
            copied.find_class("pages")[0].text = str(len(cuts))
            self.paper.append(copied)
        printed, writer = self._print().pages, PdfWriter()
        feet = printed[-len(cuts) :]
        for (number, turn), foot in zip(cuts, feet, strict=True):
            page = PageObject.create_blank_page(
                None, self.sheet.width, self.sheet.height
            )
            self._take(page, printed[number], turn * self.sheet.room)
            self._take(page, foot, -self.sheet.room - FOOT)
            writer.add_page(page).compress_content_streams()
        result = io.BytesIO()
        writer.write(result)
        return result.getvalue()
