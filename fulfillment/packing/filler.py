"""What fills the voids of a box."""

from dataclasses import dataclass

MM3_PER_DM3 = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Filler:
    """Grams and minor units for a cubic decimetre of void. `material` is a word of `data/packing/materials.yaml`."""

    material: str
    g_per_dm3: int
    minor_per_dm3: int = 0

    def grams(self, void_mm3: int) -> int:
        """Its weight in that much void, up to the next gram."""
        return -(-void_mm3 * self.g_per_dm3 // MM3_PER_DM3)

    def minor(self, void_mm3: int) -> int:
        """Its cost in that much void, up to the next minor unit."""
        return -(-void_mm3 * self.minor_per_dm3 // MM3_PER_DM3)
