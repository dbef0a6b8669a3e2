"""The contract of a bundle store: kept by digest, one of them live, what was live when."""

from __future__ import annotations

from ivr.adapters.store.bundles import SqlBundles
from ivr.adapters.store.database import Database
from ivr.adapters.store.rules import MOST_RELEASES_LISTED
from ivr.adapters.store.tables import release_notes
from ivr.bundle.bundle import digest_of, make_bundle
from ivr.checks.checked import Checked
from ivr.model.ids import Digest
from ivr.model.stored import Release
from ivr.ports import BundleStore
from tests.language.projects import project_of, shipped
from tests.store.changes import at
from tests.store.conftest import OpenStores

A, B = Digest("a" * 64), Digest("b" * 64)
FILES = {"flows/主.yaml": "flow: 主\n", "prompts/zh-CN/主.yaml": "你好: 您好\n"}


def test_at_first_nothing_is_live(bundles: BundleStore) -> None:
    assert bundles.live() is None
    assert bundles.releases() == ()
    assert bundles.files(A) is None


def test_a_kept_bundle_comes_back_to_every_process(bundles: BundleStore, open_stores: OpenStores) -> None:
    bundles.keep(A, FILES)
    assert bundles.files(A) == FILES
    assert open_stores().bundles.files(A) == FILES


def test_keeping_a_bundle_again_changes_nothing(bundles: BundleStore) -> None:
    bundles.keep(A, FILES)
    bundles.keep(A, {"flows/other.yaml": ""})
    assert bundles.files(A) == FILES


def test_what_is_done_to_the_files_handed_out_does_not_change_what_is_kept(bundles: BundleStore) -> None:
    bundles.keep(A, dict(reversed(FILES.items())))
    files = bundles.files(A)
    assert files is not None
    assert list(files) == sorted(FILES)
    assert isinstance(files, dict)
    files.clear()
    assert bundles.files(A) == FILES


def test_only_so_many_releases_are_listed(bundles: BundleStore) -> None:
    for seconds in range(MOST_RELEASES_LISTED + 1):
        bundles.release(A, at(seconds))
    numbers = [release.number for release in bundles.releases()]
    assert numbers == list(range(MOST_RELEASES_LISTED + 1, 1, -1))


def test_keeping_is_not_releasing(bundles: BundleStore) -> None:
    bundles.keep(A, FILES)
    assert bundles.live() is None


def test_the_release_made_last_is_live_and_the_earlier_ones_are_remembered(bundles: BundleStore) -> None:
    for digest in (A, B):
        bundles.keep(digest, FILES)
    made = [bundles.release(digest, at(seconds)) for seconds, digest in enumerate((A, B, A))]
    assert made == [Release(1, A, at(0)), Release(2, B, at(1)), Release(3, A, at(2))]
    assert bundles.live() == A
    assert bundles.releases() == tuple(reversed(made))


def test_who_released_what_and_why_is_kept_for_every_server(
    bundles: BundleStore, open_stores: OpenStores
) -> None:
    made = [
        bundles.release(A, at(0), who="anna", why="新的开场白"),
        bundles.release(B, at(1), who="bert"),
        bundles.release(A, at(2), who="anna", why="callers hung up", back_to=1),
    ]
    assert made[2] == Release(3, A, at(2), "anna", "callers hung up", 1)
    assert open_stores().bundles.releases() == tuple(reversed(made))


def test_a_release_is_found_by_its_number_however_old(bundles: BundleStore) -> None:
    made = [bundles.release(A, at(seconds), who="anna") for seconds in range(MOST_RELEASES_LISTED + 2)]
    assert bundles.released(1) == made[0]
    assert [bundles.released(number) for number in (0, -1, len(made) + 1)] == [None] * 3


def test_a_database_from_before_there_were_notes_still_tells_its_releases(database: Database) -> None:
    SqlBundles(database).release(A, at(0), who="anna")
    with database.writing() as connection:
        connection.execute(release_notes.delete())
    assert SqlBundles(database).releases() == (Release(1, A, at(0)),)


def test_a_digest_names_the_files_whatever_their_order() -> None:
    files = shipped()
    backwards = dict(reversed(files.items()))
    assert digest_of(files) == digest_of(backwards)
    assert digest_of(files) != digest_of({**files, "flows/main.yaml": files["flows/main.yaml"] + "\n"})
    assert digest_of({"a": "b"}) != digest_of({"b": "a"})
    assert len(digest_of(files)) == 64
    assert digest_of({"a": "\ud800"}) != digest_of({"a": ""})


def test_a_bundle_is_made_of_what_check_handed_back() -> None:
    files = shipped()
    bundle = make_bundle(Checked(project_of(files), files))
    assert (bundle.digest, bundle.checked.files) == (digest_of(files), files)
