"""A rule on trial: it would hold what the house only scores, and runs in shadow since before the first order.

It comes into force as every change of a rule does: Lin drafts and proposes it, the gates measure the whole book, Noor
publishes. No order is stored yet that a backtest could meet, so that the usual bar asks for none; from then on the shop
has an edition of its own, and each order of the two months is decided under it.
"""

from api.demo_shop.names import DEMO
from api.demo_shop.town import Town
from engine.desk.draft_files import discard_draft
from engine.desk.draft_locks import locked
from engine.desk.drafts import Pushing, files_to_propose, pull_edition, push
from engine.desk.edition_files import manifest_of
from engine.desk.edition_reading import IN_FORCE
from engine.desk.proposals import propose, publish

BY, APPROVES = "Lin", "Noor"
DRAFT, PATH, RULE = "declined-from-three", f"fraud/{DEMO}_trial.yaml", "FRD-900"
WHY = "how many would wait if three declined tries held an order, as six do (FRD-083)?"
TEXT = f"""# yaml-language-server: $schema=../rule.schema.json
# On trial in the demonstration shop: declined tries score from three on (FRD-082), and hold from six on (FRD-083).
format: 1
set: fraud
defaults: {{owner: risk, on_missing: skip}}
rules:
  - id: {RULE}
    version: 1
    title: Three to five declined tries before this payment, held
    scope: order
    status: shadow
    when: {{payment.declined_attempts: {{between: [3, 5]}}}}
    then: {{outcome: hold, severity: medium, reason: FRD_DECLINED, acts: risk}}
    references: ["house policy of a made-up shop"]
    false_positives: ["Cards without cover, limits for online payments"]
    tests:
      - {{name: two, given: {{payment.declined_attempts: 2}}, expect: quiet}}
      - {{name: three, given: {{payment.declined_attempts: 3}}, expect: fires}}
      - {{name: four, given: {{payment.declined_attempts: 4}}, expect: fires}}
      - {{name: five, given: {{payment.declined_attempts: 5}}, expect: fires}}
      - {{name: six are held already, given: {{payment.declined_attempts: 6}}, expect: quiet}}
      - {{name: not told, given: {{}}, expect: not_evaluable}}
"""


def put_on_trial(town: Town) -> None:
    """Has the rule run in shadow from now on. Raises what drafts, proposals and their gates refuse."""
    desk, lin = town.house.desk, town.caller(BY)
    live = pull_edition(desk, lin, IN_FORCE)
    files = locked({**live.files, PATH: TEXT.encode()})
    pushing = Pushing(name=DRAFT, files=files, seen=0, base=manifest_of(live.files), edition=live.edition)
    revision = push(desk, lin, pushing).revision
    proposed = propose(desk, lin, files_to_propose(desk, lin, DRAFT), None, WHY)
    publish(desk, town.caller(APPROVES), proposed.proposal.id)
    discard_draft(desk, lin, DRAFT, revision)
