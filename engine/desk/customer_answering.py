"""An answer comes in: a patch of the order, decided at once, in one transaction with what it settles.

The rules themselves say whether an answer helps: it is decided on trial first, and where the same field is still asked
for, the answer is refused with the rule's own words, unless who answers insists. Answered once, a request takes no
second answer: whoever sends the same form again is told what became of the first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from engine.address.phone import check_phone
from engine.desk.changing import changed_case
from engine.desk.customer_answers import (
    Answer,
    PaperGiven,
    faults_of,
    papers_given,
    patch_of,
    refuses,
    said_of,
    without,
    words_of,
)
from engine.desk.customer_questions import PHONE, is_asked, topics
from engine.desk.customer_requests import NO_LONGER, Form, end, form_of, found_request, standing_request, tell
from engine.desk.deciding import Decided, Judged, judge, write
from engine.desk.desk import Caller, Desk
from engine.desk.errors import PersonErased
from engine.desk.holding import Release, let_go
from engine.desk.intake import settled
from engine.desk.papers import FORMS, Claim, keep_claim
from engine.desk.reading import current_decision, document_of
from engine.desk.request_errors import AnswerRefused, FieldFault, QuestionsChanged, RequestEnded
from engine.errors import OrderRejected, StoreConflict
from engine.explanation import single_reasons
from engine.order.order import Order
from engine.store.customer_requests import (
    ANSWERED,
    CANCELLED,
    CustomerRequest,
    change_request,
    drop_files,
    files_kept,
    keep_files,
)
from engine.store.holds import holds_of
from engine.store.order_rows import newest_version, version_of
from engine.store.papers import PaperFile, put_file
from engine.store.sessions import ReadSession, WriteSession

CUSTOMER = "customer"
AS_CUSTOMER, AS_AGENT = "customer", "agent"
CAUSE = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of an answer: the request, and the decision that it led to; None where nothing was asked any more."""

    row: CustomerRequest
    decided: Decided | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """An answer on its way: `seen` is the mark of the form that was filled in, where one was; `language` for words."""

    answer: Answer
    seen: str | None = None
    language: str = "en"
    answered_as: str = AS_AGENT


def take_answer(desk: Desk, caller: Caller, request_id: str, sent: Sent) -> Taken:
    """Takes an answer.

    Raises NotFound, RequestEnded, QuestionsChanged, AnswerRefused, PersonErased, NoEdition, InFlight.
    """

    def once(session: WriteSession) -> Taken:
        row = standing_request(session, caller.merchant, request_id)
        if not row.is_open(desk.clock.now()):
            raise RequestEnded(row.id, "expired")
        form = form_of(desk, session, row.merchant, row.order_id, row.added, sent.language)
        if not form.asked.words or not (form.asks_still or row.added):
            end(desk, session, caller, row, CANCELLED, NO_LONGER)
            return Taken(row=found_request(session, row.merchant, row.id), decided=None)
        if sent.seen is not None and sent.seen != form.asked.seen_at(form.row.version):
            raise QuestionsChanged
        whole = replace(sent, answer=with_kept_files(desk, session, row, sent.answer))
        faults = faults_of(form.asked, whole.answer)
        if faults:
            sound = replace(whole, answer=without(whole.answer, {each.field for each in faults}))
            raise AnswerRefused((*faults, *_Answering(desk, session, caller, row, form, sound).still_wrong()))
        return _Answering(desk, session, caller, row, form, whole).taken()

    try:
        return settled(desk, once)
    except (AnswerRefused, QuestionsChanged):
        keep_sent_files(desk, caller, request_id, sent.answer)
        raise


class _Answering:
    """One answer that is complete, inside its transaction."""

    def __init__(
        self, desk: Desk, session: WriteSession, caller: Caller, row: CustomerRequest, form: Form, sent: Sent
    ) -> None:
        self._desk = desk
        self._session = session
        self._caller = caller
        self._row = row
        self._form = form
        self._sent = sent
        self._now = desk.clock.now()

    def taken(self) -> Taken:
        patch = patch_of(self._form.asked, self._sent.answer, self._document())
        self._settle_confirmed()
        try:
            case = changed_case(self._desk, self._session, self._caller, self._row.order_id, patch, CAUSE)
        except OrderRejected as refused:
            raise AnswerRefused(_faults_at(refused)) from refused
        self._keep_papers(case.order)
        judged = judge(self._desk, self._session, case)
        wrong = self._still_asked(judged)
        if wrong and not self._sent.answer.insists:
            raise AnswerRefused(wrong)
        decided = write(self._desk, self._session, case, judged)
        return Taken(row=self._ended(decided), decided=decided)

    def still_wrong(self) -> tuple[FieldFault, ...]:
        """What is asked again of the fields that were filled in, where others were not: so that whoever answers
        reads everything at once."""
        given = words_of(self._sent.answer)
        if self._sent.answer.insists or not given:
            return ()
        patch = patch_of(self._form.asked, self._sent.answer, self._document())
        try:
            case = changed_case(self._desk, self._session, self._caller, self._row.order_id, patch, CAUSE)
        except OrderRejected as refused:
            return _faults_at(refused)
        wrong = self._still_asked(judge(self._desk, self._session, case))
        return tuple(each for each in wrong if each.field in given)

    def _document(self) -> Mapping[str, object]:
        last = newest_version(self._session, self._row.merchant, self._row.order_id)
        if last is None or last.version != self._form.row.version:
            raise StoreConflict("the order got another version since it was read")
        document, is_whole = document_of(self._desk, last)
        if not is_whole:
            raise PersonErased(self._row.order_id, ("personal values",))
        return document

    def _settle_confirmed(self) -> None:
        """A yes releases the finding that asked for it, as a person's release does. A no leaves it to a person."""
        asked, said = self._form.asked, self._sent.answer.confirmed
        yes = {
            (each.rule, each.fingerprint)
            for each in asked.confirmations
            if each.by_fields or said.get(each.word, False)
        }
        for hold in holds_of(self._session, self._row.merchant, self._row.order_id, only_open=True):
            if hold.waivable and (hold.rule, hold.fingerprint) in yes:
                let_go(self._desk, self._session, self._caller, hold, Release(f"confirmed in {self._row.id}"))

    def _keep_papers(self, order: Order) -> None:
        """Claims, with their files, which an analyst looks at; what a paper is about is the order as it now is."""
        version = self._form.row.version
        for kind, line, given, content in papers_given(self._form.asked, self._sent.answer):
            claim = Claim(kind=kind, number=given.number, line=line)
            about = (self._row.order_id, version, order)
            row = keep_claim(self._desk, self._session, self._caller, about, claim)
            media_type = next(name for name, start in FORMS.items() if content.startswith(start))
            sealed = self._desk.seal.closed_bytes(self._key(version), content)
            file = PaperFile(media_type=media_type, size=len(content), sealed=sealed)
            put_file(self._session, self._row.merchant, row.paper.id, file, self._now, self._caller.name)

    def _still_asked(self, judged: Judged) -> tuple[FieldFault, ...]:
        """Fields that were filled in, and are asked for again. What was not asked before is a question of its own."""
        book = judged.loaded.admission.book
        language = self._sent.language
        texts = {
            (each.rule, each.lines): each.customer for each in single_reasons(judged.decision, book, language, language)
        }
        asked = self._form.asked
        shown = (*asked.words, *(f"address.{name}" for name in asked.editable))
        answered = {word for word in shown if not self._is_lacking(word)}
        found: dict[str, FieldFault] = {}
        for finding in judged.decision.findings:
            if is_asked(finding, book):
                text = texts.get((finding.rule, () if finding.part is None else (finding.part,)), "")
                for word in topics(finding):
                    if word in answered:
                        found.setdefault(word, self._invented(word) or FieldFault(word, "still", text))
        return tuple(found.values())

    def _invented(self, word: str) -> FieldFault | None:
        """What shows that nobody has the telephone number that was given; the rules ask for it again then."""
        given = self._sent.answer.phone
        if word != PHONE or not given:
            return None
        found = check_phone(given, self._form.order.shipping_address.country).invented
        return None if found is None else FieldFault(PHONE, f"phone_{found}")

    def _is_lacking(self, word: str) -> bool:
        given = self._sent.answer.papers.get(word)
        return given is not None and given.lacking

    def _ended(self, decided: Decided) -> CustomerRequest:
        version = decided.row.version
        said = said_of(self._form.asked, self._sent.answer)
        ended = {
            "state": ANSWERED,
            "asks": self._form.asked.words,
            "decision_id": decided.row.id,
            "ended_at": self._now,
            "ended_by": self._caller.name,
            "end_reason": ANSWERED,
            "answered_as": self._sent.answered_as,
            "sealed": self._desk.seal.closed(self._key(version), said),
            "sealed_version": version,
        }
        if not change_request(self._session, self._row, **ended):
            raise StoreConflict("somebody changed the request meanwhile")
        drop_files(self._session, self._row)
        row = found_request(self._session, self._row.merchant, self._row.id)
        tell(self._desk, self._session, self._caller, row, ANSWERED)
        return row

    def _key(self, version: int) -> bytes:
        return _key_of(self._session, self._row, version)


def keep_sent_files(desk: Desk, caller: Caller, request_id: str, answer: Answer) -> None:
    """Keeps the files of an answer that was not complete, sealed, so that they need not be sent again."""
    good = {word: each.content for word, each in answer.papers.items() if each.content and not refuses(each.content)}
    if not good:
        return
    with desk.database.write() as session:
        row = standing_request(session, caller.merchant, request_id)
        version = current_decision(session, row.merchant, row.order_id).version
        key = _key_of(session, row, version)
        asked = {word: desk.seal.closed_bytes(key, content) for word, content in good.items() if word in row.asks}
        keep_files(session, row, asked, version)


def with_kept_files(desk: Desk, session: ReadSession, row: CustomerRequest, answer: Answer) -> Answer:
    """The answer with files that were sent before, where it brings none of its own."""
    papers = dict(answer.papers)
    for word, (version, sealed) in files_kept(session, row).items():
        given = papers.get(word, PaperGiven())
        if not given.content and not given.lacking:
            content = desk.seal.opened_bytes(_key_of(session, row, version), sealed)
            papers[word] = replace(given, content=content)
    return replace(answer, papers=papers)


def _key_of(session: ReadSession, row: CustomerRequest, version: int) -> bytes:
    found = version_of(session, row.merchant, row.order_id, version)
    if found is None or found.person_key is None:
        raise PersonErased(row.order_id, ("personal values",))
    return found.person_key


def opened_answer(desk: Desk, session: ReadSession, row: CustomerRequest) -> Mapping[str, object] | None:
    """What was answered; None where nothing was, or the person was erased."""
    if row.sealed is None:
        return None
    version = version_of(session, row.merchant, row.order_id, row.sealed_version)
    return desk.seal.opened(None if version is None else version.person_key, row.sealed)


def _faults_at(refused: OrderRejected) -> tuple[FieldFault, ...]:
    """Faults of the order's document at the fields of the form that led to them."""
    found = []
    for fault in refused.faults:
        _, _, name = fault.pointer.rpartition("/")
        word = name if name in ("phone", "email") else f"address.{name}"
        found.append(FieldFault(word, "still", fault.detail))
    return tuple(found)


def is_over(row: CustomerRequest, at: datetime) -> bool:
    """Whether a link to it opens nothing any more; what was answered is still told."""
    return row.state != ANSWERED and not row.is_open(at)
