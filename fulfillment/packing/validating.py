"""Judges a plan from its own words: articles in, boxes out. Shares no code with what made it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import combinations

from fulfillment.packing.articles import Article, Flag
from fulfillment.packing.boxes import Box
from fulfillment.packing.packed import Arrangement, Packed, Placement
from fulfillment.packing.terms import Terms

LEAST_SUPPORT = Fraction(6, 10)


class Wrong(StrEnum):
    """What a plan can get wrong."""

    MISSING = "missing"  # a piece is in no box and not reported
    TWICE = "twice"
    STRANGER = "stranger"  # a piece that nobody gave, or another article under its number
    UNKNOWN_BOX = "unknown_box"
    FORBIDDEN = "forbidden"  # a box of forbidden material, or larger than the carrier takes
    RESHAPED = "reshaped"  # its sides are not the article's
    TURNED_OVER = "turned_over"  # its height does not point up
    BARE = "bare"  # its cushion is too thin
    OUTSIDE = "outside"
    OVERLAP = "overlap"
    TOO_HEAVY = "too_heavy"
    MISWEIGHED = "misweighed"  # the parcel does not weigh the sum of what is in it
    HANGING = "hanging"  # too little under it
    CRUSHED = "crushed"  # more on it than it bears
    TOGETHER = "together"  # goods that may not meet


@dataclass(frozen=True, slots=True)
class Fault:
    """`box` is the number of the box in the plan, from 0; None where it is about the whole plan."""

    wrong: Wrong
    box: int | None
    pieces: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Room:
    """The room that a piece takes up with its cushion: two corners."""

    low: tuple[int, int, int]
    high: tuple[int, int, int]


def faults(
    articles: Sequence[Article], boxes: Sequence[Box], arrangement: Arrangement, terms: Terms
) -> tuple[Fault, ...]:
    """Everything that is wrong with a plan; nothing when it can be packed as it says."""
    found = list(_of_pieces(articles, arrangement))
    for number, each in enumerate(arrangement.packed):
        checks = (
            _of_box(each, boxes, terms),
            _of_shape(each, terms),
            _of_room(each),
            _of_weight(each, terms),
            _of_company(each, terms),
        )
        found.extend(Fault(wrong, number, pieces) for check in checks for wrong, pieces in check)
    return tuple(found)


_Found = Iterator[tuple[Wrong, tuple[int, ...]]]


def _of_pieces(articles: Sequence[Article], arrangement: Arrangement) -> Iterator[Fault]:
    told = [(each.piece, each.article) for box in arrangement.packed for each in box.placements]
    told += [(each.piece, each.article) for each in arrangement.unpacked]
    counted = Counter(piece for piece, _ in told)
    for piece in range(len(articles)):
        if counted[piece] != 1:
            yield Fault(Wrong.TWICE if counted[piece] else Wrong.MISSING, None, (piece,))
    for piece, article in told:
        if not 0 <= piece < len(articles) or articles[piece] != article:
            yield Fault(Wrong.STRANGER, None, (piece,))


def _of_box(packed: Packed, boxes: Sequence[Box], terms: Terms) -> _Found:
    if packed.box not in boxes:
        yield Wrong.UNKNOWN_BOX, ()
    if terms.forbidden & packed.box.materials or (terms.carrier is not None and not terms.carrier.takes(packed.box)):
        yield Wrong.FORBIDDEN, ()


def _of_shape(packed: Packed, terms: Terms) -> _Found:
    for each in packed.placements:
        article = each.article
        own = (article.length_mm, article.width_mm, article.height_mm)
        if sorted((each.length_mm, each.width_mm, each.height_mm)) != sorted(own):
            yield Wrong.RESHAPED, (each.piece,)
        upright = terms.keep_flat or bool(article.flags & {Flag.UPRIGHT, Flag.FLAT, Flag.LIQUID})
        if upright and each.height_mm != article.height_mm:
            yield Wrong.TURNED_OVER, (each.piece,)
        if each.margin_mm < terms.cushioning.margin_mm(article):
            yield Wrong.BARE, (each.piece,)


def _of_room(packed: Packed) -> _Found:
    inner = (packed.box.inner_length_mm, packed.box.inner_width_mm, packed.box.inner_height_mm)
    rooms = {each.piece: _room(each) for each in packed.placements}
    for piece, room in rooms.items():
        if min(room.low) < 0 or any(high > most for high, most in zip(room.high, inner, strict=True)):
            yield Wrong.OUTSIDE, (piece,)
        under = sum(_face(room, other) for other in rooms.values() if other.high[2] == room.low[2])
        base = (room.high[0] - room.low[0]) * (room.high[1] - room.low[1])
        if room.low[2] > 0 and under < LEAST_SUPPORT * base:
            yield Wrong.HANGING, (piece,)
    for (one, first), (two, second) in combinations(rooms.items(), 2):
        if all(first.low[axis] < second.high[axis] and second.low[axis] < first.high[axis] for axis in range(3)):
            yield Wrong.OVERLAP, (one, two)


def _of_weight(packed: Packed, terms: Terms) -> _Found:
    goods_g = sum(each.article.weight_g for each in packed.placements)
    goods_mm3 = sum(
        each.article.length_mm * each.article.width_mm * each.article.height_mm for each in packed.placements
    )
    gross_g = goods_g + packed.box.empty_g + terms.void_weight_g(packed.box, goods_mm3)
    most_g = None if terms.carrier is None else terms.carrier.max_g
    if goods_g > packed.box.max_g or (most_g is not None and gross_g > most_g):
        yield Wrong.TOO_HEAVY, ()
    if packed.weight_g != gross_g:
        yield Wrong.MISWEIGHED, ()
    for piece, load_g in _loads(packed.placements).items():
        cushion = terms.cushioning.of(next(each.article for each in packed.placements if each.piece == piece))
        if cushion is not None and load_g > cushion.load_g:
            yield Wrong.CRUSHED, (piece,)


def _of_company(packed: Packed, terms: Terms) -> _Found:
    for one, two in combinations(packed.placements, 2):
        if any(pair.keeps_apart(_words(one.article), _words(two.article)) for pair in terms.pairs):
            yield Wrong.TOGETHER, (one.piece, two.piece)


def _loads(placements: Sequence[Placement]) -> Mapping[int, Fraction]:
    """Grams on every piece: what touches it from above presses with its own weight and what lies on that, shared by
    the areas of contact among all that hold it up."""
    rooms = {each.piece: _room(each) for each in placements}
    loads = {each.piece: Fraction(0) for each in placements}
    for each in sorted(placements, key=lambda one: -rooms[one.piece].low[2]):
        room = rooms[each.piece]
        areas = {piece: _face(room, other) for piece, other in rooms.items() if other.high[2] == room.low[2]}
        for piece, area in areas.items():
            if area:
                loads[piece] += (each.article.weight_g + loads[each.piece]) * Fraction(area, sum(areas.values()))
    return loads


def _words(article: Article) -> frozenset[str]:
    classes = {f"class {each}" for each in article.classes}
    return frozenset({"anything", *article.flags, *article.un, *classes, *({"dangerous"} if article.un else ())})


def _room(each: Placement) -> _Room:
    at = (each.x_mm, each.y_mm, each.z_mm)
    size = (each.length_mm, each.width_mm, each.height_mm)
    low = tuple(start - each.margin_mm for start in at)
    high = tuple(start + side + each.margin_mm for start, side in zip(at, size, strict=True))
    return _Room((low[0], low[1], low[2]), (high[0], high[1], high[2]))


def _face(one: _Room, other: _Room) -> int:
    """The area in which two rooms meet, seen from above."""
    wide = min(one.high[0], other.high[0]) - max(one.low[0], other.low[0])
    deep = min(one.high[1], other.high[1]) - max(one.low[1], other.low[1])
    return max(wide, 0) * max(deep, 0)
