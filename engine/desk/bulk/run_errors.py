"""What can be wrong with a run that decides orders anew."""

from engine.desk.errors import DeskError


class RescreenUnderWay(DeskError):
    """a run is under way already; wait for it, or cancel it"""

    code = "rescreen_under_way"

    def __init__(self, run: str) -> None:
        self.run = run
        super().__init__(f"run {run} is under way; wait for it, go on with it, or cancel it")


class RescreenOver(DeskError):
    """the run does not stand where this can be done"""

    code = "rescreen_over"

    def __init__(self, run: str, state: str) -> None:
        self.run = run
        self.state = state
        super().__init__(f"run {run} is {state}; start another one")
