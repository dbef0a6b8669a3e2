"""What was live when: which release a rollback brings back."""

from __future__ import annotations

from collections.abc import Sequence

from ivr.model.stored import Release


def one_before(releases: Sequence[Release]) -> Release | None:
    """Return the release that was live before the present one, of ``releases`` newest first.

    A rollback stands where the release it brought back stood, so a second rollback goes one further back,
    never forward to what was just taken away. A release of the very same bundle is passed over. None: there
    is nothing earlier.
    """
    if not releases:
        return None
    by_number = {one.number: one for one in releases}
    live = releases[0]
    stands = live.number
    while (brought := by_number.get(stands)) is not None and brought.back_to is not None:
        stands = brought.back_to
    return next((one for one in releases if one.number < stands and one.digest != live.digest), None)
