"""The kinds of jobs that fulfilment reacts to. `lifecycle` is added by the desk with each decision, the others here."""

LIFECYCLE = "lifecycle"
STEP = "fulfilment_step"
WINDOW = "return_window"
NOTICE = "notice"
REFUND = "refund"
