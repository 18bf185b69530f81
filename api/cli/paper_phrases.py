"""What `clearway papers` itself says, in English and Chinese; faults bring their own words."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.cli.phrases import Language
from fulfillment.documents.completeness import PaperFault
from fulfillment.documents.declaration import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPhrases:
    """All texts of one language."""

    category: str
    categories: Mapping[Category, str]
    value: str
    form: str
    numbers: str
    data_only: str
    complete: str
    printable: str
    stopped: str
    stops: str
    hint: str
    joint: str
    this_time: str


PHRASES: Mapping[Language, PaperPhrases] = {
    Language.EN: PaperPhrases(
        category="declared as",
        categories={
            Category.SALE: "sale of goods",
            Category.GIFT: "gift",
            Category.SAMPLE: "commercial sample",
            Category.RETURN: "returned goods",
            Category.DOCUMENTS: "documents",
            Category.DANGEROUS: "dangerous goods",
            Category.OTHER: "other",
        },
        value="declared value",
        form="postal form",
        numbers="numbers",
        data_only="(as data only)",
        complete="Complete: papers may be printed.",
        printable="Papers may be printed. Beside them:",
        stopped="Nothing is printed before this is mended:",
        stops="stops",
        hint="hint ",
        joint=". ",
        this_time="The wish counts for this answer and stands in the audit; papers are printed with what is due.",
    ),
    Language.ZH: PaperPhrases(
        category="申报类别",
        categories={
            Category.SALE: "货物销售",
            Category.GIFT: "礼品",
            Category.SAMPLE: "商业样品",
            Category.RETURN: "退货",
            Category.DOCUMENTS: "文件",
            Category.DANGEROUS: "危险品",
            Category.OTHER: "其他",
        },
        value="申报价值",
        form="邮政单式",
        numbers="税号",
        data_only="（仅电子数据）",
        complete="资料完整，可以打印单据。",
        printable="可以打印单据。另有提示：",
        stopped="以下问题解决前不得打印：",
        stops="阻止",
        hint="提示",
        joint="。",
        this_time="该申报意愿仅用于本次结果并已记入审计；打印单据时按应申报的价值。",
    ),
}


def fault_row(fault: PaperFault, language: Language) -> str:
    """A fault in one row, the same wherever papers are spoken of: whether it stops, where, what, and what to do."""
    phrases = PHRASES[language]
    mark = phrases.stops if fault.stops else phrases.hint
    return f"{mark} {fault.pointer or '/'}: {fault.message[language]}{phrases.joint}{fault.remedy[language]}"
