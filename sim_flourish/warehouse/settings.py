"""Where the vendor's documents leave a choice, a tenant can be set either way (schemas/PROVENANCE.md).

What a setting is at first is what the rest of the product counts on; the other way is for a client that
depends on it.
"""

from dataclasses import dataclass
from enum import StrEnum


class Mmur(StrEnum):
    """Whether the state's register of patients is asked about a customer, and what it says."""

    DISABLED = "disabled"
    NOT_FOUND = "not_found"
    FOUND = "found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set, and which sections of the contract reference show both ways.

    - `bare_post_response`: a posted outbound order is answered without envelope and without id, as its
      example shows (contract section 2 Outbound orders). Clients cannot learn the id then.
    - `documented_put_response`: a changed outbound order is answered in the shape of its example, without
      either status (contract section 2 Outbound orders), not in that of a read.
    - `strict_ids`: an object with `id` takes no other field, as the prose says. When false the id counts and
      the rest is ignored, as one sample and one observed client send it (contract section 4).
    - `cancel_while_allocated`: an order is cancelled whatever is set aside for it, as the cancel errors
      suggest. When false the rule for all updates holds: not while anything is allocated (contract
      section 4).
    - `discount_per_unit`: the `discount_price` of an outbound line is off each unit; at first it is off the
      whole line. Every example is of one unit, so that both can be read into them (contract
      sections 3 and 6).
    - `facility_required_on_reads`: orders and sales reps are read with FacilityID only, as the requests are
      shown (contract section 1 FacilityID header). At first they are read without, as real clients do.
    - `large_limit_refused`: a `limit` above 50 is refused, as "maximum" reads, and not cut to 50 as the one
      example does (contract section 1 Paging).
    - `retail_order_read_as_listed`: one retail order is read in the shape that lists have, with `id`
      (contract section 4).
    - `mmur`: which code answers a written customer (contract section 1).
    """

    bare_post_response: bool = False
    documented_put_response: bool = False
    strict_ids: bool = True
    cancel_while_allocated: bool = True
    discount_per_unit: bool = False
    facility_required_on_reads: bool = False
    large_limit_refused: bool = False
    retail_order_read_as_listed: bool = False
    mmur: Mmur = Mmur.DISABLED
