"""The plan of an order's boxes: which are taken, and which piece lies where.

Fewest boxes first, then the cheapest, then the smallest; the order in which the articles are given changes nothing.
"""

from collections.abc import Sequence

from fulfillment.packing.apart import sides
from fulfillment.packing.articles import Article, Flag
from fulfillment.packing.boxes import Box
from fulfillment.packing.errors import FitsNowhere
from fulfillment.packing.fewest import fits
from fulfillment.packing.filling import Filled, Outline, Spot
from fulfillment.packing.packed import Arrangement, Misfit, Packed, Placement, Unpacked
from fulfillment.packing.searching import best_filling
from fulfillment.packing.terms import Terms

__all__ = ["Arrangement", "Article", "Box", "Flag", "Packed", "Placement", "Terms", "Unpacked", "arrange", "plan"]

PLAIN = Terms()
STANDING, ANY_WAY = (2,), (0, 1, 2)  # sides that may point up: the height alone, or any


def plan(articles: Sequence[Article], boxes: Sequence[Box], terms: Terms = PLAIN) -> tuple[Packed, ...]:
    """The filled boxes of an order, one article a piece. Raises FitsNowhere when a piece goes into none of them."""
    arranged = arrange(articles, boxes, terms)
    if arranged.unpacked:
        raise FitsNowhere([(each.article.sku, each.reason) for each in arranged.unpacked])
    return arranged.packed


def arrange(articles: Sequence[Article], boxes: Sequence[Box], terms: Terms = PLAIN) -> Arrangement:
    """Like `plan`, but packs what can be packed and says of the rest why it cannot."""
    usable = terms.usable(boxes)
    outlines = [_outline(each, terms) for each in articles]
    reasons = [_misfit(each, usable) for each in outlines]
    unpacked = tuple(
        Unpacked(piece, articles[piece], reason) for piece, reason in enumerate(reasons) if reason is not None
    )
    # Sorted by size and weight, so that the same goods in another order are the same task.
    pieces = sorted(
        (piece for piece, reason in enumerate(reasons) if reason is None), key=lambda at: _rank(outlines[at])
    )
    if not pieces:
        return Arrangement((), unpacked)
    found = best_filling(tuple(outlines[piece] for piece in pieces), usable)
    named = {each.name: each for each in boxes}
    packed = tuple(
        _packed(each, named[each.box.name], [articles[at] for at in pieces], pieces, terms) for each in found
    )
    return Arrangement(packed, unpacked)


def _outline(article: Article, terms: Terms) -> Outline:
    margin = 2 * terms.cushioning.margin_mm(article)
    cushion = terms.cushioning.of(article)
    own, foes = sides(article, terms.pairs)
    return Outline(
        article.length_mm + margin,
        article.width_mm + margin,
        article.height_mm + margin,
        article.weight_g,
        STANDING if terms.stands(article) else ANY_WAY,
        None if cushion is None else cushion.load_g,
        own,
        foes,
    )


def _rank(outline: Outline) -> tuple[object, ...]:
    return -outline.volume_mm3, *outline[:5], outline.load_g or 0, sorted(outline.marks), sorted(outline.foes)


def _misfit(outline: Outline, boxes: Sequence[Box]) -> Misfit | None:
    if not boxes:
        return Misfit.NO_BOX
    roomy = [each for each in boxes if fits(outline, each)]
    if not roomy:
        return Misfit.TOO_LARGE
    return None if any(outline.weight_g <= each.max_g for each in roomy) else Misfit.TOO_HEAVY


def _packed(filled: Filled, box: Box, articles: Sequence[Article], pieces: Sequence[int], terms: Terms) -> Packed:
    """`articles` and `pieces` are in the order of the search; `box` is as it was given, without a carrier's limits."""
    placements = tuple(_placement(each, articles[each.piece], pieces[each.piece], terms) for each in filled.spots)
    goods_mm3 = sum(each.article.volume_mm3 for each in placements)
    goods_g = sum(each.article.weight_g for each in placements)
    filler_minor = 0 if terms.filler is None else terms.filler.minor(box.inner_volume_mm3 - goods_mm3)
    return Packed(
        box=box,
        placements=placements,
        weight_g=box.empty_g + goods_g + terms.void_weight_g(box, goods_mm3),
        material_minor=box.cost_minor + filler_minor,
    )


def _placement(spot: Spot, article: Article, piece: int, terms: Terms) -> Placement:
    margin = terms.cushioning.margin_mm(article)
    return Placement(
        piece=piece,
        article=article,
        x_mm=spot.x_mm + margin,
        y_mm=spot.y_mm + margin,
        z_mm=spot.z_mm + margin,
        length_mm=spot.length_mm - 2 * margin,
        width_mm=spot.width_mm - 2 * margin,
        height_mm=spot.height_mm - 2 * margin,
        margin_mm=margin,
    )
