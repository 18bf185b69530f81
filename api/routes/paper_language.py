"""In which language papers for one's own staff are printed: the one asked for, else that of `Accept-Language`."""

from typing import Annotated

from fastapi import Depends, Query

from api.routes.language import Language
from fulfillment.documents.pick_words import Language as PickLanguage


def _wanted(
    spoken: Language,
    language: Annotated[PickLanguage | None, Query(description="Else that of `Accept-Language`.")] = None,
) -> PickLanguage:
    return language or ("zh" if spoken == "zh" else "en")


PaperLanguage = Annotated[PickLanguage, Depends(_wanted)]
